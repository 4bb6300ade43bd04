package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The elementary functions of tensors against java.lang.Math, identities and published values. */
class ElementaryFunctionsTest {
  /** Functions that Java has, too: its results are within 1 ulp or 2.5, as are fdlibm's. */
  static Stream<Arguments> functionsOfJava() {
    return Stream.of(
        row("sin", Tensor::sin, Math::sin),
        row("cos", Tensor::cos, Math::cos),
        row("tan", Tensor::tan, Math::tan),
        row("asin", Tensor::asin, Math::asin),
        row("acos", Tensor::acos, Math::acos),
        row("atan", Tensor::atan, Math::atan),
        row("sinh", Tensor::sinh, Math::sinh),
        row("cosh", Tensor::cosh, Math::cosh),
        row("log1p", Tensor::log1p, Math::log1p),
        row("expm1", Tensor::expm1, Math::expm1),
        row("floor", Tensor::floor, Math::floor),
        row("ceil", Tensor::ceil, Math::ceil),
        row("round", Tensor::round, Math::rint));
  }

  /** Each with its inverse, which must give the operand back. */
  static Stream<Arguments> inverses() {
    return Stream.of(
        row("asinh", Tensor::asinh, Math::sinh),
        row("acosh", x -> x.abs().add(1).acosh(), y -> Math.cosh(y) - 1),
        row("atanh", x -> x.tanh().atanh(), y -> y),
        row("log2", x -> x.abs().log2(), y -> Math.pow(2, y)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functionsOfJava")
  void agreeWithJava(String name, UnaryOperator<Tensor> function, DoubleUnaryOperator reference) {
    double[] operands = operands();
    double[] results = function.apply(Tensor.of(operands)).toDoubleArray();
    float[] narrow = function.apply(Tensor.of(floats(operands))).array().floats();
    for (int i = 0; i < operands.length; i++) {
      double expected = reference.applyAsDouble(operands[i]);
      assertEquals(expected, results[i], ulps(4, expected), name + " of " + operands[i]);
      float rounded = (float) reference.applyAsDouble((float) operands[i]);
      double tolerance = Double.isFinite(rounded) ? Math.ulp(rounded) : 0;
      assertEquals(rounded, narrow[i], tolerance, name + " of " + (float) operands[i]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inverses")
  void undoTheirInverses(String name, UnaryOperator<Tensor> function, DoubleUnaryOperator inverse) {
    SplittableRandom random = new SplittableRandom(3);
    double[] operands = random.doubles(2000, -8, 8).toArray();
    double[] results = function.apply(Tensor.of(operands)).toDoubleArray();
    for (int i = 0; i < operands.length; i++) {
      double expected =
          name.equals("acosh") || name.equals("log2") ? Math.abs(operands[i]) : operands[i];
      double tolerance = name.equals("atanh") ? 2e-9 : 1e-14;
      assertEquals(
          expected,
          inverse.applyAsDouble(results[i]),
          tolerance * Math.max(1, Math.abs(expected)),
          name + " of " + operands[i]);
    }
  }

  /** Abramowitz and Stegun, Handbook of Mathematical Functions, table 7.1, to its ten digits. */
  @Test
  void theErrorFunctionIsThatOfTheTables() {
    double[] operands = {0, 0.02, 0.1, 0.5, 1, 1.5, 1.98, 2};
    double[] published = {
      0,
      0.0225645747,
      0.1124629160,
      0.5204998778,
      0.8427007929,
      0.9661051465,
      0.9948920004,
      0.9953222650
    };
    assertArrayEquals(published, Tensor.of(operands).erf().toDoubleArray(), 5.1e-11);
  }

  /** Its derivative is exp(-x^2) 2 / sqrt(pi): Simpson's rule gives the same differences. */
  @Test
  void theErrorFunctionIsAnIntegral() {
    int steps = 6000;
    double width = 7.0 / steps;
    double[] ends = new double[steps + 1];
    double[] integrals = new double[steps + 1];
    for (int i = 0; i <= steps; i++) {
      ends[i] = i * width;
      integrals[i] =
          i == 0
              ? 0
              : integrals[i - 1]
                  + width
                      / 6
                      * (density(ends[i - 1])
                          + 4 * density(ends[i] - width / 2)
                          + density(ends[i]));
    }
    assertArrayEquals(integrals, Tensor.of(ends).erf().toDoubleArray(), 2e-14);
    double[] results = Tensor.of(ends).erf().toDoubleArray();
    double[] mirrored = Tensor.of(ends).negate().erf().negate().toDoubleArray();
    assertArrayEquals(results, mirrored, 0);
    for (int i = 1; i <= steps; i++) {
      assertTrue(results[i] >= results[i - 1], "erf falls at " + ends[i]);
    }
  }

  @Test
  void logarithmsOfPowersOfTwoAreExact() {
    for (int exponent = Double.MIN_EXPONENT; exponent <= Double.MAX_EXPONENT; exponent++) {
      double power = Math.scalb(1.0, exponent);
      assertEquals(exponent, Tensor.of(new double[] {power}).log2().toDoubleArray()[0]);
    }
  }

  @Test
  void specialValues() {
    double infinity = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double[] special = {infinity, -infinity, nan, 0.0, -0.0};
    Tensor x = Tensor.of(special);
    assertArrayEquals(new double[] {1, -1, nan, 0.0, -0.0}, x.erf().toDoubleArray());
    assertArrayEquals(
        new double[] {infinity, -infinity, nan, 0.0, -0.0}, x.asinh().toDoubleArray());
    assertArrayEquals(new double[] {infinity, nan, nan, nan, nan}, x.acosh().toDoubleArray());
    assertArrayEquals(new double[] {nan, nan, nan, 0.0, -0.0}, x.atanh().toDoubleArray());
    assertArrayEquals(
        new double[] {infinity, nan, nan, -infinity, -infinity}, x.log2().toDoubleArray());
    assertArrayEquals(
        new double[] {infinity, -infinity},
        Tensor.of(new double[] {1, -1}).atanh().toDoubleArray());
  }

  @Test
  void halvesAreRoundedToTheEvenNumber() {
    Tensor halves = Tensor.of(new double[] {0.5, 1.5, 2.5, -0.5, -1.5, -2.5});
    assertArrayEquals(new double[] {0, 2, 2, -0.0, -2, -2}, halves.round().toDoubleArray());
  }

  private static double ulps(int count, double expected) {
    return Double.isFinite(expected) ? count * Math.ulp(expected) : 0;
  }

  private static double density(double x) {
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
  }

  private static Arguments row(
      String name, UnaryOperator<Tensor> function, DoubleUnaryOperator reference) {
    return Arguments.of(name, function, reference);
  }

  /** Numbers of all magnitudes and both signs, and special ones. */
  private static double[] operands() {
    SplittableRandom random = new SplittableRandom(11);
    double[] operands = new double[1000];
    for (int i = 0; i < operands.length; i++) {
      operands[i] =
          i % 2 == 0
              ? random.nextDouble(-5, 5)
              : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-40, 40));
    }
    double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, -1e300};
    System.arraycopy(special, 0, operands, 0, special.length);
    operands[special.length] = Double.NEGATIVE_INFINITY;
    return operands;
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
