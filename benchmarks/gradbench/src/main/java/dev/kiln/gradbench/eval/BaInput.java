package dev.kiln.gradbench.eval;

import java.util.Arrays;

/**
 * The input of {@code ba}, with the suite's names. The suite sends one camera, one point, one
 * weight and one feature, to be repeated; every observation is computed for itself nevertheless.
 *
 * @param n how many cameras
 * @param m how many points
 * @param p how many observations; observation {@code i} is of point {@code i mod m} by camera
 *     {@code i mod n}
 * @param cam {@code [11]}
 * @param x {@code [3]}
 * @param w the weight
 * @param feat {@code [2]}
 */
public record BaInput(int n, int m, int p, double[] cam, double[] x, double w, double[] feat) {
  double[][] cameras() {
    return repeat(cam, n);
  }

  double[][] points() {
    return repeat(x, m);
  }

  double[] weights() {
    double[] weights = new double[p];
    Arrays.fill(weights, w);
    return weights;
  }

  double[][] features() {
    return repeat(feat, p);
  }

  private static double[][] repeat(double[] row, int times) {
    double[][] rows = new double[times][];
    for (int i = 0; i < times; i++) {
      rows[i] = row.clone();
    }
    return rows;
  }
}
