package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import java.util.Arrays;

/**
 * Orthogonal factors, eigenvalues and exponentials of the matrices in the last two dimensions, each
 * in double and rounded once.
 */
public final class MatrixFunctions {
  private MatrixFunctions() {}

  /** The coefficients of the Padé approximant of degree 13 of the exponential. */
  private static final double[] PADE = {
    64764752532480000.0,
    32382376266240000.0,
    7771770303897600.0,
    1187353796428800.0,
    129060195264000.0,
    10559470521600.0,
    670442572800.0,
    33522128640.0,
    1323241920.0,
    40840800.0,
    960960.0,
    16380.0,
    182.0,
    1.0
  };

  /** The greatest norm for which it is accurate in double. */
  private static final double PADE_RADIUS = 5.371920351148152;

  private static final int SWEEPS = 60;

  /**
   * The Q of {@code A = Q R} with as many columns as A, orthonormal; R is upper triangular with a
   * diagonal that is not negative. By Householder reflections: Golub and Van Loan, Matrix
   * Computations, 4th edition, algorithm 5.2.1.
   *
   * @throws IllegalArgumentException if a matrix has fewer rows than columns
   */
  public static NdArray orthonormal(NdArray operand) {
    int rows = operand.shape().size(-2);
    int columns = operand.shape().size(-1);
    if (rows < columns) {
      throw new IllegalOperandException(
          "qr expects at least as many rows as columns, not shape " + operand.shape());
    }
    double[] matrices = doubles(operand);
    double[] result = new double[matrices.length];
    for (int start = 0; start < matrices.length; start += rows * columns) {
      double[] matrix = Arrays.copyOfRange(matrices, start, start + rows * columns);
      double[] reflections = new double[matrix.length];
      for (int k = 0; k < columns; k++) {
        double norm = 0;
        for (int i = k; i < rows; i++) {
          norm = Math.hypot(norm, matrix[i * columns + k]);
        }
        double head = matrix[k * columns + k];
        for (int i = k; i < rows; i++) {
          reflections[i * columns + k] = matrix[i * columns + k];
        }
        reflections[k * columns + k] += head < 0 ? -norm : norm;
        reflect(reflections, k, matrix, rows, columns);
      }
      double[] factor = new double[matrix.length];
      for (int k = 0; k < columns; k++) {
        factor[k * columns + k] = matrix[k * columns + k] < 0 ? -1 : 1;
      }
      for (int k = columns - 1; k >= 0; k--) {
        reflect(reflections, k, factor, rows, columns);
      }
      System.arraycopy(factor, 0, result, start, factor.length);
    }
    return of(operand, operand.shape(), result);
  }

  /** Replaces X by {@code X - 2 v v^T X / v^T v} for the v in column {@code k}. */
  private static void reflect(double[] reflections, int k, double[] to, int rows, int columns) {
    double square = 0;
    for (int i = k; i < rows; i++) {
      square += reflections[i * columns + k] * reflections[i * columns + k];
    }
    for (int j = 0; j < columns && square != 0; j++) {
      double sum = 0;
      for (int i = k; i < rows; i++) {
        sum += reflections[i * columns + k] * to[i * columns + j];
      }
      for (int i = k; i < rows; i++) {
        to[i * columns + j] -= 2 * sum / square * reflections[i * columns + k];
      }
    }
  }

