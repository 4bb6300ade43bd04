package dev.kiln.kernel.elementwise;

/**
 * The transcendental functions of tensors, computed in double with fdlibm's algorithms ({@link
 * StrictMath}), so that every platform, mode and thread count gives the same bits. Floats have
 * functions of their own where these are used most, in {@link FloatFunctions}.
 */
public final class ElementaryFunctions {
  private static final double LOG_OF_TWO = 0.6931471805599453;
  private static final double SQRT_OF_TWO = 1.4142135623730951;
  private static final double SQRT_OF_PI = 1.772453850905516;

  /** Above it, the square of a number plus 1 rounds to the square. */
  private static final double LARGE = 0x1p28;

  private static final double SERIES_BOUND = 2;
  private static final int FRACTIONS = 80;

  private ElementaryFunctions() {}

  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  public static double log(double x) {
    return StrictMath.log(x);
  }

  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  /** The power; squares, roots, reciprocals and cubes by the instructions for these. */
  public static double pow(double x, double y) {
    if (y == 2) {
      return x * x;
    }
    if (y == 1) {
      return x;
    }
    if (y == 0.5 && x >= 0) {
      return Math.sqrt(x + 0.0); // 0 for -0
    }
    if (y == -1) {
      return 1 / x;
    }
    return y == 3 ? x * x * x : StrictMath.pow(x, y);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** The logarithm to base 2, exact for powers of two. */
  public static double log2(double x) {
    if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
      return StrictMath.log(x) / LOG_OF_TWO;
    }
    int exponent = Math.getExponent(x);
    double significand = Math.scalb(x, -exponent);
    if (significand > SQRT_OF_TWO) { // so that the sum does not cancel below 1
      significand /= 2;
      exponent++;
    }
    return exponent + StrictMath.log(significand) / LOG_OF_TWO;
  }

  /** The inverse of {@code sinh}: {@code log(x + sqrt(x^2 + 1))}, odd and without cancellation. */
  public static double asinh(double x) {
    double a = Math.abs(x);
    double result =
        a > LARGE
            ? StrictMath.log(a) + LOG_OF_TWO
            : StrictMath.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(result, x);
  }

  /** The inverse of {@code cosh}, not negative; NaN below 1. */
  public static double acosh(double x) {
    double above = x - 1;
    return x > LARGE
        ? StrictMath.log(x) + LOG_OF_TWO
        : StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
  }

  /** The inverse of {@code tanh}: {@code log((1 + x) / (1 - x)) / 2}; NaN outside of -1 to 1. */
  public static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(0.5 * StrictMath.log1p(2 * a / (1 - a)), x);
  }

  /**
   * The error function, {@code 2 / sqrt(pi)} times the integral of {@code exp(-t^2)} from 0 to x.
   * Near 0 by the series 7.6.2 of the NIST Digital Library of Mathematical Functions, all of whose
   * terms are positive; further out by the continued fraction 7.9.1 of the complement.
   */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (!(a < 6)) { // 1 - erf(6) < 2.2e-17
      return Math.signum(x);
    }
    if (a >= SERIES_BOUND) {
      return Math.copySign(1 - complement(a), x);
    }
    double square = a * a;
    double term = a;
    double sum = a;
    for (int n = 1; term > sum * 0x1p-56; n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return Math.copySign(2 / SQRT_OF_PI * StrictMath.exp(-square) * sum, x);
  }

  /** {@code 1 - erf(x)} for {@code x >= 2}, from the last of enough partial denominators. */
  private static double complement(double x) {
    double fraction = x;
    for (int n = FRACTIONS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return StrictMath.exp(-x * x) / (SQRT_OF_PI * fraction);
  }
}
