package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.nn.Losses;
import dev.kiln.op.catalogue.Composite;
import dev.kiln.op.catalogue.Composites;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods that are composed of operations against their formulas in plain Java. */
class ComposedMethodsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double[] X = {-30, -2.5, -1, -0.3, -0.0, 0.0, 0.2, 1, 3, 40};
  private static final double[] Y = {1, -2, 0.5, 0.25, -1, 3, 0.2, 0.9, 2, 41};

  static Stream<Arguments> functionsOfOneNumber() {
    return Stream.of(
        one("leakyRelu", x -> x.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x),
        one("elu", x -> x.elu(1.5), x -> x > 0 ? x : 1.5 * Math.expm1(x)),
        one("celu", x -> x.celu(2), x -> Math.max(0, x) + Math.min(0, 2 * Math.expm1(x / 2))),
        one(
            "selu",
            Tensor::selu,
            x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
        one("gelu", Tensor::gelu, x -> x * normalDistribution(x)),
        one(
            "geluTanh",
            Tensor::geluTanh,
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        one("silu", Tensor::silu, x -> x / (1 + Math.exp(-x))),
        one("softplus", Tensor::softplus, x -> Math.log1p(Math.exp(x))),
        one("logSigmoid", Tensor::logSigmoid, x -> -Math.log1p(Math.exp(-x))),
        one("softsign", Tensor::softsign, x -> x / (1 + Math.abs(x))),
        one("mish", Tensor::mish, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        one("hardSigmoid", x -> x.hardSigmoid(0.2, 0.5), x -> unit(0.2 * x + 0.5)),
        one("hardSwish", Tensor::hardSwish, x -> x * unit(x / 6 + 0.5)),
        one("thresholdedRelu", x -> x.thresholdedRelu(1), x -> x > 1 ? x : 0),
        one("shrink", x -> x.shrink(0.5, 0.1), x -> x < -0.5 ? x + 0.1 : x > 0.5 ? x - 0.1 : 0),
        one("reciprocal", Tensor::reciprocal, x -> 1 / x),
        one("rsqrt", x -> x.abs().rsqrt(), x -> 1 / Math.sqrt(Math.abs(x))),
        one("clip", x -> x.clip(-1, 2), x -> Math.max(-1, Math.min(2, x))),
        one("replaceNaN", x -> x.sqrt().replaceNaN(7), x -> x < 0 ? 7 : Math.sqrt(x)),
        one("logit", x -> x.sigmoid().logit(), x -> x > 36 ? INFINITY : x));
  }

  static Stream<Arguments> functionsOfTwoNumbers() {
    return Stream.of(
        Arguments.of(
            "squaredDifference",
            tensors(Tensor::squaredDifference),
            numbers((x, y) -> (x - y) * (x - y))),
        Arguments.of(
            "lerp", tensors((x, y) -> x.lerp(y, 0.3)), numbers((x, y) -> 0.7 * x + 0.3 * y)),
        Arguments.of(
            "logAddExp",
            tensors(Tensor::logAddExp),
            numbers((x, y) -> Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y))))),
        Arguments.of(
            "maskedFill",
            tensors((x, y) -> x.maskedFill(x.less(y), 5)),
            numbers((x, y) -> x < y ? 5 : x)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfOneNumber")
  void areTheirFormulas(
      String name, UnaryOperator<Tensor> function, DoubleUnaryOperator reference) {
    double[] results = function.apply(Tensor.of(X)).toDoubleArray();
    for (int i = 0; i < X.length; i++) {
      assertClose(reference.applyAsDouble(X[i]), results[i], name + " of " + X[i]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfTwoNumbers")
  void areTheirFormulasOfTwo(String name, OnTensors function, DoubleBinaryOperator reference) {
    double[] results = function.of(Tensor.of(X), Tensor.of(Y)).toDoubleArray();
    for (int i = 0; i < X.length; i++) {
      assertClose(
          reference.applyAsDouble(X[i], Y[i]), results[i], name + " of " + X[i] + ", " + Y[i]);
    }
  }

  @Test
  void kindsOfNumbers() {
    Tensor x = Tensor.of(new double[] {1, Double.NaN, INFINITY, -INFINITY, 0});
    assertArrayEquals(
        new boolean[] {false, true, false, false, false}, x.isNaN().array().booleans());
    assertArrayEquals(
        new boolean[] {false, false, true, true, false}, x.isInfinite().array().booleans());
    assertArrayEquals(
        new boolean[] {true, false, false, false, true}, x.isFinite().array().booleans());
  }

  @Test
  void statistics() {
    double[][] rows = {{1, -2, 4}, {3, 0.5, -1}};
    Tensor x = Tensor.of(rows);
    double[] variances = {variance(rows[0]), variance(rows[1])};
    assertArrayEquals(variances, x.variance(1).toDoubleArray(), 1e-15);
    assertArrayEquals(variances, x.variance(true, -1).reshape(2).toDoubleArray(), 1e-15);
    assertEquals(2, x.variance(true, -1).rank());
    assertEquals(Math.sqrt(variances[1]), x.get(1).standardDeviation().toDoubleArray()[0], 1e-15);
    double logSum = Math.log(Math.exp(1) + Math.exp(-2) + Math.exp(4));
    assertEquals(logSum, x.logSumExp(1).toDoubleArray()[0], 1e-15);
    assertArrayEquals(new double[] {21, 10.25}, x.sumOfSquares(1).toDoubleArray());
    assertArrayEquals(new double[] {7, 4.5}, x.norm1(1).toDoubleArray());
    assertEquals(Math.sqrt(21), x.norm2(1).toDoubleArray()[0]);
  }

  @Test
  void logarithmsOfSumsDoNotOverflow() {
    Tensor large = Tensor.of(new double[] {1000, 1000});
    assertEquals(1000 + Math.log(2), large.logSumExp().toDoubleArray()[0], 1e-12);
    Tensor none = Tensor.of(new double[] {-INFINITY, -INFINITY});
    assertEquals(-INFINITY, none.logSumExp().toDoubleArray()[0]);
    Tensor infinite = Tensor.of(new double[] {INFINITY, 1});
    assertEquals(INFINITY, infinite.logSumExp().toDoubleArray()[0]);
  }

  @Test
  void truthValues() {
    Tensor x = Tensor.of(new boolean[] {true, false, true, true}, 2, 2);
    assertArrayEquals(new boolean[] {true, true}, x.any(1).array().booleans());
    assertArrayEquals(new boolean[] {false, true}, x.all(1).array().booleans());
    assertArrayEquals(new long[] {1, 2}, x.countTrue(1).array().longs());
    assertArrayEquals(new long[] {1, 2}, x.sum(1).toLongArray());
    assertArrayEquals(new boolean[] {true, true}, x.max(1).toBooleanArray());
    assertArrayEquals(new boolean[] {true, false}, x.min(0).toBooleanArray());
    assertEquals(3, x.sum().toLong());
    Tensor none = Tensor.of(new boolean[0]);
    assertEquals(false, none.any().array().booleans()[0]);
    assertEquals(true, none.all().array().booleans()[0]);
  }

  @Test
  void shapes() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 1, 2, 3);
    assertEquals("[1, 1, 2, 3]", x.unsqueeze(1).shape().toString());
    assertEquals("[1, 2, 3, 1]", x.unsqueeze(-1).shape().toString());
    assertEquals("[2, 3]", x.squeeze(0).shape().toString());
    assertEquals("[1, 6]", x.flatten(1).shape().toString());
    assertEquals("[6]", x.flatten(0).shape().toString());
    Tensor swapped = x.transpose(-1, 0);
    assertEquals("[3, 2, 1]", swapped.shape().toString());
    assertArrayEquals(new int[] {1, 4, 2, 5, 3, 6}, swapped.array().ints());
    assertThrows(TypeMismatchException.class, () -> x.squeeze(1));
    assertThrows(TypeMismatchException.class, () -> x.unsqueeze(4));
    assertThrows(TypeMismatchException.class, () -> x.transpose(0, 3));
  }

  @Test
  void copiesAndPadding() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4}, 2, 2);
    assertArrayEquals(new int[] {1, 2, 1, 2, 3, 4, 3, 4}, x.tile(1, 2).array().ints());
    assertArrayEquals(new int[] {1, 2, 3, 4, 1, 2, 3, 4}, x.tile(0, 2).array().ints());
    assertEquals("[2, 0]", x.tile(1, 0).shape().toString());
    assertArrayEquals(new int[] {0, 1, 2, 0, 0, 3, 4, 0}, x.pad(-1, 1, 1).array().ints());
    assertArrayEquals(
        new int[] {1, 2, 5, 6, 3, 4, 7, 8}, Tensor.stack(1, x, x.add(4)).array().ints());
    assertEquals("[2, 2, 2]", Tensor.stack(-1, x, x).shape().toString());
    assertThrows(IllegalArgumentException.class, () -> Tensor.stack(0, x, x.flatten(0)));
    assertThrows(TypeMismatchException.class, () -> x.pad(0, -1, 0));
    assertThrows(TypeMismatchException.class, () -> x.tile(0, -1));
  }

  @Test
  void scans() {
    Tensor x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertArrayEquals(new int[] {1, 3, 6, 4, 9, 15}, x.cumSum(1).array().ints());
    assertArrayEquals(new int[] {1, 2, 3, 5, 7, 9}, x.cumSum(0).array().ints());
    assertArrayEquals(new int[] {0, 1, 3, 0, 4, 9}, x.cumSum(-1, true, false).array().ints());
    assertArrayEquals(new int[] {6, 5, 3, 15, 11, 6}, x.cumSum(1, false, true).array().ints());
    assertArrayEquals(new int[] {5, 3, 0, 11, 6, 0}, x.cumSum(1, true, true).array().ints());
    assertArrayEquals(new int[] {4, 5, 6, 1, 2, 3}, x.flip(0).array().ints());
    assertArrayEquals(new int[] {3, 2, 1, 6, 5, 4}, x.flip(-1).array().ints());
    assertEquals("[0, 3]", x.slice(0, 0, 0).flip(0).cumSum(0).shape().toString());
  }

  @Test
  void placesOfExtrema() {
    Tensor x = Tensor.of(new double[] {3, -1, 4, -1, 5, 2}, 2, 3);
    assertArrayEquals(new int[] {4}, x.argmax().array().ints());
    assertArrayEquals(new int[] {1}, x.argmin().array().ints());
    assertArrayEquals(new int[] {1, 0}, x.argmin(1).array().ints());
    Tensor extremes = Tensor.of(new int[] {0, Integer.MAX_VALUE, Integer.MIN_VALUE});
    assertArrayEquals(new int[] {2}, extremes.argmin(0).array().ints());
    Tensor nan = Tensor.of(new double[] {0, Double.NaN, -1});
    assertArrayEquals(new int[] {1}, nan.argmin().array().ints());
  }

  @Test
  void productsOfVectors() {
    Tensor x = Tensor.of(new double[] {1, 2, 3});
    Tensor y = Tensor.of(new double[] {4, 5, 6});
    assertArrayEquals(new double[] {32}, x.dot(y).toDoubleArray());
    assertArrayEquals(
        new double[] {4, 5, 8, 10, 12, 15}, x.outer(y.slice(0, 0, 2)).toDoubleArray());
  }

  @Test
  void normalisedRowsHaveMeanZeroAndVarianceOne() {
    Tensor x = Tensor.of(new double[][] {{1, 2, 3, 10}, {-4, 0, 0.5, 2}});
    Tensor ones = Tensor.ones(DType.FLOAT64, 4);
    Tensor layer = x.layerNormalization(ones, ones.multiply(3), 1, 0);
    assertArrayEquals(new double[] {3, 3}, layer.mean(1).toDoubleArray(), 1e-14);
    assertArrayEquals(new double[] {1, 1}, layer.variance(1).toDoubleArray(), 1e-14);
    Tensor root = x.rmsNormalization(ones.multiply(2), -1, 0);
    assertArrayEquals(new double[] {4, 4}, root.square().mean(1).toDoubleArray(), 1e-14);
    assertArrayEquals(new double[] {1, 1}, x.l2Normalization(1).norm2(1).toDoubleArray(), 1e-15);
    assertArrayEquals(new float[2], Tensor.zeros(2).l2Normalization(0).toFloatArray());
  }

  @Test
  void batchesAreNormalisedByChannel() {
    Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 1, 2, 2);
    Tensor result =
        x.batchNormalization(
            Tensor.of(new double[] {2, 10}),
            Tensor.of(new double[] {0.5, 0}),
            Tensor.of(new double[] {1, 3}),
            Tensor.of(new double[] {3, 0}),
            1);
    assertArrayEquals(new double[] {0.5, 1.5, 0, 10}, result.toDoubleArray(), 1e-15);
  }

  @Test
  void losses() {
    Tensor x = Tensor.of(new double[] {0.5, -1, 3});
    Tensor y = Tensor.of(new double[] {1, -1, 1});
    assertEquals(2.5 / 3, value(Losses.meanAbsoluteError(x, y)), 1e-15);
    assertEquals((0.125 + 0 + 1 * (2 - 0.5)) / 3, value(Losses.huber(x, y, 1)), 1e-15);
    assertEquals((0.5 + 0 + 0) / 3, value(Losses.hinge(x, y)), 1e-15);
    double cosh = Math.log(Math.cosh(0.5)) + Math.log(Math.cosh(2));
    assertEquals(cosh / 3, value(Losses.logCosh(x, y)), 1e-15);
    double poisson = Math.exp(0.5) - 0.5 + Math.exp(-1) - 1 + Math.exp(3) - 3;
    assertEquals(poisson / 3, value(Losses.poisson(x, y)), 1e-14);
    Tensor variance = Tensor.of(new double[] {1, 2, 4});
    double gaussian = 0.25 + Math.log(2) + Math.log(4) + 1;
    assertEquals(gaussian / 6, value(Losses.gaussian(x, y, variance)), 1e-15);
    Tensor labels = Tensor.of(new double[] {1, 0, 0.25});
    double entropy = 0;
    for (int i = 0; i < 3; i++) {
      double p = 1 / (1 + Math.exp(-x.toDoubleArray()[i]));
      double label = labels.toDoubleArray()[i];
      entropy -= label * Math.log(p) + (1 - label) * Math.log(1 - p);
    }
    assertEquals(entropy / 3, value(Losses.binaryCrossEntropy(x, labels)), 1e-15);
    Tensor half = Tensor.of(new double[][] {{0.5, 0.5}, {0.25, 0.75}});
    Tensor sure = Tensor.of(new double[][] {{1, 0}, {0.5, 0.5}});
    double divergence = (Math.log(2) + 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75)) / 2;
    assertEquals(divergence, value(Losses.klDivergence(half.log(), sure)), 1e-15);
    assertThrows(TypeMismatchException.class, () -> Losses.huber(x, half, 1));
  }

  /** PyTorch's derivatives at the kinks and at 0. */
  @Test
  void derivativesAtKinks() {
    assertEquals(0.1, slope(x -> x.leakyRelu(0.1), 0));
    assertEquals(1.5, slope(x -> x.elu(1.5), 0));
    assertEquals(0.5, slope(Tensor::softplus, 0));
    assertEquals(1, slope(Tensor::softsign, 0));
    assertEquals(1, slope(x -> x.clip(-1, 2), 2));
    assertEquals(0, slope(x -> x.norm2(), 0));
    assertEquals(0, slope(x -> x.elu(1), -1000));
    assertEquals(1, slope(x -> x.elu(1), 1000));
    assertEquals(1, slope(x -> x.celu(2), 1000));
    assertEquals(1, slope(Tensor::softplus, 1000));
  }

  /** Their parts have a kink there, but they have none. */
  @Test
  void smoothFunctionsAreCurvedAtZero() {
    assertEquals(0.25, curvature(Tensor::softplus));
    assertEquals(-0.25, curvature(Tensor::logSigmoid));
    assertEquals(0.25, curvature(x -> x.logAddExp(Tensor.of(new double[] {0}))));
    assertEquals(0.25, curvature(x -> Tensor.of(new double[] {0}).logAddExp(x)));
    assertEquals(1, curvature(x -> Losses.logCosh(x, Tensor.of(new double[] {0}))));
    assertEquals(0.25, curvature(x -> Losses.binaryCrossEntropy(x, Tensor.of(new double[] {1}))));
  }

  private static double curvature(UnaryOperator<Tensor> function) {
    return slope(
        x -> {
          try (Tape tape = Tape.open()) {
            return tape.gradient(function.apply(x).sum(), x).get(0);
          }
        },
        0);
  }

  /** What would not be tested here by name. */
  @Test
  void noneIsLeftOut() {
    Set<String> tested =
        Stream.concat(functionsOfOneNumber(), functionsOfTwoNumbers())
            .map(each -> (String) each.get()[0])
            .collect(Collectors.toCollection(TreeSet::new));
    String others =
        "isNaN isInfinite isFinite variance standardDeviation logSumExp sumOfSquares norm1 norm2"
            + " any all countTrue unsqueeze squeeze flatten transpose dot outer layerNormalization"
            + " rmsNormalization batchNormalization l2Normalization meanAbsoluteError huber hinge"
            + " logCosh poisson gaussian binaryCrossEntropy klDivergence"
            + " tile pad stack argmax argmin"
            // in IndexingMethodsTest and ArrangementMethodsTest
            + " and or xor equalTo notEqualTo where prod cumProd cumMax cumMin sort topK"
            + " topKIndices slice repeat roll expandAs diagEmbed unfold spaceToDepth depthToSpace"
            + " gatherElements gatherNd scatter scatterAdd scatterNd scatterNdAdd embedding"
            // in MatrixFunctionsTest and EinsumTest
            + " qrR lstsq einsum"
            // in SeveralResultsTest
            + " singularValues matrixRank conditionNumber"
            // in ConvolutionTest
            + " conv2d maxPool2d averagePool2d"
            // in LinearAlgebraTest
            + " diagonal trace inverse logDeterminant choleskySolve";
    tested.addAll(Set.of(others.split(" ")));
    assertEquals(
        Composites.ALL.stream().map(Composite::name).collect(Collectors.toCollection(TreeSet::new)),
        tested);
  }

  private interface OnTensors {
    Tensor of(Tensor x, Tensor y);
  }

  private static OnTensors tensors(OnTensors function) {
    return function;
  }

  private static DoubleBinaryOperator numbers(DoubleBinaryOperator function) {
    return function;
  }

  private static Arguments one(
      String name, UnaryOperator<Tensor> function, DoubleUnaryOperator reference) {
    return Arguments.of(name, function, reference);
  }

  private static double slope(UnaryOperator<Tensor> function, double at) {
    Tensor x = Tensor.of(new double[] {at});
    try (Tape tape = Tape.open()) {
      return tape.gradient(function.apply(x).sum(), x).get(0).toDoubleArray()[0];
    }
  }

  private static double value(Tensor scalar) {
    return scalar.toDoubleArray()[0];
  }

  private static void assertClose(double expected, double actual, String what) {
    double tolerance = Double.isInfinite(expected) ? 0 : 1e-13 * Math.max(1, Math.abs(expected));
    assertEquals(expected, actual, tolerance, what);
  }

  private static double unit(double x) {
    return Math.max(0, Math.min(1, x));
  }

  private static double variance(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }

  /** By Simpson's rule from far below. */
  private static double normalDistribution(double x) {
    if (x < -20) {
      return 0;
    }
    if (x > 20) {
      return 1;
    }
    int steps = 20_000;
    double from = -20;
    double width = (x - from) / steps;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double left = from + i * width;
      sum += width / 6 * (bell(left) + 4 * bell(left + width / 2) + bell(left + width));
    }
    return sum;
  }

  private static double bell(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
