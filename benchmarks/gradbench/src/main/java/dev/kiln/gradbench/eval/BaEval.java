package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.BundleAdjustment;
import dev.kiln.gradbench.model.CompiledBundleAdjustment;
import java.util.Map;

/** {@code ba}: the residuals of all observations, and their sparse Jacobian. */
public final class BaEval {
  /** The output of {@code objective}: the residuals of the first observation, and how many. */
  public record Residuals(Pair reprojError, Single wErr) {}

  /** Two residuals. */
  public record Pair(double[] elements, int repeated) {}

  /** One residual. */
  public record Single(double element, int repeated) {}

  private BaEval() {}

  /** The eval. */
  public static Eval<BaInput> create() {
    return new Eval<>(
        "ba",
        BaInput.class,
        Map.of(
            "objective",
            in -> objective(new CompiledBundleAdjustment(), in),
            "jacobian",
            BaEval::jacobian));
  }

  /** The residuals, by the model as it is or compiled. */
  public static Evaluation objective(BundleAdjustment model, BaInput in) {
    BaProblem problem = BaProblem.of(in);
    double[][] errors = new double[in.p()][2];
    double[] weightErrors = new double[in.p()];
    return Evaluation.writing(
        () -> residuals(model, problem, errors, weightErrors),
        () -> new Residuals(new Pair(errors[0], in.p()), new Single(weightErrors[0], in.p())));
  }

  private static void residuals(
      BundleAdjustment model, BaProblem problem, double[][] errors, double[] weightErrors) {
    for (int i = 0; i < errors.length; i++) {
      model.reprojectionError(
          problem.cameras()[problem.cameraOf()[i]],
          problem.points()[problem.pointOf()[i]],
          problem.weights()[i],
          problem.features()[i],
          errors[i]);
    }
    for (int i = 0; i < weightErrors.length; i++) {
      weightErrors[i] = model.weightError(problem.weights()[i]);
    }
  }

  private static Evaluation jacobian(BaInput in) {
    CompiledBundleAdjustment model = new CompiledBundleAdjustment();
    BaProblem problem = BaProblem.of(in);
    SparseJacobian jacobian = new SparseJacobian(problem);
    return Evaluation.writing(() -> derivatives(model, problem, jacobian), jacobian::sample);
  }

  private static void derivatives(
      CompiledBundleAdjustment model, BaProblem problem, SparseJacobian jacobian) {
    jacobian.index();
    double[] values = jacobian.values();
    int observations = problem.observations();
    double[] dCamera = new double[11];
    double[] dPoint = new double[3];
    double[] dWeight = new double[1];
    for (int i = 0; i < observations; i++) {
      double[] camera = problem.cameras()[problem.cameraOf()[i]];
      double[] point = problem.points()[problem.pointOf()[i]];
      for (int axis = 0; axis < 2; axis++) {
        model.errorAlongGradientInto(
            camera,
            point,
            problem.weights()[i],
            problem.features()[i],
            axis,
            dCamera,
            dPoint,
            dWeight);
        int start = SparseJacobian.BLOCK * i + axis * SparseJacobian.ROW;
        System.arraycopy(dCamera, 0, values, start, 11);
        System.arraycopy(dPoint, 0, values, start + 11, 3);
        values[start + 14] = dWeight[0];
      }
    }
    for (int i = 0; i < observations; i++) {
      values[SparseJacobian.BLOCK * observations + i] =
          model.weightErrorGradient(problem.weights()[i]).weight();
    }
  }
}
