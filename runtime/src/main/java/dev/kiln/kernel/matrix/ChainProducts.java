package dev.kiln.kernel.matrix;

/**
 * Matrix products without copies: for small matrices, and for a vector times a matrix whose
 * elements are next to each other along the inner dimension. Eight chains of {@link Math#fma} take
 * turns, since each has to wait for its own last sum.
 */
final class ChainProducts {
  private static final int CHAINS = 8;

  private ChainProducts() {}

  // double, copied for float

  /** Writes the product. */
  static void doubles(MatrixView left, MatrixView right, MatrixView result) {
    double[] from = left.array().doubles();
    double[] by = right.array().doubles();
    double[] to = result.array().doubles();
    int together = right.columns() < CHAINS ? 1 : CHAINS;
    for (int row = 0; row < left.rows(); row++) {
      for (int next = 0; next < right.columns(); next += together) {
        // the last eight overlap those before, which gives the same bits once more
        int column = Math.min(next, right.columns() - together);
        if (together == 1) {
          double sum = 0.0;
          for (int k = 0; k < left.columns(); k++) {
            sum = Math.fma(from[left.at(row, k)], by[right.at(k, column)], sum);
          }
          to[result.at(row, column)] = sum;
        } else {
          int start = left.at(row, 0);
          eight(from, start, left, by, column, right, to, result.at(row, column), result);
        }
      }
    }
  }

  private static void eight(
      double[] from,
      int start,
      MatrixView left,
      double[] by,
      int column,
      MatrixView right,
      double[] to,
      int end,
      MatrixView result) {
    double sum0 = 0.0;
    double sum1 = 0.0;
    double sum2 = 0.0;
    double sum3 = 0.0;
    double sum4 = 0.0;
    double sum5 = 0.0;
    double sum6 = 0.0;
    double sum7 = 0.0;
    int step = right.columnStep();
    int at = right.at(0, column);
    int inner = left.columns();
    int rowStep = right.rowStep();
    int leftStep = left.columnStep();
    for (int k = 0; k < inner; k++) {
      double x = from[start + k * leftStep];
      sum0 = Math.fma(x, by[at], sum0);
      sum1 = Math.fma(x, by[at + step], sum1);
      sum2 = Math.fma(x, by[at + 2 * step], sum2);
      sum3 = Math.fma(x, by[at + 3 * step], sum3);
      sum4 = Math.fma(x, by[at + 4 * step], sum4);
      sum5 = Math.fma(x, by[at + 5 * step], sum5);
      sum6 = Math.fma(x, by[at + 6 * step], sum6);
      sum7 = Math.fma(x, by[at + 7 * step], sum7);
      at += rowStep;
    }
    int stride = result.columnStep();
    to[end] = sum0;
    to[end + stride] = sum1;
    to[end + 2 * stride] = sum2;
    to[end + 3 * stride] = sum3;
    to[end + 4 * stride] = sum4;
    to[end + 5 * stride] = sum5;
    to[end + 6 * stride] = sum6;
    to[end + 7 * stride] = sum7;
  }

  // copies

  /** Writes the product. */
  static void floats(MatrixView left, MatrixView right, MatrixView result) {
    float[] from = left.array().floats();
    float[] by = right.array().floats();
    float[] to = result.array().floats();
    int together = right.columns() < CHAINS ? 1 : CHAINS;
    for (int row = 0; row < left.rows(); row++) {
      for (int next = 0; next < right.columns(); next += together) {
        // the last eight overlap those before, which gives the same bits once more
        int column = Math.min(next, right.columns() - together);
        if (together == 1) {
          float sum = 0f;
          for (int k = 0; k < left.columns(); k++) {
            sum = Math.fma(from[left.at(row, k)], by[right.at(k, column)], sum);
          }
          to[result.at(row, column)] = sum;
        } else {
          int start = left.at(row, 0);
          eight(from, start, left, by, column, right, to, result.at(row, column), result);
        }
      }
    }
  }

  private static void eight(
      float[] from,
      int start,
      MatrixView left,
      float[] by,
      int column,
      MatrixView right,
      float[] to,
      int end,
      MatrixView result) {
    float sum0 = 0f;
    float sum1 = 0f;
    float sum2 = 0f;
    float sum3 = 0f;
    float sum4 = 0f;
    float sum5 = 0f;
    float sum6 = 0f;
    float sum7 = 0f;
    int step = right.columnStep();
    int at = right.at(0, column);
    int inner = left.columns();
    int rowStep = right.rowStep();
    int leftStep = left.columnStep();
    for (int k = 0; k < inner; k++) {
      float x = from[start + k * leftStep];
      sum0 = Math.fma(x, by[at], sum0);
      sum1 = Math.fma(x, by[at + step], sum1);
      sum2 = Math.fma(x, by[at + 2 * step], sum2);
      sum3 = Math.fma(x, by[at + 3 * step], sum3);
      sum4 = Math.fma(x, by[at + 4 * step], sum4);
      sum5 = Math.fma(x, by[at + 5 * step], sum5);
      sum6 = Math.fma(x, by[at + 6 * step], sum6);
      sum7 = Math.fma(x, by[at + 7 * step], sum7);
      at += rowStep;
    }
    int stride = result.columnStep();
    to[end] = sum0;
    to[end + stride] = sum1;
    to[end + 2 * stride] = sum2;
    to[end + 3 * stride] = sum3;
    to[end + 4 * stride] = sum4;
    to[end + 5 * stride] = sum5;
    to[end + 6 * stride] = sum6;
    to[end + 7 * stride] = sum7;
  }

  // end of copies
}
