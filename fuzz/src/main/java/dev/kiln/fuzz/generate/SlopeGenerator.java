package dev.kiln.fuzz.generate;

import dev.kiln.fuzz.program.Expression;
import dev.kiln.fuzz.program.Program;
import dev.kiln.fuzz.program.Statement;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
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
    Expression p = number("p");
    Expression q = number("q");
    Expression derivative =
        switch (random.below(6)) {
          case 0 -> derivative("energyGradient", "p", p, q);
          case 1 -> derivative("energyGradient", "q", p, q);
          case 2 -> derivative("energyGradient", "value", p, q);
          case 3 -> derivative("energyJvp", "tangent", p, q, literal("0.5"), p);
          case 4 -> derivative("energyVjp", "p", p, q, q);
          default -> derivative("energyHvp", "qProduct", p, q, literal("1"), literal("-0.5"));
        };
    return List.of(
        method(
            "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP,"
                + " Mode.HESSIAN_VECTOR_PRODUCT})",
            "energy",
            literal(smooth(3))),
        method("", "slope", derivative));
  }

  /** {@code CompiledSample.energyGradient(this, p, q).p()}. */
  private Expression derivative(String method, String component, Expression... arguments) {
    List<Expression> all = new ArrayList<>(List.of(literal("this")));
    all.addAll(List.of(arguments));
    // without a type, since variants name no generated records
    Expression call = new Expression.Call(null, "Compiled" + model + "." + method, all);
    return new Expression.MethodCall(ScalarType.FLOAT64, call, component, List.of());
  }

  private static Expression number(String name) {
    return new Expression.Variable(ScalarType.FLOAT64, name);
  }

  private static Expression literal(String text) {
    return new Expression.Literal(ScalarType.FLOAT64, text);
  }

  private static Program.Method method(String modifiers, String name, Expression result) {
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
