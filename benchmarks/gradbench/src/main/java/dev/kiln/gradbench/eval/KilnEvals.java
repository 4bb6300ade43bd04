package dev.kiln.gradbench.eval;

import java.util.List;

/** The evals with everything generated. */
public final class KilnEvals {
  private KilnEvals() {}

  /** All of them. */
  public static List<Eval<?>> all() {
    return List.of(
        HelloEval.create(),
        GmmEval.create(),
        BaEval.create(),
        LstmEval.create(),
        HtEval.create(),
        KMeansEval.create());
  }
}
