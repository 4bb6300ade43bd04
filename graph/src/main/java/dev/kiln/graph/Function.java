package dev.kiln.graph;

import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * A function of a graph: the parameters of its body are its arguments, and every path through the
 * body ends in {@link Terminator.Return}, {@link Terminator.Throw} or never.
 *
 * @param rule how it is differentiated, where that is not through its body
 */
public record Function(
    String name, Block body, List<ValueType> resultTypes, Optional<DerivativeRule> rule) {
  public Function {
    resultTypes = List.copyOf(resultTypes);
  }

  /** A function that is differentiated through its body. */
  public Function(String name, Block body, List<ValueType> resultTypes) {
    this(name, body, resultTypes, Optional.empty());
  }

  public List<Value> parameters() {
    return body.parameters();
  }

  /** The same function with another body. */
  public Function withBody(Block other) {
    return new Function(name, other, resultTypes, rule);
  }

  /** The same function with another rule. */
  public Function withRule(Optional<DerivativeRule> other) {
    return new Function(name, body, resultTypes, other);
  }
}
