package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** The cost of clusters: how far points are from their nearest centroids. */
@Model
public class KMeans {
  /**
   * The sum of the squared distances of all points to their nearest centroids.
   *
   * @param points {@code [n][d]}
   * @param centroids {@code [k][d]}
   */
  @Compute
  @Differentiable(wrt = "centroids")
  public double cost(double[][] points, double[][] centroids) {
    double cost = 0;
    for (int i = 0; i < points.length; i++) {
      double[] point = points[i];
      double nearest = Double.POSITIVE_INFINITY;
      for (int j = 0; j < centroids.length; j++) {
        nearest = Math.min(nearest, squaredDistance(point, centroids[j]));
      }
      cost += nearest;
    }
    return cost;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return sum;
  }
}
