package dev.kiln.kernel.elementwise;

/**
 * Transcendental functions of floats in float arithmetic. The polynomials are minimax polynomials
 * of Kiln's own. Single numbers and blocks have the same bits, since both are made of the methods
 * below, which Java defines to the bit; and so have all processors.
 *
 * <p>On blocks each step is a loop of its own: HotSpot turns those without conversions of bits,
 * which hold nearly all the work, into vector instructions. The block that is written overlaps no
 * operand.
 *
 * <p>Greatest errors in units in the last place of the result, of all floats: {@code exp} 1, {@code
 * log} 1, {@code tanh} 2.5, {@code sigmoid} 2.5, {@code erf} 3.5.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // coefficients as they were fitted, in double
public final class FloatFunctions {
  private static final float LOG2_OF_E = 1.44269504f;

  // the logarithm of 2 in two parts; the first has so few bits that its products are exact
  private static final float LOG_OF_TWO_HIGH = 0.693359375f;
  private static final float LOG_OF_TWO_LOW = -2.12194440e-4f;

  /** Adding it rounds to a whole number, which is then in the lowest bits. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int SIGNIFICAND_BITS = 23;
  private static final int BITS_OF_ONE = 0x3f800000;
  private static final int BITS_OF_ROOT_OF_HALF = 0x3f3504f3;

  /** Between these, exp is normal and a power of 2 is added to its exponent without overflow. */
  private static final float LEAST_ORDINARY = -87;

  private static final float GREATEST_ORDINARY = 88;

  /** From here on {@code exp(x) / (1 + exp(x))} rounds to 1. */
  private static final float SIGMOID_IS_ONE = 20;

  /** From here on tanh rounds to 1. */
  private static final float TANH_IS_ONE = 10;

  /** So large that 2 added to it, or to a tenth of it, changes nothing. */
  private static final float LARGE = 0x1p40f;

  /** From here on erf rounds to 1. */
  private static final float ERF_IS_ONE = 3.95f;

  private FloatFunctions() {}

  /** The exponential function. */
  public static float exp(float x) {
    return scaled(x, 1 + exponentialLessOne(x), GREATEST_ORDINARY);
  }

  /** The exponential function of a block. */
  public static void exp(float[] a, int aAt, float[] to, int toAt, int count) {
    reduce(a, aAt, to, toAt, count);
    scale(a, aAt, to, toAt, count, GREATEST_ORDINARY);
  }

  static float sigmoid(float x) {
    return quotientOfNext(scaled(x, 1 + exponentialLessOne(x), SIGMOID_IS_ONE));
  }

  static void sigmoid(float[] a, int aAt, float[] to, int toAt, int count) {
    reduce(a, aAt, to, toAt, count);
    scale(a, aAt, to, toAt, count, SIGMOID_IS_ONE);
    divide(to, toAt, count);
  }

  static float tanh(float x) {
    return ratio(signedLessOne(x, exponentialLessOne(2 * Math.abs(x))));
  }

  static void tanh(float[] a, int aAt, float[] to, int toAt, int count) {
    reduceDoubled(a, aAt, to, toAt, count);
    scaleLessOne(a, aAt, to, toAt, count);
    ratios(to, toAt, count);
  }

  static float log(float x) {
    return logarithm(x, logarithmOfNext(significandLessOne(x)));
  }

  static void log(float[] a, int aAt, float[] to, int toAt, int count) {
    significands(a, aAt, to, toAt, count);
    logarithms(to, toAt, count);
    addExponents(a, aAt, to, toAt, count);
  }

  static float erf(float x) {
    return signedComplement(x, logarithmOfComplement(x));
  }

  static void erf(float[] a, int aAt, float[] to, int toAt, int count) {
    complements(a, aAt, to, toAt, count);
    erfOf(a, aAt, to, toAt, count);
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
    float g = 1.193327648252307e-06f;
    g = Math.fma(g, t, -2.135483555321116e-05f);
    g = Math.fma(g, t, 0.0001674817904131487f);
    g = Math.fma(g, t, -0.0007406875374726951f);
    g = Math.fma(g, t, 0.0017993561923503876f);
    g = Math.fma(g, t, -0.00025306339375674725f);
    g = Math.fma(g, t, -0.0191176924854517f);
    g = Math.fma(g, t, 0.10277127474546432f);
    g = Math.fma(g, t, 0.6366198062896729f);
    g = Math.fma(g, t, 1.128379225730896f);
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
    float q = 0.00019845913629978895f;
    q = Math.fma(q, r, 0.0013940928038209677f);
    q = Math.fma(q, r, 0.008333389647305012f);
    q = Math.fma(q, r, 0.04166635870933533f);
    q = Math.fma(q, r, 0.1666666567325592f);
    q = Math.fma(q, r, 0.5f);
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
    float q = 0.06746283173561096f;
    q = Math.fma(q, f, -0.11675403267145157f);
    q = Math.fma(q, f, 0.11888188868761063f);
    q = Math.fma(q, f, -0.12405632436275482f);
    q = Math.fma(q, f, 0.14219553768634796f);
    q = Math.fma(q, f, -0.16667993366718292f);
    q = Math.fma(q, f, 0.2000211775302887f);
    q = Math.fma(q, f, -0.25000008940696716f);
    q = Math.fma(q, f, 0.3333331346511841f);
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
