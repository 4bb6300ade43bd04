package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledHandTracking;
import dev.kiln.gradbench.model.HandModel;
import java.util.Map;

/** {@code ht}: the residuals of a posed hand, and their Jacobian. */
public final class HtEval {
  private HtEval() {}

  /** The eval. */
  public static Eval<HtInput> create() {
    return new Eval<>(
        "ht", HtInput.class, Map.of("objective", HtEval::objective, "jacobian", HtEval::jacobian));
  }

  private static Evaluation objective(HtInput in) {
    CompiledHandTracking model = new CompiledHandTracking();
    HandModel hand = in.hand();
    int[] correspondences = in.data().correspondences();
    double[][] points = in.data().points();
    double[] error = new double[3 * points.length];
    if (in.us().length == 0) {
      return Evaluation.writing(
          () -> model.residuals(in.theta(), hand, correspondences, points, error), () -> error);
    }
    double[] shift = new double[2];
    return Evaluation.writing(
        () ->
            model.surfaceResiduals(
                shift, in.theta(), in.us(), hand, correspondences, points, error),
        () -> error);
  }

  private static Evaluation jacobian(HtInput in) {
    CompiledHandTracking model = new CompiledHandTracking();
    HandModel hand = in.hand();
    int[] correspondences = in.data().correspondences();
    double[][] points = in.data().points();
    double[] shift = new double[2];
    boolean simple = in.us().length == 0;
    double[][] jacobian = new double[3 * points.length][simple ? 26 : 28];
    double[] error = new double[3 * points.length];
    if (simple) {
      return Evaluation.writing(
          () ->
              model.residualsJacobianInto(
                  in.theta(), hand, correspondences, points, error, jacobian),
          () -> jacobian);
    }
    return Evaluation.writing(
        () ->
            model.surfaceResidualsJacobianInto(
                shift, in.theta(), in.us(), hand, correspondences, points, error, jacobian),
        () -> jacobian);
  }
}
