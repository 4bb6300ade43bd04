package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * The elementary functions of tensors of floating-point numbers, computed in double and rounded
 * once; {@code erf} of floats is computed in float, with an error of at most 3.5 units in the last
 * place.
 *
 * @param <T> the implementing type itself
 */
public interface ElementaryMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  private T unary(OpDefinition operation) {
    return self().apply(operation, Attributes.NONE, List.of(self()));
  }

  /** The sine; in radians. */
  default T sin() {
    return unary(ElementaryOps.SIN);
  }

  /** The cosine; in radians. */
  default T cos() {
    return unary(ElementaryOps.COS);
  }

  /** The tangent; in radians. */
  default T tan() {
    return unary(ElementaryOps.TAN);
  }

  /** The angle whose sine it is. */
  default T asin() {
    return unary(ElementaryOps.ASIN);
  }

  /** The angle whose cosine it is. */
  default T acos() {
    return unary(ElementaryOps.ACOS);
  }

  /** The angle whose tangent it is. */
  default T atan() {
    return unary(ElementaryOps.ATAN);
  }

  /** The hyperbolic sine. */
  default T sinh() {
    return unary(ElementaryOps.SINH);
  }

  /** The hyperbolic cosine. */
  default T cosh() {
    return unary(ElementaryOps.COSH);
  }

  /** The inverse of the hyperbolic sine. */
  default T asinh() {
    return unary(ElementaryOps.ASINH);
  }

  /** The inverse of the hyperbolic cosine; NaN below 1. */
  default T acosh() {
    return unary(ElementaryOps.ACOSH);
  }

  /** The inverse of the hyperbolic tangent; NaN outside of -1 to 1. */
  default T atanh() {
    return unary(ElementaryOps.ATANH);
  }

  /** The error function. */
  default T erf() {
    return unary(ElementaryOps.ERF);
  }

  /** {@code log(1 + x)}, exact near 0. */
  default T log1p() {
    return unary(ElementaryOps.LOG1P);
  }

  /** {@code exp(x) - 1}, exact near 0. */
  default T expm1() {
    return unary(ElementaryOps.EXPM1);
  }

  /** The logarithm to base 2, exact for powers of two. */
  default T log2() {
    return unary(ElementaryOps.LOG2);
  }

  /** The greatest whole number that is not greater. */
  default T floor() {
    return unary(ElementaryOps.FLOOR);
  }

  /** The least whole number that is not less. */
  default T ceil() {
    return unary(ElementaryOps.CEIL);
  }

  /** The nearest whole number; the even one of two that are as near, as in ONNX and NumPy. */
  default T round() {
    return unary(ElementaryOps.ROUND);
  }
}
