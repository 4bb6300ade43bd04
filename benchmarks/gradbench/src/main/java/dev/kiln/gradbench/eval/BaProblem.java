package dev.kiln.gradbench.eval;

import java.util.stream.IntStream;

/**
 * The input of {@code ba}, repeated.
 *
 * @param cameras {@code [n][11]}
 * @param points {@code [m][3]}
 * @param weights {@code [p]}
 * @param features {@code [p][2]}
 * @param cameraOf {@code [p]}, the camera of each observation
 * @param pointOf {@code [p]}, the point of each observation
 */
public record BaProblem(
    double[][] cameras,
    double[][] points,
    double[] weights,
    double[][] features,
    int[] cameraOf,
    int[] pointOf) {

  /** The problem that an input describes. */
  public static BaProblem of(BaInput in) {
    return new BaProblem(
        in.cameras(),
        in.points(),
        in.weights(),
        in.features(),
        IntStream.range(0, in.p()).map(i -> i % in.n()).toArray(),
        IntStream.range(0, in.p()).map(i -> i % in.m()).toArray());
  }

  /** How many observations there are. */
  public int observations() {
    return weights.length;
  }
}
