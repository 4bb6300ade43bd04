package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Operation;
import java.util.Set;

/** What called functions may write. */
@FunctionalInterface
public interface CalleeWrites {
  /** Of the arrays that a call passes, those that the function may store into. */
  Set<Written> of(Operation.Call call);

  /**
   * Arrays that a function may store into.
   *
   * @param parameter its index
   * @param rank of the arrays: that of the parameter, or of rows of it
   */
  record Written(int parameter, int rank) {}
}
