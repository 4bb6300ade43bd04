package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.type.ScalarType;
import java.util.List;

/**
 * Random functions that are called where they are written: lambdas, method references and what
 * {@code andThen} and {@code compose} make of them.
 */
final class FunctionGenerator {
  /** The parameter of all lambdas; the variables of programs have other names. */
  private static final String PARAMETER = "given";

  private final Randomness random;

  FunctionGenerator(Randomness random) {
    this.random = random;
  }

  /** A call of a function of a double. */
  Expression call(Expression argument) {
    String function = "((DoubleUnaryOperator) " + function() + ")";
    if (random.chance(0.3)) {
      function += random.of(".andThen(", ".compose(") + function() + ")";
    }
    return new Expression.Call(ScalarType.FLOAT64, function + ".applyAsDouble", List.of(argument));
  }

  private String function() {
    if (random.chance(0.3)) {
      return random.of("Math::sin", "Math::tanh", "Math::cos", "StrictMath::atan");
    }
    if (random.chance(0.3)) {
      String first = body(1);
      return PARAMETER
          + " -> { if ("
          + first
          + " > 0.25) { return "
          + body(2)
          + "; } return "
          + body(1)
          + "; }";
    }
    return PARAMETER + " -> " + body(2);
  }

  private String body(int depth) {
    if (depth == 0 || random.chance(0.2)) {
      return random.chance(0.7) ? PARAMETER : random.of("0.5", "1.25", "-2", "3");
    }
    if (random.chance(0.4)) {
      return random.of("Math.sin", "Math.tanh", "Math.cos") + "(" + body(depth - 1) + ")";
    }
    return "(" + body(depth - 1) + random.of(" + ", " - ", " * ") + body(depth - 1) + ")";
  }
}
