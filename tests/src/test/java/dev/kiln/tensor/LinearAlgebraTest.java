package dev.kiln.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.testkit.run.Observation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Factorisations and solutions: known ones, and that they solve what they should. */
class LinearAlgebraTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(17);

  /** The example of the article "Cholesky decomposition" in Wikipedia. */
  @Test
  void aKnownCholeskyFactor() {
    Tensor a = Tensor.of(new double[][] {{4, 12, -16}, {12, 37, -43}, {-16, -43, 98}});
    double[] factor = {2, 0, 0, 6, 1, 0, -8, 5, 3};
    assertArrayEquals(factor, a.cholesky().toDoubleArray());
    assertEquals(Math.log(36), a.logDeterminant().toDoubleArray()[0], 1e-14);
  }

  @Test
  void factorsMultiplyToTheMatrix() {
    for (int n : new int[] {0, 1, 2, 5, 17}) {
      Tensor any = random(3, n, n);
      Tensor positive = any.matmul(any.transpose()).add(identity(n));
      Tensor factor = positive.cholesky();
      assertClose(positive, factor.matmul(factor.transpose()), 1e-12);
      assertClose(factor, factor.lowerTriangle(0), 0);
    }
  }

  @Test
  void solutionsSolve() {
    for (int n : new int[] {0, 1, 2, 5, 17}) {
      Tensor a = random(2, n, n).add(identity(n).multiply(3));
      Tensor b = random(2, n, 4);
      assertClose(b, a.matmul(a.solve(b)), 1e-11);
      assertClose(a.matmul(a.inverse()), a.inverse().matmul(a), 1e-10);
      Tensor positive = a.matmul(a.transpose());
      assertClose(b, positive.matmul(positive.choleskySolve(b)), 1e-8);
      for (boolean lower : new boolean[] {true, false}) {
        Tensor triangle = lower ? a.lowerTriangle(0) : a.upperTriangle(0);
        assertClose(b, triangle.matmul(a.triangularSolve(b, lower, false)), 1e-9);
        assertClose(b, triangle.transpose().matmul(a.triangularSolve(b, lower, true)), 1e-9);
      }
    }
  }

  @Test
  void zeroPivotsAreExchanged() {
    Tensor a = Tensor.of(new double[][] {{0, 1, 0}, {0, 0, 2}, {3, 0, 0}});
    Tensor b = Tensor.of(new double[][] {{1}, {4}, {9}});
    assertArrayEquals(new double[] {3, 1, 2}, a.solve(b).toDoubleArray());
    assertEquals(6, a.determinant().toDoubleArray()[0]);
  }

  @Test
  void determinantsAreExpansionsByCofactors() {
    for (int n = 0; n < 6; n++) {
      Tensor a = random(n, n);
      double[][] rows = new double[n][n];
      for (int i = 0; i < n * n; i++) {
        rows[i / n][i % n] = a.toDoubleArray()[i];
      }
      assertEquals(expanded(rows), a.determinant().toDoubleArray()[0], 1e-14);
    }
    Tensor singular = Tensor.of(new double[][] {{1, 2}, {2, 4}});
    assertEquals(0, Math.abs(singular.determinant().toDoubleArray()[0]));
  }

  @Test
  void diagonalsAndTraces() {
    Tensor a = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
    assertArrayEquals(new double[] {1, 4, 5, 8}, a.diagonal().toDoubleArray());
    assertArrayEquals(new double[] {5, 13}, a.trace().toDoubleArray());
    Tensor wide = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertArrayEquals(new int[] {1, 2, 0, 4, 5, 6}, wide.lowerTriangle(1).array().ints());
    assertArrayEquals(new int[] {0, 2, 3, 0, 0, 6}, wide.upperTriangle(1).array().ints());
  }

  /** Computed in double: the float result is the double one rounded. */
  @Test
  void floatsAreRoundedOnce() {
    Tensor a = random(4, 4).add(identity(4).multiply(3)).cast(DType.FLOAT32);
    Tensor b = random(4, 2).cast(DType.FLOAT32);
    Tensor wide = a.cast(DType.FLOAT64).solve(b.cast(DType.FLOAT64));
    assertArrayEquals(wide.cast(DType.FLOAT32).array().floats(), a.solve(b).array().floats());
  }

  @Test
  void refusals() {
    Tensor indefinite = Tensor.of(new double[][] {{1, 2}, {2, 1}});
    assertEquals(
        "cholesky: a matrix of f64[2, 2] is not positive definite",
        Observation.message(assertThrows(IllegalArgumentException.class, indefinite::cholesky)));
    Tensor singular = Tensor.of(new double[][] {{1, 2}, {2, 4}});
    assertEquals(
        "solve: a matrix of f64[2, 2] is singular",
        Observation.message(assertThrows(IllegalArgumentException.class, singular::inverse)));
    assertEquals(
        "cholesky expects square matrices, not shape [2, 3]",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> random(2, 3).cholesky())));
    assertEquals(
        "solve of f64[2, 2] expects columns in a tensor of its dtype and of shape [2] and one more"
            + " size, not f64[3, 1]",
        Observation.message(
            assertThrows(IllegalArgumentException.class, () -> indefinite.solve(random(3, 1)))));
  }

  private static double expanded(double[][] a) {
    if (a.length == 0) {
      return 1;
    }
    double sum = 0;
    for (int column = 0; column < a.length; column++) {
      double[][] minor = new double[a.length - 1][a.length - 1];
      for (int i = 1; i < a.length; i++) {
        for (int j = 0; j < a.length; j++) {
          if (j != column) {
            minor[i - 1][j < column ? j : j - 1] = a[i][j];
          }
        }
      }
      sum += (column % 2 == 0 ? 1 : -1) * a[0][column] * expanded(minor);
    }
    return sum;
  }

  private static Tensor identity(int n) {
    return Tensor.ones(DType.FLOAT64, n, n).lowerTriangle(0).upperTriangle(0);
  }

  private static Tensor random(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count *= size;
    }
    return Tensor.of(RANDOM.doubles(count, -1, 1).toArray(), sizes);
  }

  private static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance);
  }
}
