package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Factors and functions of matrices: what defines them, closed forms, and special matrices. */
class MatrixFunctionsTest {
  private static final double EPS = 1e-13;

  @Test
  void orthogonalFactors() {
    int[][] shapes = {{1, 1}, {4, 3}, {3, 3}, {2, 5, 2}, {2, 0, 0}, {3, 0}, {0, 3, 2}};
    for (int[] shape : shapes) {
      Tensor x = TensorCase.values(3, shape);
      Tensor q = x.qrQ();
      Tensor r = x.qrR();
      assertClose(x, q.matmul(r));
      int n = shape[shape.length - 1];
      assertClose(
          Tensor.eye(DType.FLOAT64, n).add(q.transpose().matmul(q).multiply(0)),
          q.transpose().matmul(q));
      assertTrue(r.diagonal().greaterEqual(0).all().toBoolean());
      assertTrue(r.lowerTriangle(-1).equalTo(0).all().toBoolean());
    }
    // the example of Wikipedia, QR decomposition, with positive diagonal
    Tensor x = Tensor.of(new double[] {12, -51, 4, 6, 167, -68, -4, 24, -41}, 3, 3);
    assertClose(
        Tensor.of(new double[] {14, 21, -14, 0, 175, -70, 0, 0, 35}, 3, 3).divide(1), x.qrR());
    Tensor deficient = Tensor.of(new double[] {1, 2, 2, 4, 3, 6}, 3, 2);
    Tensor q = deficient.qrQ();
    assertClose(Tensor.eye(DType.FLOAT64, 2), q.transpose().matmul(q));
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 3, 2);
    assertClose(Tensor.eye(DType.FLOAT64, 3, 2), zeros.qrQ());
    assertEquals(
        "qr expects at least as many rows as columns, not shape [2, 3]",
        Observation.message(
            assertThrows(
                IllegalArgumentException.class, () -> Tensor.zeros(DType.FLOAT64, 2, 3).qrQ())));
  }

  @Test
  void leastSquaresSolveTheNormalEquations() {
    Tensor x = TensorCase.values(4, 2, 5, 3);
    Tensor b = TensorCase.values(5, 2, 5, 2);
    Tensor residual = x.matmul(x.lstsq(b)).subtract(b);
    assertClose(Tensor.zeros(DType.FLOAT64, 2, 3, 2), x.transpose().matmul(residual));
    // the line through (0, 1), (1, 3), (2, 4), (3, 4): intercept 1.5, slope 1
    Tensor line = Tensor.of(new double[] {1, 0, 1, 1, 1, 2, 1, 3}, 4, 2);
    Tensor y = Tensor.of(new double[] {1, 3, 4, 4}, 4, 1);
    assertClose(Tensor.of(new double[] {1.5, 1}, 2, 1), line.lstsq(y));
  }

  @Test
  void eigenvaluesAndVectors() {
    for (int[] shape : new int[][] {{1, 1}, {2, 2}, {2, 5, 5}, {0, 0}, {2, 0, 0}, {12, 12}}) {
      Tensor any = TensorCase.values(6, shape);
      Tensor x = any.add(any.transpose());
      Tensor values = x.eigvalsh();
      Tensor vectors = x.eighVectors();
      assertClose(vectors.multiply(values.unsqueeze(-2)), x.matmul(vectors));
      Tensor gram = vectors.transpose().matmul(vectors);
      assertClose(gram.multiply(0).add(Tensor.eye(DType.FLOAT64, x.dim(-1))), gram);
      assertTrue(values.sort(-1, false).sameElements(values));
      assertClose(x.trace(), values.sum(-1));
    }
    // of the second difference: 2 - 2 cos(k pi / (n + 1))
    int n = 6;
    Tensor ones = Tensor.ones(DType.FLOAT64, n, n);
    Tensor difference =
        Tensor.eye(DType.FLOAT64, n).multiply(3).subtract(ones.lowerTriangle(1).upperTriangle(-1));
    double[] expected = new double[n];
    for (int k = 0; k < n; k++) {
      expected[k] = 2 - 2 * Math.cos((k + 1) * Math.PI / (n + 1));
    }
    assertClose(Tensor.of(expected), difference.eigvalsh());
    Tensor skew = Tensor.of(new double[] {1, 5, -5, 2}, 2, 2);
    assertArrayEquals(new double[] {1, 2}, skew.eigvalsh().toDoubleArray());
    assertArrayEquals(new double[] {1, 0, 0, 1}, skew.eighVectors().toDoubleArray());
    Tensor huge = Tensor.of(new double[] {1e200, 1e200, 1e200, 1e200}, 2, 2);
    assertEquals(2e200, huge.eigvalsh().getDouble(1), 1e187);
    assertTrue(Tensor.full(DType.FLOAT64, Double.NaN, 3, 3).eigvalsh().isNaN().any().toBoolean());
  }

  @Test
  void exponentials() {
    double t = 0.7;
    Tensor turn = Tensor.of(new double[] {0, -t, t, 0}, 2, 2);
    double[] turned = {Math.cos(t), -Math.sin(t), Math.sin(t), Math.cos(t)};
    assertClose(Tensor.of(turned, 2, 2), turn.matrixExp());
    Tensor nilpotent = Tensor.of(new double[] {0, 2, 5, 0, 0, 3, 0, 0, 0}, 3, 3);
    assertClose(Tensor.of(new double[] {1, 2, 8, 0, 1, 3, 0, 0, 1}, 3, 3), nilpotent.matrixExp());
    Tensor line = Tensor.of(new double[] {-1, 0.5, 20});
    Tensor exponential = line.diagEmbed().matrixExp();
    assertClose(Tensor.ones(DType.FLOAT64, 3), exponential.diagonal().divide(line.exp()));
    assertClose(Tensor.eye(DType.FLOAT64, 2), Tensor.zeros(DType.FLOAT64, 2, 2).matrixExp());
    // Moler and Van Loan, Nineteen Dubious Ways, 1978: the eigenvalues are -1 and -17
    Tensor stiff = Tensor.of(new double[] {-49, 24, -64, 31}, 2, 2);
    double a = Math.exp(-1);
    double b = Math.exp(-17);
    double[] known = {3 * b - 2 * a, 1.5 * a - 1.5 * b, 4 * b - 4 * a, 3 * a - 2 * b};
    assertClose(Tensor.of(known, 2, 2), stiff.matrixExp());
    Tensor many = TensorCase.values(7, 3, 2, 4, 4);
    Tensor both = many.matrixExp().matmul(many.negate().matrixExp());
    assertClose(both.multiply(0).add(Tensor.eye(DType.FLOAT64, 4)), both);
    assertEquals("[0, 0]", Tensor.zeros(DType.FLOAT64, 0, 0).matrixExp().shape().toString());
    assertTrue(
        Tensor.full(DType.FLOAT64, 1 / 0.0, 2, 2).matrixExp().isFinite().not().all().toBoolean());
    Tensor floats = turn.cast(DType.FLOAT32).matrixExp();
    assertEquals(DType.FLOAT32, floats.dtype());
  }

  @Test
  void derivatives() {
    Tensor any = TensorCase.values(8, 3, 3);
    Tensor distinct = any.multiply(0.2).add(Tensor.of(new double[] {1, 2.5, 4}).diagEmbed());
    FiniteDifferences.check(x -> x.get(0).qrR(), List.of(distinct));
    FiniteDifferences.check(
        x -> x.get(0).lstsq(x.get(1)), List.of(tall(), TensorCase.values(2, 3, 1)));
    // what does not depend on the choice of vectors, through both
    FiniteDifferences.check(
        x -> {
          Tensor vectors = x.get(0).eighVectors();
          Tensor roots = x.get(0).eigvalsh().sqrt();
          return vectors.multiply(roots.unsqueeze(-2)).matmul(vectors.transpose());
        },
        List.of(distinct));
  }

  private static Tensor tall() {
    return Tensor.of(new double[] {2, 0.3, -0.5, 1.5, 0.7, 0.4}, 3, 2);
  }

  /** Eigenvalues that are equal have derivatives; of vectors the part that is infinite is 0. */
  @Test
  void derivativesWhereEigenvaluesAreEqual() {
    Tensor x = Tensor.eye(DType.FLOAT64, 2);
    try (Tape tape = Tape.open()) {
      Tensor sum = x.eigvalsh().sum();
      assertArrayEquals(
          new double[] {1, 0, 0, 1}, tape.gradient(sum, x).get(0).toDoubleArray(), 1e-15);
      Tensor vectors = x.eighVectors().sum();
      assertArrayEquals(new double[4], tape.gradient(vectors, x).get(0).toDoubleArray());
    }
  }

  /** The direction does not determine how the matrix is scaled. */
  @Test
  void derivativesInLargeDirections() {
    Tensor x = TensorCase.values(9, 3, 3);
    Tensor one = TensorCase.values(10, 3, 3);
    double scale = 0x1p60;
    assertTrue(pulled(x, one.multiply(scale)).sameElements(pulled(x, one).multiply(scale)));
    assertArrayEquals(new double[9], pulled(x, one.multiply(0)).toDoubleArray());
  }

  private static Tensor pulled(Tensor x, Tensor cotangent) {
    try (Tape tape = Tape.open()) {
      return tape.pullback(x.matrixExp(), cotangent, x).get(0);
    }
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    double scale =
        Math.max(1, expected.shape().elements() == 0 ? 0 : expected.abs().max().toDouble());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), EPS * scale);
  }
}
