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
  @Differentiable(wrt = "centroids", modes = Differentiable.Mode.HESSIAN_VECTOR_PRODUCT)
  public double cost(double[][] points, double[][] centroids) {
    double[][] axes = transposed(centroids);
    double[] distances = new double[centroids.length];
    double cost = 0;
    for (int i = 0; i < points.length; i++) {
      squaredDistances(points[i], axes, distances);
      cost += squaredDistance(points[i], centroids[smallest(distances)]);
    }
    return cost;
  }

  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = rows[row][column];
      }
    }
    return columns;
  }

  /**
   * From one point to all centroids. The inner loop is over the centroids, since their sums do not
   * wait for each other.
   */
  private static void squaredDistances(double[] point, double[][] axes, double[] distances) {
    for (int j = 0; j < distances.length; j++) {
      distances[j] = 0;
    }
    for (int i = 0; i < point.length; i++) {
      addSquares(point[i], axes[i], distances);
    }
  }

  private static void addSquares(double coordinate, double[] axis, double[] distances) {
    for (int j = 0; j < distances.length; j++) {
      double difference = coordinate - axis[j];
      distances[j] += difference * difference;
    }
  }

  /** The index of the smallest number: an index has no derivative. */
  private static int smallest(double[] numbers) {
    int smallest = 0;
    for (int j = 1; j < numbers.length; j++) {
      if (numbers[j] < numbers[smallest]) {
        smallest = j;
      }
    }
    return smallest;
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
