package dev.kiln.kernel.matrix;

/** The factors of a square matrix by elimination with row exchanges, written over it. */
final class Elimination {
  private final double[] matrix;
  private final int start;
  private final int n;

  /** The row that stands in the place of each. */
  private final int[] rows;

  private boolean isOdd;

  /** Factors the matrix that begins at {@code start}. */
  Elimination(double[] matrix, int start, int n) {
    this.matrix = matrix;
    this.start = start;
    this.n = n;
    this.rows = new int[n];
    for (int i = 0; i < n; i++) {
      rows[i] = i;
    }
    for (int k = 0; k < n; k++) {
      exchange(k, greatest(k));
      double pivot = at(k, k);
      for (int i = k + 1; i < n && pivot != 0; i++) {
        double factor = at(i, k) / pivot;
        matrix[start + i * n + k] = factor;
        for (int j = k + 1; j < n; j++) {
          matrix[start + i * n + j] -= factor * at(k, j);
        }
      }
    }
  }

  private double at(int i, int j) {
    return matrix[start + i * n + j];
  }

  private int greatest(int column) {
    int best = column;
    for (int i = column + 1; i < n; i++) {
      if (Math.abs(at(i, column)) > Math.abs(at(best, column))) {
        best = i;
      }
    }
    return best;
  }

  private void exchange(int i, int k) {
    if (i == k) {
      return;
    }
    for (int j = 0; j < n; j++) {
      double kept = at(i, j);
      matrix[start + i * n + j] = at(k, j);
      matrix[start + k * n + j] = kept;
    }
    int row = rows[i];
    rows[i] = rows[k];
    rows[k] = row;
    isOdd = !isOdd;
  }

  boolean isSingular() {
    for (int i = 0; i < n; i++) {
      if (at(i, i) == 0) {
        return true;
      }
    }
    return false;
  }

  double determinant() {
    double product = isOdd ? -1 : 1;
    for (int i = 0; i < n; i++) {
      product *= at(i, i);
    }
    return product;
  }

  /** Writes the sign of the determinant and the logarithm of its absolute value. */
  void signAndLog(double[] to, int at) {
    double sign = isOdd ? -1 : 1;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sign *= Math.signum(at(i, i));
      sum += StrictMath.log(Math.abs(at(i, i)));
    }
    to[at] = sign;
    to[at + 1] = sum;
  }

  /** Writes the solution for right-hand sides of {@code columns} columns at {@code to}. */
  void solve(double[] right, int columns, double[] solution, int to) {
    for (int c = 0; c < columns; c++) {
      for (int i = 0; i < n; i++) {
        double sum = right[rows[i] * columns + c];
        for (int k = 0; k < i; k++) {
          sum -= at(i, k) * solution[to + k * columns + c];
        }
        solution[to + i * columns + c] = sum;
      }
      for (int i = n - 1; i >= 0; i--) {
        double sum = solution[to + i * columns + c];
        for (int k = i + 1; k < n; k++) {
          sum -= at(i, k) * solution[to + k * columns + c];
        }
        solution[to + i * columns + c] = sum / at(i, i);
      }
    }
  }
}
