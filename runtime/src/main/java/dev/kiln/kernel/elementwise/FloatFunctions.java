package dev.kiln.kernel.elementwise;

import static dev.kiln.kernel.elementwise.FloatCoefficients.*;

import dev.kiln.kernel.InnerLoops;

/**
 * Transcendental functions of floats in float arithmetic. Single numbers and blocks have the same
 * bits, since both are made of the methods below, which Java defines to the bit; and so have all
 * processors, and the same steps on vectors ({@link VectorFunctions}).
 *
 * <p>Of a block, vectors compute the first elements, up to a rare number, where the Vector API is
 * there. For the others each step is a loop of its own: HotSpot turns those without conversions of
 * bits, which hold nearly all the work, into vector instructions. The block that is written
 * overlaps no operand.
 *
 * <p>Greatest errors in units in the last place of the result, of all floats: {@code exp} 1, {@code
 * log} 1, {@code tanh} 2.5, {@code sigmoid} 2.5, {@code erf} 3.5.
 */
public final class FloatFunctions {
  private FloatFunctions() {}

  /** The exponential function. */
  public static float exp(float x) {
    return scaled(x, 1 + exponentialLessOne(x), GREATEST_ORDINARY);
  }

  /** The exponential function of a block. */
  public static void exp(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.exp(a, aAt, to, toAt, count) : 0;
    reduce(a, aAt + done, to, toAt + done, count - done);
    scale(a, aAt + done, to, toAt + done, count - done, GREATEST_ORDINARY);
  }

  static float sigmoid(float x) {
    return quotientOfNext(scaled(x, 1 + exponentialLessOne(x), SIGMOID_IS_ONE));
  }

  static void sigmoid(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.sigmoid(a, aAt, to, toAt, count) : 0;
    reduce(a, aAt + done, to, toAt + done, count - done);
    scale(a, aAt + done, to, toAt + done, count - done, SIGMOID_IS_ONE);
    divide(to, toAt + done, count - done);
  }

  static float tanh(float x) {
    return ratio(signedLessOne(x, exponentialLessOne(2 * Math.abs(x))));
  }

  static void tanh(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.tanh(a, aAt, to, toAt, count) : 0;
    reduceDoubled(a, aAt + done, to, toAt + done, count - done);
    scaleLessOne(a, aAt + done, to, toAt + done, count - done);
    ratios(to, toAt + done, count - done);
  }

  static float log(float x) {
    return logarithm(x, logarithmOfNext(significandLessOne(x)));
  }

  static void log(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.log(a, aAt, to, toAt, count) : 0;
    significands(a, aAt + done, to, toAt + done, count - done);
    logarithms(to, toAt + done, count - done);
    addExponents(a, aAt + done, to, toAt + done, count - done);
  }

  static float erf(float x) {
    return signedComplement(x, logarithmOfComplement(x));
  }

  static void erf(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.erf(a, aAt, to, toAt, count) : 0;
    complements(a, aAt + done, to, toAt + done, count - done);
    erfOf(a, aAt + done, to, toAt + done, count - done);
  }

  // Loops in methods of their own: of several in one method HotSpot 17 makes vectors of the first
  // ones only.

