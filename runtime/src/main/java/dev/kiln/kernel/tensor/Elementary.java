package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.elementwise.ElementaryKernels;

/** The elementary functions on tensors of floating-point numbers, element by element. */
public final class Elementary {
  private Elementary() {}

  /** The sine; in radians. */
  public static NdArray sin(NdArray a) {
    return ElementaryKernels.SIN.apply(a);
  }

  /** The cosine; in radians. */
  public static NdArray cos(NdArray a) {
    return ElementaryKernels.COS.apply(a);
  }

  /** The tangent; in radians. */
  public static NdArray tan(NdArray a) {
    return ElementaryKernels.TAN.apply(a);
  }

  /** The angle whose sine it is. */
  public static NdArray asin(NdArray a) {
    return ElementaryKernels.ASIN.apply(a);
  }

  /** The angle whose cosine it is. */
  public static NdArray acos(NdArray a) {
    return ElementaryKernels.ACOS.apply(a);
  }

  /** The angle whose tangent it is. */
  public static NdArray atan(NdArray a) {
    return ElementaryKernels.ATAN.apply(a);
  }

  /** The hyperbolic sine. */
  public static NdArray sinh(NdArray a) {
    return ElementaryKernels.SINH.apply(a);
  }

  /** The hyperbolic cosine. */
  public static NdArray cosh(NdArray a) {
    return ElementaryKernels.COSH.apply(a);
  }

  /** The inverse of the hyperbolic sine. */
  public static NdArray asinh(NdArray a) {
    return ElementaryKernels.ASINH.apply(a);
  }

  /** The inverse of the hyperbolic cosine; NaN below 1. */
  public static NdArray acosh(NdArray a) {
    return ElementaryKernels.ACOSH.apply(a);
  }

  /** The inverse of the hyperbolic tangent; NaN outside of -1 to 1. */
  public static NdArray atanh(NdArray a) {
    return ElementaryKernels.ATANH.apply(a);
  }

  /** The error function. */
  public static NdArray erf(NdArray a) {
    return ElementaryKernels.ERF.apply(a);
  }

  /** {@code log(1 + x)}, exact near 0. */
  public static NdArray log1p(NdArray a) {
    return ElementaryKernels.LOG1P.apply(a);
  }

  /** {@code exp(x) - 1}, exact near 0. */
  public static NdArray expm1(NdArray a) {
    return ElementaryKernels.EXPM1.apply(a);
  }

  /** The logarithm to base 2, exact for powers of two. */
  public static NdArray log2(NdArray a) {
    return ElementaryKernels.LOG2.apply(a);
  }

  /** The greatest whole number that is not greater. */
  public static NdArray floor(NdArray a) {
    return ElementaryKernels.FLOOR.apply(a);
  }

  /** The least whole number that is not less. */
  public static NdArray ceil(NdArray a) {
    return ElementaryKernels.CEIL.apply(a);
  }

  /** The nearest whole number; the even one of two that are as near, as in ONNX and NumPy. */
  public static NdArray round(NdArray a) {
    return ElementaryKernels.ROUND.apply(a);
  }
}
