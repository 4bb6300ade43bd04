package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledHello;
import java.util.Map;

/** {@code hello}: the function {@code double} is the derivative of {@code square}. */
public final class HelloEval {
  private HelloEval() {}

  /** The eval. */
  public static Eval<Double> create() {
    CompiledHello model = new CompiledHello();
    return new Eval<>(
        "hello",
        Double.class,
        Map.of(
            "square", x -> Evaluation.of(() -> model.square(x)),
            "double", x -> Evaluation.of(() -> model.squareGradient(x).x())));
  }
}
