package dev.kiln.graph;

import dev.kiln.type.ValueType;
import java.util.List;

/**
 * A function of a graph: the parameters of its body are its arguments, and every path through the
 * body ends in {@link Terminator.Return}, {@link Terminator.Throw} or never.
 */
public record Function(String name, Block body, List<ValueType> resultTypes) {
  public Function {
    resultTypes = List.copyOf(resultTypes);
  }

  public List<Value> parameters() {
    return body.parameters();
  }

  /** The same function with another body. */
  public Function withBody(Block other) {
    return new Function(name, other, resultTypes);
  }
}
