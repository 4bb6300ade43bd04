package dev.kiln.kernel.elementwise;

import static dev.kiln.kernel.elementwise.FloatCoefficients.*;

import dev.kiln.kernel.InnerLoops;

/**
 * Transcendental functions of floats in float arithmetic. Single numbers and blocks have the same
 * bits, since both are made of the methods below, which Java defines to the bit; and so have all
 * processors, and the same steps on vectors ({@link VectorFunctions}).
 *
 * <p>Of a block, vectors compute the first elements, up to a rare number, where the Vector API is
 * there. For the others HotSpot makes vector instructions of loops in which all elements have the
 * same index, which is why operands are copied first, and which have neither branches nor
 * conversions of bits: so powers of 2 are computed, too. The block that is written overlaps no
 * operand.
 *
 * <p>Greatest errors in units in the last place of the result, of all floats: {@code exp} 1, {@code
 * log} 1, {@code tanh} 2.5, {@code sigmoid} 2.5, {@code erf} 3.5.
 */
public final class FloatFunctions {
  private FloatFunctions() {}

  /** The exponential function. */
  public static float exp(float x) {
    return bounded(x, INFINITE);
  }

  /** The exponential function of a block. */
  public static void exp(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.exp(a, aAt, to, toAt, count) : 0;
    System.arraycopy(a, aAt + done, to, toAt + done, count - done);
    for (int i = toAt + done; i < toAt + count; i++) {
      to[i] = exp(to[i]);
    }
  }

  static float sigmoid(float x) {
    float exponential = bounded(x, SIGMOID_IS_ONE);
    return exponential / (1 + exponential);
  }

  static void sigmoid(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.sigmoid(a, aAt, to, toAt, count) : 0;
    System.arraycopy(a, aAt + done, to, toAt + done, count - done);
    for (int i = toAt + done; i < toAt + count; i++) {
      to[i] = sigmoid(to[i]);
    }
  }

  /** {@code e / (e + 2)} of {@code e = exp(2 |x|) - 1}, and odd. */
  static float tanh(float x) {
    float lessOne = lessOne(2 * Math.min(Math.abs(x), TANH_IS_ONE));
    return withSign(lessOne / (lessOne + 2), x);
  }

  static void tanh(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.tanh(a, aAt, to, toAt, count) : 0;
    System.arraycopy(a, aAt + done, to, toAt + done, count - done);
    for (int i = toAt + done; i < toAt + count; i++) {
      to[i] = tanh(to[i]);
    }
  }

  static float erf(float x) {
    float t = Math.min(Math.abs(x), ERF_IS_ONE);
    return withSign(Math.abs(lessOne(logarithmOfComplement(t))), x);
  }

  static void erf(float[] a, int aAt, float[] to, int toAt, int count) {
    int done = InnerLoops.VECTORS ? VectorFunctions.erf(a, aAt, to, toAt, count) : 0;
    System.arraycopy(a, aAt + done, to, toAt + done, count - done);
    for (int i = toAt + done; i < toAt + count; i++) {
      to[i] = erf(to[i]);
    }
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

  // Loops in methods of their own: of several in one method HotSpot 17 makes vectors of the first
  // ones only.

  private static void significands(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = significandLessOne(a[aAt + i]);
    }
  }

  private static void logarithms(float[] to, int toAt, int count) {
    for (int i = toAt; i < toAt + count; i++) {
      to[i] = logarithmOfNext(to[i]);
    }
  }

  private static void addExponents(float[] a, int aAt, float[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = logarithm(a[aAt + i], to[toAt + i]);
    }
  }

  /** {@code log(1 - erf(t))} for t that is not negative, unless it is very small. */
  private static float logarithmOfComplement(float t) {
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

  /** How often log(2) goes into x, to the nearest whole number. */
  private static float times(float x) {
    return Math.fma(x, LOG2_OF_E, ROUNDING) - ROUNDING;
  }

  /** {@code exp(r) - 1}, where {@code x = k log(2) + r}. */
  private static float lessOneOfRest(float x, float k) {
    float r = Math.fma(k, -LOG_OF_TWO_LOW, Math.fma(k, -LOG_OF_TWO_HIGH, x));
    float q = EXP_5;
    q = Math.fma(q, r, EXP_4);
    q = Math.fma(q, r, EXP_3);
    q = Math.fma(q, r, EXP_2);
    q = Math.fma(q, r, EXP_1);
    q = Math.fma(q, r, EXP_0);
    return Math.fma(q, r * r, r);
  }

  /**
   * {@code exp(min(x, limit))}. Half of a k that is even, or of the next smaller one, is an
   * exponent of normal numbers, so that only the last product is rounded.
   */
  private static float bounded(float x, float limit) {
    float ordinary = Math.min(Math.max(x, -INFINITE), limit);
    float k = times(ordinary);
    float rest = 1 + lessOneOfRest(ordinary, k);
    float half = Math.fma(k, 0.5f, -0.25f) + ROUNDING - ROUNDING;
    float power = power(half);
    float odd = Math.fma(half, -2, k);
    return Math.fma(rest, odd, rest) * power * power;
  }

  /** {@code exp(x) - 1} of x for which the exponential is normal. */
  private static float lessOne(float x) {
    float k = times(x);
    float scale = power(k);
    return Math.fma(scale, lessOneOfRest(x, k), scale - 1);
  }

  /**
   * {@code 2^k} for whole k from -80 to 80: the 64th power of a polynomial, which is at most a
   * thirtieth of it away, and of that the first two bits. (Those of c are 1 and 0; the difference
   * of c and {@code c - x} has the bits of x that a float as large as c can have.)
   */
  private static float power(float k) {
    float p = POWER_4;
    p = Math.fma(p, k, POWER_3);
    p = Math.fma(p, k, POWER_2);
    p = Math.fma(p, k, POWER_1);
    p = Math.fma(p, k, POWER_0);
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    p *= p;
    float c = p * SPLITTING;
    return c - (c - p);
  }

  /** A number that is not negative and less than {@code 2 |x|}, or 0, with the sign of x. */
  private static float withSign(float number, float x) {
    return Math.max(-number, Math.min(number, 2 * x));
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
