package dev.kiln.gradbench.baseline;

import dev.kiln.gradbench.eval.BaEval;
import dev.kiln.gradbench.eval.BaInput;
import dev.kiln.gradbench.eval.BaProblem;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import dev.kiln.gradbench.eval.GmmEval;
import dev.kiln.gradbench.eval.GmmInput;
import dev.kiln.gradbench.eval.LstmInput;
import dev.kiln.gradbench.eval.Rows;
import dev.kiln.gradbench.eval.SparseJacobian;
import dev.kiln.gradbench.model.BundleAdjustment;
import dev.kiln.gradbench.model.Gmm;
import dev.kiln.gradbench.model.Lstm;
import java.util.List;
import java.util.Map;

/** The evals with the objective as the user wrote it and the derivative written by hand. */
public final class BaselineEvals {
  private BaselineEvals() {}

  /** All of them. */
  public static List<Eval<?>> all() {
    return List.of(gmm(), ba(), lstm());
  }

  /** {@code gmm} by hand. */
  public static Eval<GmmInput> gmm() {
    return new Eval<>(
        "gmm",
        GmmInput.class,
        Map.of(
            "objective", BaselineEvals::gmmObjective,
            "jacobian", BaselineEvals::gmmJacobian));
  }

  private static Evaluation gmmObjective(GmmInput in) {
    Gmm model = new Gmm();
    return Evaluation.of(
        () -> model.objective(in.alpha(), in.mu(), in.q(), in.l(), in.x(), in.gamma(), in.m()));
  }

  private static Evaluation gmmJacobian(GmmInput in) {
    GmmReverse reverse = new GmmReverse(in.mu()[0].length, in.alpha().length);
    return Evaluation.writing(
        () -> reverse.run(in.alpha(), in.mu(), in.q(), in.l(), in.x(), in.gamma(), in.m()),
        () -> new GmmEval.Gradient(reverse.alpha(), reverse.mu(), reverse.q(), reverse.l()));
  }

  /** {@code ba} by hand. */
  public static Eval<BaInput> ba() {
    return new Eval<>(
        "ba",
        BaInput.class,
        Map.of(
            "objective",
            in -> BaEval.objective(new BundleAdjustment(), in),
            "jacobian",
            BaselineEvals::baJacobian));
  }

  private static Evaluation baJacobian(BaInput in) {
    BaProblem problem = BaProblem.of(in);
    SparseJacobian jacobian = new SparseJacobian(problem);
    ReprojectionJacobian block = new ReprojectionJacobian();
    return Evaluation.writing(() -> run(problem, block, jacobian), jacobian::sample);
  }

  private static void run(BaProblem problem, ReprojectionJacobian block, SparseJacobian result) {
    result.index();
    double[] values = result.values();
    int observations = problem.observations();
    for (int i = 0; i < observations; i++) {
      block.run(
          problem.cameras()[problem.cameraOf()[i]],
          problem.points()[problem.pointOf()[i]],
          problem.weights()[i],
          problem.features()[i],
          values,
          SparseJacobian.BLOCK * i);
    }
    for (int i = 0; i < observations; i++) {
      values[SparseJacobian.BLOCK * observations + i] = -2 * problem.weights()[i];
    }
  }

  /** {@code lstm} by hand. */
  public static Eval<LstmInput> lstm() {
    return new Eval<>(
        "lstm",
        LstmInput.class,
        Map.of(
            "objective", BaselineEvals::lstmObjective,
            "jacobian", BaselineEvals::lstmJacobian));
  }

  private static Evaluation lstmObjective(LstmInput in) {
    Lstm model = new Lstm();
    return Evaluation.of(
        () -> model.objective(in.mainParams(), in.extraParams(), in.state(), in.sequence()));
  }

  private static Evaluation lstmJacobian(LstmInput in) {
    LstmReverse reverse =
        new LstmReverse(in.state().length / 2, in.extraParams()[0].length, in.sequence().length);
    return Evaluation.writing(
        () -> reverse.run(in.mainParams(), in.extraParams(), in.state(), in.sequence()),
        () -> Rows.flatten(reverse.mainParams(), reverse.extraParams()));
  }
}
