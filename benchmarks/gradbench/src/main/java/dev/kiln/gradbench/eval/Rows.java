package dev.kiln.gradbench.eval;

/** Arrays of rows. */
public final class Rows {
  private Rows() {}

  /** All rows of the arrays, one after the other. */
  public static double[] flatten(double[][]... arrays) {
    int length = 0;
    for (double[][] array : arrays) {
      for (double[] row : array) {
        length += row.length;
      }
    }
    double[] result = new double[length];
    int position = 0;
    for (double[][] array : arrays) {
      for (double[] row : array) {
        System.arraycopy(row, 0, result, position, row.length);
        position += row.length;
      }
    }
    return result;
  }

  /** The numbers as rows of one length, which divides how many there are. */
  public static double[][] of(double[] numbers, int columns) {
    double[][] rows = new double[numbers.length / columns][columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(numbers, i * columns, rows[i], 0, columns);
    }
    return rows;
  }

  /** Zeros in rows of the same lengths. */
  public static double[][] like(double[][] rows) {
    double[][] zeros = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      zeros[i] = new double[rows[i].length];
    }
    return zeros;
  }
}
