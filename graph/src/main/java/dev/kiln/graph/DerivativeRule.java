package dev.kiln.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How a function is differentiated otherwise than through its body: by other functions of the
 * graph. They take the arguments of the function and then its results.
 *
 * <ul>
 *   <li>The vector-Jacobian product further takes a cotangent for each result, and returns one for
 *       each differentiated argument.
 *   <li>The Jacobian-vector product further takes a tangent for each differentiated argument, and
 *       returns one for each result.
 * </ul>
 *
 * <p>All have the types of what they belong to; those of integers mean nothing.
 *
 * @param vjp the function for reverse mode
 * @param jvp the function for forward mode
 * @param roles one for each parameter of the function
 */
public record DerivativeRule(Optional<String> vjp, Optional<String> jvp, List<Role> roles) {

  /** What a parameter is to the rule. */
  public enum Role {
    /** The rule has a derivative with respect to it. */
    DIFFERENTIATED,
    /** The derivative is zero. */
    CONSTANT,
    /** The rule says nothing of it: it may not be differentiated. */
    OTHER
  }

  public DerivativeRule {
    roles = List.copyOf(roles);
    if (vjp.isEmpty() && jvp.isEmpty()) {
      throw new IllegalArgumentException("a derivative rule without functions");
    }
  }

  /** Whether the rule has a derivative with respect to the parameter. */
  public boolean isDifferentiated(int parameter) {
    return roles.get(parameter) == Role.DIFFERENTIATED;
  }

  /** The functions that the rule names. */
  public List<String> functions() {
    return Stream.of(vjp, jvp).flatMap(Optional::stream).toList();
  }

  /** The same rule with other functions. */
  public DerivativeRule renamed(UnaryOperator<String> names) {
    return new DerivativeRule(vjp.map(names), jvp.map(names), roles);
  }
}
