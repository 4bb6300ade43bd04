package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Derivatives that are given as a matrix, a row for each number. */
final class Matrices {
  private static final List<String> FORMS =
      List.of(
          "Jacobian",
          "JacobianInto",
          "Hessian",
          "HessianInto",
          "HessianDiagonal",
          "HessianDiagonalInto");

  private Matrices() {}

  /** Whether a form of derivative gives nothing but a matrix, or its diagonal. */
  static boolean isMatrix(String suffix) {
    return FORMS.contains(suffix);
  }

  /** The numbers of all values, one after the other. */
  static List<Double> vector(Map<String, Object> values, List<String> names) {
    List<Double> vector = new ArrayList<>();
    names.forEach(name -> vector.addAll(Numbers.elements(values.get(name))));
    return vector;
  }

  /** Whether a matrix times a vector is another vector, but for rounding. */
  static boolean maps(
      double[][] matrix, List<Double> vector, List<Double> expected, double tolerance) {
    return maps(matrix, vector, expected, tolerance, false);
  }

  /** The same, but for elements that are not finite in one of both. */
  static boolean mapsWhereFinite(
      double[][] matrix, List<Double> vector, List<Double> expected, double tolerance) {
    return maps(matrix, vector, expected, tolerance, true);
  }

  private static boolean maps(
      double[][] matrix,
      List<Double> vector,
      List<Double> expected,
      double tolerance,
      boolean onlyFinite) {
    if (matrix.length != expected.size()) {
      return false;
    }
    for (int i = 0; i < matrix.length; i++) {
      if (matrix[i].length != vector.size()) {
        return false;
      }
      Slope row = new Slope(0, 0);
      for (int j = 0; j < matrix[i].length; j++) {
        double product = matrix[i][j] * vector.get(j);
        row = new Slope(row.value() + product, row.scale() + Math.abs(product));
      }
      boolean counts = !onlyFinite || row.isUsable() && Double.isFinite(expected.get(i));
      if (counts && !isClose(row, expected.get(i), tolerance)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClose(Slope row, double expected, double tolerance) {
    if (!row.isUsable() || !Double.isFinite(expected)) {
      return row.scale() > 1e12 || Double.isFinite(row.value()) == Double.isFinite(expected);
    }
    return row.isClose(new Slope(expected, Math.abs(expected)), tolerance);
  }

  /** Whether a matrix is its own transpose, but for rounding. */
  static boolean isSymmetric(double[][] matrix, double tolerance) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < i; j++) {
        Slope entry = new Slope(matrix[i][j], Math.abs(matrix[i][j]) + size(matrix[i]));
        if (!isClose(entry, matrix[j][i], tolerance)) {
          return false;
        }
      }
    }
    return true;
  }

  private static double size(double[] row) {
    double size = 0;
    for (double each : row) {
      size = Math.max(size, Math.abs(each));
    }
    return size;
  }

  static double[] diagonal(double[][] matrix) {
    double[] diagonal = new double[matrix.length];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = matrix[i][i];
    }
    return diagonal;
  }

  static String text(double[][] matrix) {
    return Arrays.deepToString(matrix);
  }
}
