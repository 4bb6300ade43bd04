package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledKMeans;
import java.util.Map;

/** {@code kmeans}: the cost, and the direction of Newton's method. */
public final class KMeansEval {
  private KMeansEval() {}

  /** The eval. */
  public static Eval<KMeansInput> create() {
    return new Eval<>("kmeans", KMeansInput.class, Map.of("cost", KMeansEval::cost));
  }

  private static Evaluation cost(KMeansInput in) {
    CompiledKMeans model = new CompiledKMeans();
    return Evaluation.of(() -> model.cost(in.points(), in.centroids()));
  }
}
