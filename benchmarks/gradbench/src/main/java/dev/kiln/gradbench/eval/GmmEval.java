package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledGmm;
import java.util.Map;

/** {@code gmm}: the log posterior and its gradient. */
public final class GmmEval {
  /** The output of {@code jacobian}. */
  public record Gradient(double[] alpha, double[][] mu, double[][] q, double[][] l) {}

  private GmmEval() {}

  /** The eval. */
  public static Eval<GmmInput> create() {
    return new Eval<>(
        "gmm",
        GmmInput.class,
        Map.of("objective", GmmEval::objective, "jacobian", GmmEval::jacobian));
  }

  private static Evaluation objective(GmmInput in) {
    CompiledGmm model = new CompiledGmm();
    return Evaluation.of(
        () -> model.objective(in.alpha(), in.mu(), in.q(), in.l(), in.x(), in.gamma(), in.m()));
  }

  private static Evaluation jacobian(GmmInput in) {
    CompiledGmm model = new CompiledGmm();
    double[] alpha = new double[in.alpha().length];
    double[][] mu = Rows.like(in.mu());
    double[][] q = Rows.like(in.q());
    double[][] l = Rows.like(in.l());
    return Evaluation.writing(
        () ->
            model.objectiveGradientInto(
                in.alpha(), in.mu(), in.q(), in.l(), in.x(), in.gamma(), in.m(), alpha, mu, q, l),
        () -> new Gradient(alpha, mu, q, l));
  }
}