  /** The eigenvalues of {@code (A + A^T) / 2}, ascending. */
  public static NdArray eigenvalues(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] matrices = doubles(operand);
    int[] sizes = operand.shape().toArray();
    TensorShape shape = TensorShape.of(Arrays.copyOf(sizes, sizes.length - 1));
    double[] result = new double[shape.elements()];
    for (int batch = 0; batch * n < result.length; batch++) {
      double[] matrix = symmetric(matrices, batch * n * n, n);
      diagonalise(matrix, n);
      for (int i = 0; i < n; i++) {
        result[batch * n + i] = matrix[i * (n + 1)];
      }
    }
    return of(operand, shape, result);
  }

  /**
   * The eigenvectors of {@code (A + A^T) / 2} as columns, in the order of {@link #eigenvalues},
   * each of length 1 and with a positive greatest component.
   */
  public static NdArray eigenvectors(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] matrices = doubles(operand);
    double[] result = new double[matrices.length];
    for (int start = 0; start < matrices.length; start += n * n) {
      double[] vectors = diagonalise(symmetric(matrices, start, n), n);
      for (int j = 0; j < n; j++) {
        int greatest = j;
        for (int at = j; at < n * n; at += n) {
          greatest = Math.abs(vectors[at]) > Math.abs(vectors[greatest]) ? at : greatest;
        }
        double sign = vectors[greatest] < 0 ? -1 : 1;
        for (int at = j; at < n * n; at += n) {
          result[start + at] = sign * vectors[at];
        }
      }
    }
    return of(operand, operand.shape(), result);
  }

  private static double[] symmetric(double[] matrices, int start, int n) {
    double[] matrix = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i * n + j] = (matrices[start + i * n + j] + matrices[start + j * n + i]) / 2;
      }
    }
    return matrix;
  }

  /**
   * Makes a symmetric matrix diagonal by rotations, its diagonal ascending, and returns the product
   * of the rotations: Golub and Van Loan, section 8.5, cyclic by rows.
   */
  private static double[] diagonalise(double[] matrix, int n) {
    double[] vectors = new double[n * n];
    for (int i = 0; i < n; i++) {
      vectors[i * (n + 1)] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; sweep < SWEEPS && rotated; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= rotate(matrix, vectors, p, q, n);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      int least = i;
      for (int k = i + 1; k < n; k++) {
        least = matrix[k * (n + 1)] < matrix[least * (n + 1)] ? k : least;
      }
      for (int row = 0; row < n && least != i; row++) {
        exchange(vectors, row * n + i, row * n + least);
      }
      exchange(matrix, i * (n + 1), least * (n + 1));
    }
    return vectors;
  }

  private static boolean rotate(double[] matrix, double[] vectors, int p, int q, int n) {
    double off = matrix[p * n + q];
    double first = matrix[p * (n + 1)];
    double second = matrix[q * (n + 1)];
    if (Math.abs(off) <= 0x1p-54 * Math.sqrt(Math.abs(first)) * Math.sqrt(Math.abs(second))
        || Math.abs(off) < Double.MIN_NORMAL) {
      return false;
    }
    double ratio = (second - first) / (2 * off);
    double tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
    double cosine = 1 / Math.hypot(1, tangent);
    double sine = tangent * cosine;
    for (int i = 0; i < n; i++) {
      turn(matrix, i * n + p, i * n + q, cosine, sine);
      turn(vectors, i * n + p, i * n + q, cosine, sine);
    }
    for (int j = 0; j < n; j++) {
      turn(matrix, p * n + j, q * n + j, cosine, sine);
    }
    matrix[p * n + q] = 0;
    matrix[q * n + p] = 0;
    return true;
  }

  private static void turn(double[] in, int first, int second, double cosine, double sine) {
    double x = in[first];
    double y = in[second];
    in[first] = cosine * x - sine * y;
    in[second] = sine * x + cosine * y;
  }

  private static void exchange(double[] in, int first, int second) {
    double kept = in[first];
    in[first] = in[second];
    in[second] = kept;
  }

  /**
   * The exponentials, by scaling and squaring: Higham, The Scaling and Squaring Method for the
   * Matrix Exponential Revisited, 2005, with degree 13 throughout.
   */
  public static NdArray exponential(NdArray operand) {
    int n = operand.shape().size(-1);
    double[] matrices = doubles(operand);
    double[] result = new double[matrices.length];
    for (int start = 0; start < matrices.length; start += n * n) {
      double[] one = exponential(Arrays.copyOfRange(matrices, start, start + n * n), n);
      System.arraycopy(one, 0, result, start, n * n);
    }
    return of(operand, operand.shape(), result);
  }

  /**
   * The derivatives of the exponentials in the given directions: the upper right block of the
   * exponential of {@code [[A, E], [0, A]]}. Higham, Functions of Matrices, 2008, section 3.2.
   */
  public static NdArray exponentialDerivative(NdArray operand, NdArray direction) {
    int n = operand.shape().size(-1);
    double[] matrices = doubles(operand);
    double[] directions = doubles(direction);
    double[] result = new double[matrices.length];
    for (int start = 0; start < matrices.length; start += n * n) {
      double[] moved = Arrays.copyOfRange(directions, start, start + n * n);
      double norm = norm(moved, n);
      // not to be what determines the scaling, a power of two
      double scale = norm > 0 && norm < 1 / 0.0 ? Math.scalb(1.0, Math.getExponent(norm)) : 1;
      double[] block = new double[4 * n * n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          block[i * 2 * n + j] = matrices[start + i * n + j];
          block[(n + i) * 2 * n + n + j] = matrices[start + i * n + j];
          block[i * 2 * n + n + j] = moved[i * n + j] / scale;
        }
      }
      double[] both = exponential(block, 2 * n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          result[start + i * n + j] = both[i * 2 * n + n + j] * scale;
        }
      }
    }
    return of(operand, operand.shape(), result);
  }

  private static double[] exponential(double[] matrix, int n) {
    int squarings = 0;
    double norm = norm(matrix, n);
    for (double rest = norm; rest > PADE_RADIUS && norm < 1 / 0.0; rest /= 2) {
      squarings++;
    }
    double[] a = new double[n * n];
    for (int i = 0; i < a.length; i++) {
      a[i] = Math.scalb(matrix[i], -squarings);
    }
    double[] a2 = product(a, a, n);
    double[] a4 = product(a2, a2, n);
    double[] a6 = product(a4, a2, n);
    double[] odd = product(a, polynomial(a2, a4, a6, 1, n), n);
    double[] even = polynomial(a2, a4, a6, 0, n);
    double[] right = new double[n * n];
    for (int i = 0; i < a.length; i++) {
      right[i] = even[i] + odd[i];
      even[i] -= odd[i];
    }
    double[] result = new double[n * n];
    new Elimination(even, 0, n).solve(right, n, result, 0);
    for (int i = 0; i < squarings; i++) {
      result = product(result, result, n);
    }
    return result;
  }

  /** The terms of odd or even degree, of the odd ones a factor taken out. */
  private static double[] polynomial(double[] a2, double[] a4, double[] a6, int odd, int n) {
    double[] high = new double[n * n];
    for (int i = 0; i < high.length; i++) {
      high[i] = PADE[12 + odd] * a6[i] + PADE[10 + odd] * a4[i] + PADE[8 + odd] * a2[i];
    }
    double[] sum = product(a6, high, n);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += PADE[6 + odd] * a6[i] + PADE[4 + odd] * a4[i] + PADE[2 + odd] * a2[i];
    }
    for (int i = 0; i < n; i++) {
      sum[i * (n + 1)] += PADE[odd];
    }
    return sum;
  }

  private static double[] product(double[] left, double[] right, int n) {
    double[] product = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = left[i * n + k];
        for (int j = 0; j < n; j++) {
          product[i * n + j] += factor * right[k * n + j];
        }
      }
    }
    return product;
  }

  /** The greatest sum of the absolute values of a column. */
  private static double norm(double[] matrix, int n) {
    double greatest = 0;
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += Math.abs(matrix[i * n + j]);
      }
      greatest = Math.max(greatest, sum);
    }
    return greatest;
  }

  private static double[] doubles(NdArray array) {
    return Creation.cast(array, DType.FLOAT64).doubles();
  }

  private static NdArray of(NdArray like, TensorShape shape, double... elements) {
    return Creation.cast(NdArray.of(shape, elements), like.dtype());
  }
}
