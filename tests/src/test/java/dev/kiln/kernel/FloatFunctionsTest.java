package dev.kiln.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.kernel.tensor.Elementary;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The stated errors of functions of floats, against the functions of doubles. Every so many floats
 * of all 2^32 are tested; with {@code -Dkiln.tests.floats=1} every float.
 */
class FloatFunctionsTest {
  /** Short, since behind a rare number the rest of a block is computed without vectors. */
  private static final int BLOCK = 1 << 8;

  /** A prime number, so that all lengths of significands and all signs come up. */
  private static final long STEP = Long.getLong("kiln.tests.floats", 9973);

  static Stream<Arguments> functions() {
    return Stream.of(
        row("exp", 1, Arithmetic::exp, Math::exp),
        row("log", 1, Arithmetic::log, Math::log),
        row("tanh", 2.5, Arithmetic::tanh, Math::tanh),
        row("sigmoid", 2.5, Arithmetic::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        row("erf", 3.5, Elementary::erf, FloatFunctionsTest::erf));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void errorsAreBelowTheStatedBounds(
      String name, double bound, UnaryOperator<NdArray> function, DoubleUnaryOperator reference) {
    long tested = 0;
    for (long first = 0; first < 1L << 32; first += STEP * BLOCK) {
      float[] operands = new float[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        operands[i] = Float.intBitsToFloat((int) (first + STEP * i));
      }
      float[] results = apply(function, operands);
      for (int i = 0; i < BLOCK; i++) {
        check(name + " of " + operands[i], bound, reference.applyAsDouble(operands[i]), results[i]);
      }
      for (int i = 0; i < BLOCK; i += 5) { // a number alone is computed without vectors
        float single = apply(function, operands[i])[0];
        assertEquals(single, results[i], name + " of " + operands[i] + " alone and in a block");
      }
      tested += BLOCK;
    }
    assertTrue(tested * STEP >= 1L << 32);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void rareNumbersToo(
      String name, double bound, UnaryOperator<NdArray> function, DoubleUnaryOperator reference) {
    float[] rare = {
      0,
      -0f,
      1,
      -1,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Math.nextDown(Float.MIN_NORMAL),
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Float.intBitsToFloat(0x7f812345),
      Float.intBitsToFloat(0xffabcdef),
      -87,
      Math.nextDown(-87f),
      88,
      Math.nextUp(88f),
      88.72283f,
      88.72284f,
      -103.97f,
      -103.98f,
      10,
      20,
      3.95f
    };
    float[] results = apply(function, rare);
    for (int i = 0; i < rare.length; i++) {
      check(name + " of " + rare[i], bound, reference.applyAsDouble(rare[i]), results[i]);
      float[] single = apply(function, rare[i]);
      assertEquals(Float.floatToIntBits(results[i]), Float.floatToIntBits(single[0]));
    }
  }

  private static void check(String what, double bound, double expected, float actual) {
    float rounded = (float) expected;
    if (Float.isNaN(rounded) || rounded == 0 || Float.isInfinite(actual)) {
      assertEquals(rounded, actual, what);
    } else {
      // where the nearest float is infinite, the greatest finite one is as near
      float unit = Math.ulp(Math.min(Math.abs(rounded), Float.MAX_VALUE));
      double error = Math.abs(actual - expected);
      if (error > bound * unit) {
        assertEquals(expected, actual, bound * unit, what);
      }
    }
  }

  private static float[] apply(UnaryOperator<NdArray> function, float... operands) {
    return function.apply(NdArray.of(TensorShape.of(operands.length), operands)).floats();
  }

  /** The function of doubles, which has tests of its own. */
  private static double erf(double x) {
    NdArray operand = NdArray.of(TensorShape.scalar(), new double[] {x});
    return Elementary.erf(operand).doubles()[0];
  }

  private static Arguments row(
      String name, double bound, UnaryOperator<NdArray> function, DoubleUnaryOperator reference) {
    return Arguments.of(name, bound, function, reference);
  }
}
