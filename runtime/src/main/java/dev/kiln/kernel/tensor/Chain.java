package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;

/**
 * Products and quotients of the chain rule, of a cotangent or tangent and a slope: where one of
 * them is zero the result is zero, even where the other is infinite or NaN. So what does not count
 * adds nothing to a derivative.
 *
 * <p>This makes a difference only where Java's operators give NaN; everywhere else the bits are
 * theirs.
 */
public final class Chain {
  private Chain() {}

  // Short, so that HotSpot inlines them wherever they are called.

  /** {@code a * b}, but 0 where one of them is 0. */
  public static double product(double a, double b) {
    double product = a * b;
    return Double.isNaN(product) ? unlessZero(product, a, b) : product;
  }

  /** {@code a * b}, but 0 where one of them is 0. */
  public static float product(float a, float b) {
    float product = a * b;
    return Float.isNaN(product) ? unlessZero(product, a, b) : product;
  }

  /** {@code a * b} of elements, with broadcasting. */
  public static NdArray product(NdArray a, NdArray b) {
    return ChainKernels.Product.KERNEL.apply(a, b);
  }

  /** {@code a / b}, but 0 where {@code a} or the slope {@code 1 / b} is 0. */
  public static double quotient(double a, double b) {
    double quotient = a / b;
    return Double.isNaN(quotient) ? unlessZero(quotient, a, 1 / b) : quotient;
  }

  /** {@code a / b}, but 0 where {@code a} or the slope {@code 1 / b} is 0. */
  public static float quotient(float a, float b) {
    float quotient = a / b;
    return Float.isNaN(quotient) ? unlessZero(quotient, a, 1 / b) : quotient;
  }

  /** {@code a / b} of elements, with broadcasting. */
  public static NdArray quotient(NdArray a, NdArray b) {
    return ChainKernels.Quotient.KERNEL.apply(a, b);
  }

  /** The slope {@code x / length} of a length by one of its coordinates, 0 where it is 0. */
  public static double direction(double x, double length) {
    return length == 0 ? 0 : x / length;
  }

  /** The slope {@code x / length} of a length by one of its coordinates, 0 where it is 0. */
  public static float direction(float x, float length) {
    return length == 0 ? 0 : x / length;
  }

  /** {@link #direction(double, double)} of elements, with broadcasting. */
  public static NdArray direction(NdArray x, NdArray length) {
    return ChainKernels.Direction.KERNEL.apply(x, length);
  }

  private static double unlessZero(double product, double a, double b) {
    return a == 0 || b == 0 ? 0 : product;
  }

  private static float unlessZero(float product, float a, float b) {
    return a == 0 || b == 0 ? 0 : product;
  }
}
