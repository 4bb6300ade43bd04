package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledLstm;
import java.util.Map;

/** {@code lstm}: the loss and its gradient. */
public final class LstmEval {
  private LstmEval() {}

  /** The eval. */
  public static Eval<LstmInput> create() {
    return new Eval<>(
        "lstm",
        LstmInput.class,
        Map.of("objective", LstmEval::objective, "jacobian", LstmEval::jacobian));
  }

  private static Evaluation objective(LstmInput in) {
    CompiledLstm model = new CompiledLstm();
    return Evaluation.of(
        () -> model.objective(in.mainParams(), in.extraParams(), in.state(), in.sequence()));
  }

  private static Evaluation jacobian(LstmInput in) {
    CompiledLstm model = new CompiledLstm();
    double[][] mainParams = Rows.like(in.mainParams());
    double[][] extraParams = Rows.like(in.extraParams());
    return Evaluation.writing(
        () ->
            model.objectiveGradientInto(
                in.mainParams(),
                in.extraParams(),
                in.state(),
                in.sequence(),
                mainParams,
                extraParams),
        () -> Rows.flatten(mainParams, extraParams));
  }
}
