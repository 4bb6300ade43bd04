package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.IndexedValues;
import dev.kiln.tensor.Moments;
import dev.kiln.tensor.SignAndLog;
import dev.kiln.tensor.Svd;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods with several results: what defines them, known values, and derivatives. */
class SeveralResultsTest {
  private static final double EPS = 1e-13;

  @Test
  void ordersAndIndices() {
    Tensor x = Tensor.of(new double[] {3, 1, 2, 2, Double.NaN, 1}, 2, 3);
    IndexedValues sorted = x.sortWithIndices(1, false);
    assertTrue(sorted.values().sameElements(x.sort(1, false)));
    assertTrue(sorted.indices().sameElements(x.argSort(1, false)));
    IndexedValues top = x.topKWithIndices(2, -1);
    assertTrue(top.values().sameElements(x.topK(2, 1)));
    assertTrue(top.indices().sameElements(x.topKIndices(2, 1)));
    IndexedValues max = x.maxWithIndices(1);
    assertTrue(max.values().sameElements(x.max(1)));
    assertArrayEquals(new int[] {0, 1}, max.indices().toIntArray());
    IndexedValues min = x.slice(1, 0, 1).minWithIndices(0);
    assertArrayEquals(new double[] {2}, min.values().toDoubleArray());
    assertArrayEquals(new int[] {1}, min.indices().toIntArray());
    Tensor ints = Tensor.of(new int[] {4, 9, 4});
    assertEquals(1, ints.maxWithIndices(0).indices().toInt());
    assertEquals(0, ints.minWithIndices(0).indices().toInt());
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 0).maxWithIndices(1));
    // the cotangent goes to the element that is taken, as PyTorch's max(dim) gives it
    Tensor equal = Tensor.of(new double[] {5, 5, 1});
    try (Tape tape = Tape.open()) {
      Tensor slope = tape.gradient(equal.maxWithIndices(0).values(), equal).get(0);
      assertArrayEquals(new double[] {1, 0, 0}, slope.toDoubleArray());
    }
  }

  @Test
  void means() {
    Tensor x = TensorCase.values(1, 2, 3, 4);
    for (int[] axes : new int[][] {{}, {0}, {1, -1}, {0, 1, 2}}) {
      Moments moments = x.moments(axes);
      assertTrue(moments.mean().sameElements(x.mean(axes)));
      assertTrue(moments.variance().sameElements(x.variance(axes)));
    }
    FiniteDifferences.check(
        y -> y.get(0).moments(1).mean().multiply(y.get(0).moments(1).variance()), List.of(x));
  }

  @Test
  void factorsOfMatrices() {
    Tensor x = TensorCase.values(2, 2, 4, 3);
    assertTrue(x.qr().q().sameElements(x.qrQ()));
    assertTrue(x.qr().r().sameElements(x.qrR()));
    Tensor square = x.transpose().matmul(x);
    assertTrue(square.eigh().values().sameElements(square.eigvalsh()));
    assertTrue(square.eigh().vectors().sameElements(square.eighVectors()));
  }

  static Stream<Tensor> matrices() {
    Tensor deficient = TensorCase.values(3, 5, 2).matmul(TensorCase.values(4, 2, 4));
    return Stream.of(
        TensorCase.values(1, 1, 1),
        TensorCase.values(2, 4, 3),
        TensorCase.values(3, 3, 4),
        TensorCase.values(4, 2, 3, 5, 5),
        TensorCase.values(5, 12, 7).multiply(1e200),
        TensorCase.values(6, 7, 12).multiply(1e-200),
        deficient,
        deficient.transpose(),
        Tensor.zeros(DType.FLOAT64, 3, 2),
        Tensor.eye(DType.FLOAT64, 4),
        Tensor.ones(DType.FLOAT64, 3, 3),
        Tensor.zeros(DType.FLOAT64, 3, 0),
        Tensor.zeros(DType.FLOAT64, 0, 3),
        Tensor.zeros(DType.FLOAT64, 0, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void singularValuesDefineTheMatrix(Tensor x) {
    Svd factors = x.svd();
    int k = Math.min(x.dim(-2), x.dim(-1));
    assertClose(x, factors.u().multiply(factors.s().unsqueeze(-2)).matmul(factors.v().transpose()));
    for (Tensor each : List.of(factors.u(), factors.v())) {
      Tensor gram = each.transpose().matmul(each);
      assertClose(gram.multiply(0).add(Tensor.eye(DType.FLOAT64, k)), gram);
    }
    assertTrue(factors.s().greaterEqual(0).all().toBoolean());
    assertTrue(factors.s().sort(-1, true).sameElements(factors.s()));
    assertTrue(x.singularValues().sameElements(factors.s()));
  }

  /** What Moore and Penrose ask for. */
  @ParameterizedTest
  @MethodSource("matrices")
  void pseudoInversesAreThoseOfPenrose(Tensor x) {
    Tensor p = x.pinv();
    Tensor scaled = p.multiply(x.shape().elements() == 0 ? x.sum() : x.abs().max());
    Tensor unit =
        x.shape().elements() == 0 || x.abs().max().toDouble() == 0 ? x : x.divide(x.abs().max());
    assertClose(unit, unit.matmul(scaled).matmul(unit));
    assertClose(scaled, scaled.matmul(unit).matmul(scaled));
    Tensor left = unit.matmul(scaled);
    assertClose(left.transpose(), left);
    Tensor right = scaled.matmul(unit);
    assertClose(right.transpose(), right);
  }

  @Test
  void knownSingularValues() {
    // the example of Wikipedia, Singular value decomposition
    double[] elements = {1, 0, 0, 0, 2, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0};
    Tensor x = Tensor.of(elements, 4, 5);
    double[] expected = {3, Math.sqrt(5), 2, 0};
    assertArrayEquals(expected, x.singularValues().toDoubleArray(), 1e-15);
    assertEquals(3, x.matrixRank().toLong());
    assertEquals(Double.POSITIVE_INFINITY, x.conditionNumber().toDouble());
    // [[1, 1], [0, 1]]: the golden ratio and its inverse
    Tensor shear = Tensor.of(new double[] {1, 1, 0, 1}, 2, 2);
    double golden = (1 + Math.sqrt(5)) / 2;
    assertArrayEquals(
        new double[] {golden, 1 / golden}, shear.singularValues().toDoubleArray(), 1e-15);
    assertEquals(golden * golden, shear.conditionNumber().toDouble(), 1e-14);
    assertEquals(2, shear.cast(DType.FLOAT32).matrixRank().toLong());
    assertEquals(1, Tensor.ones(3, 4).matrixRank().toLong());
    assertEquals(0, Tensor.zeros(3, 4).matrixRank().toLong());
    Tensor row = Tensor.of(new double[] {3, 4}, 1, 2);
    assertArrayEquals(new double[] {0.12, 0.16}, row.pinv().toDoubleArray(), 1e-16);
    Tensor unknown = Tensor.full(DType.FLOAT64, Double.NaN, 2, 2);
    assertTrue(unknown.singularValues().isNaN().any().toBoolean());
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(3).svd());
    assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(DType.INT32, 3, 3).pinv());
  }

  @Test
  void derivativesOfDecompositions() {
    for (int[] shape : new int[][] {{3, 2}, {2, 3}, {2, 2, 2}}) {
      Tensor x = TensorCase.values(7, shape);
      FiniteDifferences.check(
          y -> {
            Svd factors = y.get(0).svd();
            Tensor scaled = factors.u().multiply(factors.s().square().unsqueeze(-2));
            return scaled.matmul(factors.v().transpose()).add(factors.s().sum());
          },
          List.of(x));
      FiniteDifferences.check(y -> y.get(0).pinv(), List.of(x));
      FiniteDifferences.check(y -> y.get(0).conditionNumber(), List.of(x));
    }
    // of rank 1 and stays so, where a factor is moved
    FiniteDifferences.check(
        y -> y.get(0).matmul(y.get(1)).pinv(),
        List.of(TensorCase.values(8, 3, 1), TensorCase.values(9, 1, 2)));
  }

  /** Of vectors the part that is infinite is left out; singular values have derivatives. */
  @Test
  void derivativesWhereSingularValuesAreEqual() {
    Tensor x = Tensor.eye(DType.FLOAT64, 2);
    try (Tape tape = Tape.open()) {
      assertArrayEquals(
          new double[] {1, 0, 0, 1},
          tape.gradient(x.singularValues().sum(), x).get(0).toDoubleArray(),
          1e-15);
      assertArrayEquals(
          new double[] {-1, 0, 0, -1},
          tape.gradient(x.pinv().trace(), x).get(0).toDoubleArray(),
          1e-15);
    }
  }

  @Test
  void signsAndLogarithmsOfDeterminants() {
    Tensor x = TensorCase.values(10, 3, 4, 4);
    SignAndLog both = x.signAndLogDeterminant();
    assertClose(x.determinant(), both.sign().multiply(both.log().exp()));
    SignAndLog large = Tensor.eye(DType.FLOAT64, 400).multiply(-1e3).signAndLogDeterminant();
    assertEquals(1, large.sign().toDouble());
    assertEquals(400 * Math.log(1000), large.log().toDouble(), 1e-9);
    Tensor exchange = Tensor.of(new double[] {0, 1, 1, 0}, 2, 2);
    assertEquals(-1, exchange.signAndLogDeterminant().sign().toDouble());
    assertEquals(0, exchange.signAndLogDeterminant().log().toDouble());
    SignAndLog singular = Tensor.ones(DType.FLOAT64, 2, 2).signAndLogDeterminant();
    assertEquals(0, singular.sign().toDouble());
    assertEquals(Double.NEGATIVE_INFINITY, singular.log().toDouble());
    SignAndLog empty = Tensor.zeros(DType.FLOAT64, 0, 0).signAndLogDeterminant();
    assertEquals(1, empty.sign().toDouble());
    assertEquals(0, empty.log().toDouble());
    Tensor far = x.add(Tensor.eye(DType.FLOAT64, 4).multiply(3));
    FiniteDifferences.check(y -> y.get(0).signAndLogDeterminant().log(), List.of(far));
  }

  /** As ONNX's Gather. */
  @Test
  void negativeIndicesCountFromTheEnd() {
    Tensor x = TensorCase.values(11, 3, 2);
    Tensor back = x.gather(0, Tensor.of(new int[] {-1, 0, -3}));
    assertTrue(back.sameElements(x.gather(0, Tensor.of(new int[] {2, 0, 0}))));
    FiniteDifferences.check(
        y -> y.get(0).gather(0, Tensor.of(new long[] {-1, 1, -1})).square(), List.of(x));
    assertEquals(
        "gather: index -4 of axis 0 of shape [3, 2]",
        Observation.message(
            assertThrows(
                IndexOutOfBoundsException.class, () -> x.gather(0, Tensor.of(new int[] {-4})))));
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    double scale =
        Math.max(1e-300, expected.shape().elements() == 0 ? 0 : expected.abs().max().toDouble());
    assertArrayEquals(
        expected.toDoubleArray(),
        actual.toDoubleArray(),
        EPS * Math.max(scale, scale < 1e-100 ? 0 : 1));
  }
}
