package dev.kiln.processor.frontend.code;

import dev.kiln.graph.Value;
import dev.kiln.type.ValueType;
import java.util.List;

/** A derivative that code calls. */
public interface CalledDerivative {
  /**
   * The types of what it takes beside the model, with sizes as the model with the method has them.
   */
  List<ValueType> parameters();

  /**
   * Calls it.
   *
   * @return its result; null where it returns nothing
   */
  Value call(List<Value> arguments);
}
