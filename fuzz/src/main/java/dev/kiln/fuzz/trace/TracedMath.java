package dev.kiln.fuzz.trace;

/**
 * The functions of {@link Math} and of the classes of numbers that are smooth in pieces, and
 * remainders: each notes the piece. What they give is what those give.
 */
public final class TracedMath {
  private TracedMath() {}

  private static void sign(double value) {
    BranchTrace.step(Math.signum(value));
  }

  /** As {@link Math#abs(double)}. */
  public static double abs(double x) {
    sign(x);
    return Math.abs(x);
  }

  /** As {@link Math#abs(float)}. */
  public static float abs(float x) {
    sign(x);
    return Math.abs(x);
  }

  /** As {@link Math#max(double, double)}. */
  public static double max(double x, double y) {
    BranchTrace.number(Double.compare(x, y));
    return Math.max(x, y);
  }

  /** As {@link Math#max(float, float)}. */
  public static float max(float x, float y) {
    BranchTrace.number(Float.compare(x, y));
    return Math.max(x, y);
  }

  /** As {@link Math#min(double, double)}. */
  public static double min(double x, double y) {
    BranchTrace.number(Double.compare(x, y));
    return Math.min(x, y);
  }

  /** As {@link Math#min(float, float)}. */
  public static float min(float x, float y) {
    BranchTrace.number(Float.compare(x, y));
    return Math.min(x, y);
  }

  /** As {@link Math#copySign(double, double)}, to which NaN may have any sign. */
  public static double copySign(double magnitude, double from) {
    if (Double.isNaN(from)) {
      BranchTrace.undetermined();
    }
    sign(magnitude);
    sign(Math.copySign(1, from));
    return Math.copySign(magnitude, from);
  }

  /** As {@link Math#copySign(float, float)}, to which NaN may have any sign. */
  public static float copySign(float magnitude, float from) {
    if (Float.isNaN(from)) {
      BranchTrace.undetermined();
    }
    sign(magnitude);
    sign(Math.copySign(1, from));
    return Math.copySign(magnitude, from);
  }

  /** As {@link StrictMath#copySign(double, double)}, to which NaN is positive. */
  public static double strictCopySign(double magnitude, double from) {
    sign(magnitude);
    sign(StrictMath.copySign(1, from));
    return StrictMath.copySign(magnitude, from);
  }

  /** As {@link StrictMath#copySign(float, float)}, to which NaN is positive. */
  public static float strictCopySign(float magnitude, float from) {
    sign(magnitude);
    sign(StrictMath.copySign(1, from));
    return StrictMath.copySign(magnitude, from);
  }

  /** As {@link Math#signum(double)}. */
  public static double signum(double x) {
    sign(x);
    return Math.signum(x);
  }

  /** As {@link Math#signum(float)}. */
  public static float signum(float x) {
    sign(x);
    return Math.signum(x);
  }

  /** As {@link Math#floor}. */
  public static double floor(double x) {
    return step(Math.floor(x));
  }

  /** As {@link Math#ceil}. */
  public static double ceil(double x) {
    return step(Math.ceil(x));
  }

  /** As {@link Math#rint}. */
  public static double rint(double x) {
    return step(Math.rint(x));
  }

  /** As {@link Math#round(double)}. */
  public static long round(double x) {
    long result = Math.round(x);
    BranchTrace.number(result);
    return result;
  }

  /** As {@link Math#round(float)}. */
  public static int round(float x) {
    int result = Math.round(x);
    BranchTrace.number(result);
    return result;
  }

  /** As {@link Math#ulp(double)}. */
  public static double ulp(double x) {
    return step(Math.ulp(x));
  }

  /** As {@link Math#ulp(float)}. */
  public static float ulp(float x) {
    BranchTrace.step(Math.ulp(x));
    return Math.ulp(x);
  }

  /** As {@link Math#getExponent(double)}. */
  public static int getExponent(double x) {
    BranchTrace.number(Math.getExponent(x));
    return Math.getExponent(x);
  }

  /** As {@link Math#getExponent(float)}. */
  public static int getExponent(float x) {
    BranchTrace.number(Math.getExponent(x));
    return Math.getExponent(x);
  }

  /** As {@link Double#compare}. */
  public static int compare(double x, double y) {
    BranchTrace.number(Double.compare(x, y));
    return Double.compare(x, y);
  }

  /** As {@link Float#compare}. */
  public static int compare(float x, float y) {
    BranchTrace.number(Float.compare(x, y));
    return Float.compare(x, y);
  }

  /** As {@link Double#doubleToLongBits}. */
  public static long doubleToLongBits(double x) {
    BranchTrace.number(Double.doubleToLongBits(x));
    return Double.doubleToLongBits(x);
  }

  /** As {@link Double#doubleToRawLongBits}: NaN may have any bits. */
  public static long doubleToRawLongBits(double x) {
    if (Double.isNaN(x)) {
      BranchTrace.undetermined();
    }
    BranchTrace.number(Double.doubleToRawLongBits(x));
    return Double.doubleToRawLongBits(x);
  }

  /** As {@link Float#floatToIntBits}. */
  public static int floatToIntBits(float x) {
    BranchTrace.number(Float.floatToIntBits(x));
    return Float.floatToIntBits(x);
  }

  /** As {@link Float#floatToRawIntBits}: NaN may have any bits. */
  public static int floatToRawIntBits(float x) {
    if (Float.isNaN(x)) {
      BranchTrace.undetermined();
    }
    BranchTrace.number(Float.floatToRawIntBits(x));
    return Float.floatToRawIntBits(x);
  }

  /** As {@link Math#IEEEremainder}. */
  public static double IEEEremainder(double x, double y) {
    double result = Math.IEEEremainder(x, y);
    step(Math.rint((x - result) / y));
    return result;
  }

  /** As {@link Math#atan2}, which jumps where {@code x} is negative. */
  public static double atan2(double y, double x) {
    sign(y);
    sign(x);
    return Math.atan2(y, x);
  }

  /** {@code x % y}. */
  public static double remainder(double x, double y) {
    double result = x % y;
    step(Math.rint((x - result) / y));
    return result;
  }

  /** {@code x % y}. */
  public static float remainder(float x, float y) {
    float result = x % y;
    step(Math.rint(((double) x - result) / y));
    return result;
  }

  private static double step(double value) {
    BranchTrace.step(value);
    return value;
  }
}