  private static void reduce(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = 1 + exponentialLessOne(a[aAt + i]);
    }
  }

  private static void scale(float[] a, int aAt, float[] to, int toAt, int count, float limit) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = scaled(a[aAt + i], to[toAt + i], limit);
    }
  }

  private static void divide(float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = quotientOfNext(to[toAt + i]);
    }
  }

  private static void reduceDoubled(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = exponentialLessOne(2 * Math.abs(a[aAt + i]));
    }
  }

  private static void scaleLessOne(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = signedLessOne(a[aAt + i], to[toAt + i]);
    }
  }

  private static void ratios(float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = ratio(to[toAt + i]);
    }
  }

  private static void significands(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = significandLessOne(a[aAt + i]);
    }
  }

  private static void logarithms(float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = logarithmOfNext(to[toAt + i]);
    }
  }

  private static void addExponents(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = logarithm(a[aAt + i], to[toAt + i]);
    }
  }

  private static void complements(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = logarithmOfComplement(a[aAt + i]);
    }
  }

  private static void erfOf(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = signedComplement(a[aAt + i], to[toAt + i]);
    }
  }

  /** {@code log(1 - erf(|x|))}, unless it is very small. */
  private static float logarithmOfComplement(float x) {
    float t = Math.abs(x);
    float g = ERF_9;
    g = Math.fma(g, t, ERF_8);
    g = Math.fma(g, t, ERF_7);
    g = Math.fma(g, t, ERF_6);
    g = Math.fma(g, t, ERF_5);
    g = Math.fma(g, t, ERF_4);
    g = Math.fma(g, t, ERF_3);
    g = Math.fma(g, t, ERF_2);
    g = Math.fma(g, t, ERF_1);
    g = Math.fma(g, t, ERF_0);
    return -t * g;
  }

  /** {@code 1 - exp(logarithm)} with the sign of x. */
  private static float signedComplement(float x, float logarithm) {
    float a = Math.abs(x);
    if (a < ERF_IS_ONE) {
      float lessOne = scaledLessOne(logarithm, exponentialLessOne(logarithm));
      return withSign(Math.abs(lessOne), x);
    }
    return Math.signum(x);
  }

  /** {@code exp(r) - 1}, where {@code x = k log(2) + r}, k is whole and r as small as possible. */
  private static float exponentialLessOne(float x) {
    float k = Math.fma(x, LOG2_OF_E, ROUNDING) - ROUNDING;
    float r = Math.fma(k, -LOG_OF_TWO_LOW, Math.fma(k, -LOG_OF_TWO_HIGH, x));
    float q = EXP_5;
    q = Math.fma(q, r, EXP_4);
    q = Math.fma(q, r, EXP_3);
    q = Math.fma(q, r, EXP_2);
    q = Math.fma(q, r, EXP_1);
    q = Math.fma(q, r, EXP_0);
    return Math.fma(q, r * r, r);
  }

  /** The bits of k, shifted to where exponents are. */
  private static int exponent(float x) {
    return Float.floatToRawIntBits(Math.fma(x, LOG2_OF_E, ROUNDING)) << SIGNIFICAND_BITS;
  }

  /** {@code 2^k exp(r)}; beyond the limit, which is not negative, possibly that of the limit. */
  private static float scaled(float x, float exponential, float limit) {
    return x >= LEAST_ORDINARY && x <= limit
        ? Float.intBitsToFloat(Float.floatToRawIntBits(exponential) + exponent(x))
        : scaledInTwoSteps(x, exponential, limit);
  }

  private static float scaledInTwoSteps(float x, float exponential, float limit) {
    if (x > limit && limit < GREATEST_ORDINARY) {
      return exp(limit);
    }
    if (!(Math.abs(x) < 110)) { // infinite, zero or NaN
      return x > 0 ? Float.POSITIVE_INFINITY : x < 0 ? 0 : x;
    }
    int k = exponent(x) >> SIGNIFICAND_BITS;
    int half = k / 2;
    return Math.scalb(Math.scalb(exponential, half), k - half);
  }

  /** {@code x / (1 + x)}. */
  private static float quotientOfNext(float x) {
    return x / (1 + x);
  }

  /** {@code exp(|2 x|) - 1} of {@code exp(r) - 1}, or so much that tanh is 1, with x's sign. */
  private static float signedLessOne(float x, float exponential) {
    float a = Math.abs(x);
    return a < TANH_IS_ONE
        ? withSign(scaledLessOne(2 * a, exponential), x)
        : Math.signum(x) * LARGE;
  }

  /** {@code 2^k exp(r) - 1} of {@code exp(r) - 1}. */
  private static float scaledLessOne(float x, float exponential) {
    float scale = Float.intBitsToFloat(exponent(x) + BITS_OF_ONE);
    return Math.fma(scale, exponential, scale - 1);
  }

  /** A number that is not negative, with the sign of x. */
  private static float withSign(float number, float x) {
    int sign = Float.floatToRawIntBits(x) & Integer.MIN_VALUE;
    return Float.intBitsToFloat(Float.floatToRawIntBits(number) | sign);
  }

  /** {@code e / (e + 2)} of {@code e = exp(2 x) - 1} for positive x, and odd. */
  private static float ratio(float e) {
    return e / (Math.abs(e) + 2);
  }

  /** {@code m - 1}, where {@code x = 2^k m} and m is between the roots of 1/2 and 2. */
  private static float significandLessOne(float x) {
    int bits = Float.floatToRawIntBits(x) - BITS_OF_ROOT_OF_HALF;
    int significand = bits & (1 << SIGNIFICAND_BITS) - 1;
    return Float.intBitsToFloat(significand + BITS_OF_ROOT_OF_HALF) - 1;
  }

  /** {@code log(1 + f)} for f from the root of 1/2, less 1, to the root of 2, less 1. */
  private static float logarithmOfNext(float f) {
    float q = LOG_8;
    q = Math.fma(q, f, LOG_7);
    q = Math.fma(q, f, LOG_6);
    q = Math.fma(q, f, LOG_5);
    q = Math.fma(q, f, LOG_4);
    q = Math.fma(q, f, LOG_3);
    q = Math.fma(q, f, LOG_2);
    q = Math.fma(q, f, LOG_1);
    q = Math.fma(q, f, LOG_0);
    return Math.fma(f * f, Math.fma(f, q, -0.5f), f);
  }

  /** {@code k log(2) + log(m)}. */
  private static float logarithm(float x, float ofSignificand) {
    if (x >= Float.MIN_NORMAL && x <= Float.MAX_VALUE) {
      int k = Float.floatToRawIntBits(x) - BITS_OF_ROOT_OF_HALF >> SIGNIFICAND_BITS;
      return sumOfLogarithms(k, ofSignificand);
    }
    if (x > 0 && x < 1) { // subnormal
      float normal = x * (1 << SIGNIFICAND_BITS);
      int k = Float.floatToRawIntBits(normal) - BITS_OF_ROOT_OF_HALF >> SIGNIFICAND_BITS;
      return sumOfLogarithms(k - SIGNIFICAND_BITS, logarithmOfNext(significandLessOne(normal)));
    }
    return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
  }

  private static float sumOfLogarithms(float k, float ofSignificand) {
    return Math.fma(k, LOG_OF_TWO_HIGH, Math.fma(k, LOG_OF_TWO_LOW, ofSignificand));
  }
}
