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
    return Evaluation.of(
        () -> model.objectiveGradient(in.mainParams(), in.extraParams(), in.state(), in.sequence()),
        gradient -> Rows.flatten(gradient.mainParams(), gradient.extraParams()));
  }
}
