package dev.kiln.autodiff.reverse.residual;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import java.util.Map;

/** Where a backward sweep finds values that are outside all branches and loops. */
public interface ValuesAtHand {
  Value primal(Value value);

  /** The shadow of a reference; null where it is known from the next attempt on. */
  Value shadow(Value reference);

  Value trips(Operation.Loop loop);

  /** What is the same in all iterations of a loop that has ended. */
  Value last(Value saved);

  /** The array in which a loop of known length saves a value of each iteration. */
  Value array(Value saved);

  Map<Value, Value> contributions(Operation.Loop loop);
}
