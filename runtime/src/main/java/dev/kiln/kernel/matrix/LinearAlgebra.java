package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Creation;
import java.util.Arrays;

/**
 * Factorisations and solutions for the matrices in the last two dimensions, each in double and
 * rounded once. Sums go along the row of a factor, from its first element on. Golub and Van Loan,
 * Matrix Computations, 4th edition, sections 3.1, 3.4 and 4.2.
 */
public final class LinearAlgebra {
  private LinearAlgebra() {}

  /**
   * The lower triangular L with {@code L L^T = (A + A^T) / 2}, row by row.
   *
   * @throws IllegalArgumentException if a matrix is not positive definite
   */
  public static NdArray cholesky(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] a = doubles(operand);
    double[] factor = new double[a.length];
    for (int start = 0; start < a.length; start += n * n) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = (a[start + i * n + j] + a[start + j * n + i]) / 2;
          for (int k = 0; k < j; k++) {
            sum -= factor[start + i * n + k] * factor[start + j * n + k];
          }
          if (i == j && !(sum > 0)) {
            throw new IllegalOperandException(
                "cholesky: a matrix of " + operand.typeText() + " is not positive definite");
          }
          factor[start + i * n + j] = i == j ? Math.sqrt(sum) : sum / factor[start + j * n + j];
        }
      }
    }
    return of(operand.dtype(), operand.shape(), factor);
  }

  /**
   * The solution X of {@code A X = B}, or of {@code A^T X = B} where {@code transposed}, by
   * substitution. Only the triangle of A that {@code lower} says is read.
   */
  public static NdArray triangularSolve(
      NdArray matrix, NdArray right, boolean lower, boolean transposed) {
    int n = matrix.shape().size(-1);
    int columns = right.shape().size(-1);
    double[] a = doubles(matrix);
    double[] x = doubles(right).clone();
    int rowStride = transposed ? 1 : n;
    int columnStride = transposed ? n : 1;
    boolean forward = lower != transposed;
    int batches = n == 0 ? 0 : a.length / (n * n);
    for (int batch = 0; batch < batches; batch++) {
      int at = batch * n * n;
      int to = batch * n * columns;
      for (int step = 0; step < n; step++) {
        int i = forward ? step : n - 1 - step;
        for (int c = 0; c < columns; c++) {
          double sum = x[to + i * columns + c];
          for (int before = 0; before < step; before++) {
            int k = forward ? before : n - 1 - before;
            sum -= a[at + i * rowStride + k * columnStride] * x[to + k * columns + c];
          }
          x[to + i * columns + c] = sum / a[at + i * (n + 1)];
        }
      }
    }
    return of(right.dtype(), right.shape(), x);
  }

  /**
   * The solution X of {@code A X = B}, by elimination with row exchanges.
   *
   * @throws IllegalArgumentException if a matrix is singular
   */
  public static NdArray solve(NdArray matrix, NdArray right) {
    int n = matrix.shape().size(-1);
    int columns = right.shape().size(-1);
    double[] x = doubles(right).clone();
    double[] a = doubles(matrix).clone();
    int batches = n == 0 ? 0 : a.length / (n * n);
    for (int batch = 0; batch < batches; batch++) {
      int to = batch * n * columns;
      Elimination factors = new Elimination(a, batch * n * n, n);
      if (factors.isSingular()) {
        throw new IllegalOperandException(
            "solve: a matrix of " + matrix.typeText() + " is singular");
      }
      factors.solve(Arrays.copyOfRange(x, to, to + n * columns), columns, x, to);
    }
    return of(right.dtype(), right.shape(), x);
  }

  /** The determinants, as products of the pivots. */
  public static NdArray determinant(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] a = doubles(operand).clone();
    int[] sizes = operand.shape().toArray();
    TensorShape shape = TensorShape.of(Arrays.copyOf(sizes, sizes.length - 2));
    double[] result = new double[shape.elements()];
    for (int batch = 0; batch < result.length; batch++) {
      result[batch] = new Elimination(a, batch * n * n, n).determinant();
    }
    return of(operand.dtype(), shape, result);
  }

  /**
   * The signs of the determinants and the logarithms of their absolute values, along a last axis:
   * sums of the logarithms of the pivots, from the first on.
   */
  public static NdArray signAndLogDeterminant(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] a = doubles(operand).clone();
    int[] sizes = Arrays.copyOf(operand.shape().toArray(), operand.shape().rank() - 1);
    sizes[sizes.length - 1] = 2;
    TensorShape shape = TensorShape.of(sizes);
    double[] result = new double[shape.elements()];
    for (int batch = 0; 2 * batch < result.length; batch++) {
      new Elimination(a, batch * n * n, n).signAndLog(result, 2 * batch);
    }
    return of(operand.dtype(), shape, result);
  }

  /** {@code j - i <= diagonal} where {@code lower}, else {@code >=}; zero elsewhere. */
  public static NdArray triangle(NdArray operand, boolean lower, int diagonal) {
    int rows = operand.shape().size(-2);
    int columns = operand.shape().size(-1);
    boolean[] kept = new boolean[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        kept[i * columns + j] = lower ? j - i <= diagonal : j - i >= diagonal;
      }
    }
    NdArray mask = NdArray.of(TensorShape.of(rows, columns), kept);
    return Arithmetic.where(mask, operand, Creation.zeros(operand.dtype()));
  }

  private static double[] doubles(NdArray array) {
    return Creation.cast(array, DType.FLOAT64).doubles();
  }

  private static NdArray of(DType dtype, TensorShape shape, double... elements) {
    return Creation.cast(NdArray.of(shape, elements), dtype);
  }
}
