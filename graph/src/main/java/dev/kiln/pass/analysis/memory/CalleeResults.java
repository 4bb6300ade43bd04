package dev.kiln.pass.analysis.memory;

import java.util.Optional;
import java.util.Set;

/** Where the references that called functions return come from. */
@FunctionalInterface
interface CalleeResults {
  /**
   * The parameters that the results of a function may be, or may lead to, by their positions. Empty
   * where the function may store references elsewhere, so that arguments lead to one another.
   */
  Optional<Set<Integer>> given(String function);
}
