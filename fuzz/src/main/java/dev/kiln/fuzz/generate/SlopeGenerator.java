package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * A smooth compute method and one that calls a derivative of it, so that what calls the second
 * differentiates through a derivative.
 */
final class SlopeGenerator {
  private static final List<Program.Parameter> PARAMETERS =
      List.of(
          new Program.Parameter(ScalarType.FLOAT64, "p"),
          new Program.Parameter(ScalarType.FLOAT64, "q"));

  private final Randomness random;
  private final String model;

  SlopeGenerator(Randomness random, String model) {
    this.random = random;
    this.model = model;
  }

  /** The compute method, and after it the one that calls its derivative. */
  List<Program.Method> methods() {
    String derivative =
        random.of(
            "energyGradient(this, p, q).p()",
            "energyGradient(this, p, q).q()",
            "energyGradient(this, p, q).value()",
            "energyJvp(this, p, q, 0.5, p).tangent()",
            "energyVjp(this, p, q, q).p()",
            "energyHvp(this, p, q, 1, -0.5).qProduct()");
    return List.of(
        method(
            "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP,"
                + " Mode.HESSIAN_VECTOR_PRODUCT})",
            "energy",
            smooth(3)),
        method("", "slope", "Compiled" + model + "." + derivative));
  }

  private static Program.Method method(String modifiers, String name, String value) {
    Expression result = new Expression.Literal(ScalarType.FLOAT64, value);
    return new Program.Method(
        modifiers,
        Optional.of(ScalarType.FLOAT64),
        name,
        PARAMETERS,
        List.of(new Statement.Return(Optional.of(result))));
  }

  private String smooth(int depth) {
    if (depth == 0) {
      return random.of("p", "q", "0.75", "-1.5");
    }
    if (random.chance(0.4)) {
      return random.of("Math.sin", "Math.tanh", "Math.cos", "Math.atan")
          + "("
          + smooth(depth - 1)
          + ")";
    }
    return "(" + smooth(depth - 1) + random.of(" + ", " - ", " * ") + smooth(depth - 1) + ")";
  }
}
