package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;

/**
 * Singular values of the matrices in the last two dimensions, in double and rounded once, by
 * rotations of pairs of columns: Golub and Van Loan, Matrix Computations, 4th edition, section
 * 8.6.3, cyclic by rows.
 */
public final class SingularValues {
  private static final int SWEEPS = 60;

  /** Columns whose product is less, relative to their lengths, are orthogonal. */
  private static final double ORTHOGONAL = 0x1p-52;

  private final int rows;
  private final int columns;

  /** The matrix, which has at least as many rows as columns; then U. */
  private final double[] left;

  private final double[] right;
  private final double[] values;

  private SingularValues(double[] matrix, int start, int rows, int columns, boolean transposed) {
    this.rows = rows;
    this.columns = columns;
    left = new double[rows * columns];
    right = new double[columns * columns];
    values = new double[columns];
    double scale = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double element = matrix[start + (transposed ? j * rows + i : i * columns + j)];
        left[i * columns + j] = element;
        scale = Math.max(scale, Math.abs(element));
      }
    }
    // a power of two, so that no square overflows or vanishes
    int exponent = scale > 0 && scale < 1 / 0.0 ? Math.getExponent(scale) : 0;
    for (int i = 0; i < left.length; i++) {
      left[i] = Math.scalb(left[i], -exponent);
    }
    for (int j = 0; j < columns; j++) {
      right[j * (columns + 1)] = 1;
    }
    rotate();
    sort();
    for (int j = 0; j < columns; j++) {
      normalise(j);
    }
    for (int j = 0; j < columns; j++) {
      values[j] = Math.scalb(values[j], exponent);
    }
  }

  private void rotate() {
    boolean rotated = true;
    for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
      rotated = false;
      for (int p = 0; p < columns; p++) {
        for (int q = p + 1; q < columns; q++) {
          double first = product(p, p);
          double second = product(q, q);
          double both = product(p, q);
          if (Math.abs(both) <= ORTHOGONAL * Math.sqrt(first) * Math.sqrt(second)) {
            continue;
          }
          rotated = true;
          double ratio = (second - first) / (2 * both);
          double tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
          double cosine = 1 / Math.hypot(1, tangent);
          turn(left, rows, p, q, cosine, tangent * cosine);
          turn(right, columns, p, q, cosine, tangent * cosine);
        }
      }
    }
    for (int j = 0; j < columns; j++) {
      values[j] = Math.sqrt(product(j, j));
    }
  }

  private double product(int p, int q) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += left[i * columns + p] * left[i * columns + q];
    }
    return sum;
  }

  private void turn(double[] in, int count, int p, int q, double cosine, double sine) {
    for (int i = 0; i < count; i++) {
      double x = in[i * columns + p];
      double y = in[i * columns + q];
      in[i * columns + p] = cosine * x - sine * y;
      in[i * columns + q] = sine * x + cosine * y;
    }
  }

  private void sort() {
    for (int j = 0; j < columns; j++) {
      int greatest = j;
      for (int k = j + 1; k < columns; k++) {
        greatest = values[k] > values[greatest] ? k : greatest;
      }
      if (greatest != j) {
        double kept = values[j];
        values[j] = values[greatest];
        values[greatest] = kept;
        turn(left, rows, j, greatest, 0, -1);
        turn(right, columns, j, greatest, 0, -1);
      }
    }
  }

  /** Makes column {@code j} of U one of length 1; orthogonal to those before where it is zero. */
  private void normalise(int j) {
    int greatest = 0;
    for (int i = 0; i < columns; i++) {
      greatest =
          Math.abs(right[i * columns + j]) > Math.abs(right[greatest * columns + j]) ? i : greatest;
    }
    double sign = right[greatest * columns + j] < 0 ? -1 : 1;
    for (int i = 0; i < columns; i++) {
      right[i * columns + j] *= sign;
    }
    boolean isNull = values[j] <= ORTHOGONAL * ORTHOGONAL * values[0];
    for (int unit = 0; unit < rows && isNull && !complete(j, unit); unit++) {}
    double length = isNull ? 1 : sign * values[j];
    for (int i = 0; i < rows; i++) {
      left[i * columns + j] /= length;
    }
  }

  /** Makes a unit vector orthogonal to the columns before, unless it depends on them. */
  private boolean complete(int j, int unit) {
    for (int i = 0; i < rows; i++) {
      left[i * columns + j] = i == unit ? 1 : 0;
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int k = 0; k < j; k++) {
        double share = product(k, j);
        for (int i = 0; i < rows; i++) {
          left[i * columns + j] -= share * left[i * columns + k];
        }
      }
    }
    double length = Math.sqrt(product(j, j));
    for (int i = 0; i < rows; i++) {
      left[i * columns + j] /= length;
    }
    return length * length * rows > 0.5; // of one unit vector at least
  }

  /**
   * The rows of U, of V and of the singular values, one below the other: {@code A = U diag(s) V^T},
   * the values descending, the component of greatest absolute value in each column of V positive
   * (of U where A has more columns than rows).
   *
   * @param operand {@code [.., m, n]}
   * @return {@code [.., m + n + 1, min(m, n)]}
   */
  public static NdArray packed(NdArray operand) {
    int m = operand.shape().size(-2);
    int n = operand.shape().size(-1);
    int k = Math.min(m, n);
    int[] sizes = operand.shape().toArray();
    sizes[sizes.length - 2] = m + n + 1;
    sizes[sizes.length - 1] = k;
    TensorShape shape = TensorShape.of(sizes);
    double[] matrices = doubles(operand);
    double[] result = new double[shape.elements()];
    int size = (m + n + 1) * k;
    for (int to = 0, at = 0; to < result.length; to += size, at += m * n) {
      SingularValues factors = of(matrices, at, m, n);
      double[] u = m < n ? factors.right : factors.left;
      double[] v = m < n ? factors.left : factors.right;
      System.arraycopy(u, 0, result, to, m * k);
      System.arraycopy(v, 0, result, to + m * k, n * k);
      System.arraycopy(factors.values, 0, result, to + (m + n) * k, k);
    }
    return Creation.cast(NdArray.of(shape, result), operand.dtype());
  }

  /**
   * The pseudoinverses, for which singular values count as zero that are not above the greatest
   * times the larger size times the distance of 1 and the next number of the dtype.
   */
  public static NdArray pseudoInverse(NdArray operand) {
    int m = operand.shape().size(-2);
    int n = operand.shape().size(-1);
    int k = Math.min(m, n);
    int[] sizes = operand.shape().toArray();
    sizes[sizes.length - 2] = n;
    sizes[sizes.length - 1] = m;
    double[] matrices = doubles(operand);
    double[] result = new double[matrices.length];
    double smallest = Math.max(m, n) * (operand.dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52);
    for (int at = 0; at < matrices.length; at += m * n) {
      SingularValues factors = of(matrices, at, m, n);
      double[] u = m < n ? factors.right : factors.left;
      double[] v = m < n ? factors.left : factors.right;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < m; j++) {
          double sum = 0;
          for (int c = 0; c < k && !(factors.values[c] <= smallest * factors.values[0]); c++) {
            sum += v[i * k + c] * u[j * k + c] / factors.values[c];
          }
          result[at + i * m + j] = sum;
        }
      }
    }
    return Creation.cast(NdArray.of(TensorShape.of(sizes), result), operand.dtype());
  }

  private static SingularValues of(double[] matrices, int at, int m, int n) {
    return new SingularValues(matrices, at, Math.max(m, n), Math.min(m, n), m < n);
  }

  private static double[] doubles(NdArray array) {
    return Creation.cast(array, DType.FLOAT64).doubles();
  }
}
