package dev.kiln.gradbench.eval;

import dev.kiln.gradbench.model.HandModel;

/**
 * The input of {@code ht}, with the suite's names.
 *
 * @param theta {@code [26]}, the pose
 * @param us {@code [n][2]}, places on triangles; empty where the points belong to vertices
 */
public record HtInput(double[] theta, Data data, double[][] us) {
  /**
   * What was measured, and of which hand.
   *
   * @param correspondences {@code [n]}, the triangle or vertex of each point
   * @param points {@code [n][3]}
   */
  public record Data(Model model, int[] correspondences, double[][] points) {}

  /** The suite's description of a hand; transforms are {@code [4][4]}. */
  public record Model(
      int[] parents,
      double[][][] baseRelatives,
      double[][][] inverseBaseAbsolutes,
      double[][] basePositions,
      double[][] weights,
      int[][] triangles,
      boolean isMirrored) {}

  /** The hand, with affine transforms. */
  HandModel hand() {
    Model model = data.model();
    return new HandModel(
        model.parents(),
        affine(model.baseRelatives()),
        affine(model.inverseBaseAbsolutes()),
        model.basePositions(),
        model.weights(),
        model.triangles(),
        model.isMirrored());
  }

  /** Without the last rows, which are 0, 0, 0, 1. */
  private static double[][] affine(double[][][] matrices) {
    double[][] result = new double[matrices.length][];
    for (int i = 0; i < matrices.length; i++) {
      double[][] matrix = matrices[i];
      result[i] = Rows.flatten(new double[][] {matrix[0], matrix[1], matrix[2]});
    }
    return result;
  }
}
