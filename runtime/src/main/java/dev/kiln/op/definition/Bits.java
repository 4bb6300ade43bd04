package dev.kiln.op.definition;

import dev.kiln.annotation.DType;

/**
 * Scalars as 64 raw bits, so that a session keeps every scalar in one {@code long[]} without
 * boxing: an int sign-extended, a float or double by its IEEE 754 bits, a boolean as 0 or 1.
 */
public final class Bits {
  private Bits() {}

  public static long of(int value) {
    return value;
  }

  public static long of(long value) {
    return value;
  }

  public static long of(float value) {
    return Float.floatToRawIntBits(value);
  }

  public static long of(double value) {
    return Double.doubleToRawLongBits(value);
  }

  public static long of(boolean value) {
    return value ? 1 : 0;
  }

  public static int toInt(long bits) {
    return (int) bits;
  }

  public static float toFloat(long bits) {
    return Float.intBitsToFloat((int) bits);
  }

  public static double toDouble(long bits) {
    return Double.longBitsToDouble(bits);
  }

  public static boolean toBoolean(long bits) {
    return bits != 0;
  }

  /**
   * The bits of {@code number}, a {@link Number} or {@link Boolean}, converted to {@code dtype}.
   */
  public static long box(Object number, DType dtype) {
    if (number instanceof Boolean truth) {
      return of(truth.booleanValue());
    }
    Number value = (Number) number;
    if (dtype == DType.FLOAT32) {
      return of(value.floatValue());
    }
    if (dtype == DType.FLOAT64) {
      return of(value.doubleValue());
    }
    if (dtype == DType.INT32) {
      return of(value.intValue());
    }
    if (dtype == DType.INT64) {
      return of(value.longValue());
    }
    return of(value.longValue() != 0);
  }

  /** The scalar as a Java wrapper object. */
  public static Object unbox(long bits, DType dtype) {
    if (dtype == DType.FLOAT32) {
      return toFloat(bits);
    }
    if (dtype == DType.FLOAT64) {
      return toDouble(bits);
    }
    if (dtype == DType.INT32) {
      return toInt(bits);
    }
    if (dtype == DType.INT64) {
      return bits;
    }
    return toBoolean(bits);
  }
}
