package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.CompiledKMeans;
import java.util.Arrays;
import java.util.Map;

/** {@code kmeans}: the cost, and the direction of Newton's method. */
public final class KMeansEval {
  private KMeansEval() {}

  /** The eval. */
  public static Eval<KMeansInput> create() {
    return new Eval<>(
        "kmeans",
        KMeansInput.class,
        Map.of("cost", KMeansEval::cost, "dir", KMeansEval::direction));
  }

  private static Evaluation cost(KMeansInput in) {
    CompiledKMeans model = new CompiledKMeans();
    return Evaluation.of(() -> model.cost(in.points(), in.centroids()));
  }

  /**
   * The gradient divided by the diagonal of the Hessian, which is the product of the Hessian and
   * ones: the cost has no second derivatives that mix numbers.
   */
  private static Evaluation direction(KMeansInput in) {
    CompiledKMeans model = new CompiledKMeans();
    double[][] ones = new double[in.centroids().length][in.centroids()[0].length];
    for (double[] row : ones) {
      Arrays.fill(row, 1);
    }
    return Evaluation.of(
        () -> {
          CompiledKMeans.CostHvp derivatives = model.costHvp(in.points(), in.centroids(), ones);
          double[][] direction = derivatives.centroids();
          double[][] diagonal = derivatives.centroidsProduct();
          for (int i = 0; i < direction.length; i++) {
            for (int j = 0; j < direction[i].length; j++) {
              direction[i][j] /= diagonal[i][j];
            }
          }
          return direction;
        });
  }
}
