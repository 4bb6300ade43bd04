package dev.kiln.gradbench.eval;

import java.util.function.Supplier;

/** Central differences of fourth order. */
public final class FiniteDifferences {
  private static final double STEP = 1e-3;

  private FiniteDifferences() {}

  /**
   * The derivatives of all results with respect to one element of an array, which is changed for a
   * while.
   */
  public static double[] column(Supplier<double[]> function, double[] array, int index) {
    double[] far = difference(function, array, index, 2 * STEP);
    double[] near = difference(function, array, index, STEP);
    double[] result = new double[near.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (4 * near[i] - far[i]) / 3;
    }
    return result;
  }

  private static double[] difference(
      Supplier<double[]> function, double[] array, int index, double step) {
    double old = array[index];
    array[index] = old + step;
    double[] above = function.get().clone();
    array[index] = old - step;
    double[] below = function.get().clone();
    array[index] = old;
    double[] result = new double[above.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (above[i] - below[i]) / (2 * step);
    }
    return result;
  }

  /** The gradient with respect to all elements of all rows. */
  public static double[][] gradient(Supplier<Double> function, double[]... rows) {
    double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      result[row] = new double[rows[row].length];
      for (int i = 0; i < rows[row].length; i++) {
        result[row][i] = column(() -> new double[] {function.get()}, rows[row], i)[0];
      }
    }
    return result;
  }
}
