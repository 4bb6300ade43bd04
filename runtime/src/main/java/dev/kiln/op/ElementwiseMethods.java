package dev.kiln.op;

/**
 * Functions of tensors element by element, composed of operations of the catalogue.
 *
 * @param <T> the implementing type itself
 */
public interface ElementwiseMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** {@code 1 / x}; ONNX Reciprocal. */
  default T reciprocal() {
    return self().number(1).divide(self());
  }

  /** {@code 1 / sqrt(x)}. */
  default T rsqrt() {
    return self().sqrt().reciprocal();
  }

  /** {@code least} where elements are less, {@code greatest} where they are greater; ONNX Clip. */
  default T clip(double least, double greatest) {
    return clip(Operands.like(self(), least, "clip"), Operands.like(self(), greatest, "clip"));
  }

  /** As {@link #clip(double, double)}, exactly so where the dtype is int64. */
  default T clip(long least, long greatest) {
    return clip(Operands.like(self(), least, "clip"), Operands.like(self(), greatest, "clip"));
  }

  /** As {@link #clip(double, double)}; NaN stays NaN. At the bounds the derivative is 1. */
  default T clip(T least, T greatest) {
    T x = self();
    return x.less(least).where(least, x.greater(greatest).where(greatest, x));
  }

  /** Whether elements are NaN; ONNX IsNaN. */
  default T isNaN() {
    return self().notEqualTo(self());
  }

  /** Whether elements are infinite; ONNX IsInf. */
  default T isInfinite() {
    return self().abs().equalTo(self().number(Double.POSITIVE_INFINITY));
  }

  /** Whether elements are neither infinite nor NaN. */
  default T isFinite() {
    return self().abs().less(self().number(Double.POSITIVE_INFINITY));
  }

  /** {@code replacement} where elements are NaN. */
  default T replaceNaN(double replacement) {
    return replaceNaN(Operands.like(self(), replacement, "replaceNaN"));
  }

  /** As {@link #replaceNaN(double)}. */
  default T replaceNaN(T replacement) {
    return isNaN().where(replacement, self());
  }

  /** {@code value} where the bool tensor {@code mask} is true. */
  default T maskedFill(T mask, double value) {
    return maskedFill(mask, Operands.like(self(), value, "maskedFill"));
  }

  /** As {@link #maskedFill(Operand, double)}, exactly so where the dtype is int64. */
  default T maskedFill(T mask, long value) {
    return maskedFill(mask, Operands.like(self(), value, "maskedFill"));
  }

  /** As {@link #maskedFill(Operand, double)}. */
  default T maskedFill(T mask, T value) {
    return mask.where(value, self());
  }

  /** {@code (x - y)^2}. */
  default T squaredDifference(T other) {
    return self().subtract(other).square();
  }

  /** {@code x + weight * (end - x)}: linear interpolation. */
  default T lerp(T end, double weight) {
    return lerp(end, Operands.like(self(), weight, "lerp"));
  }

  /** As {@link #lerp(Operand, double)}, exactly so where the dtype is int64. */
  default T lerp(T end, long weight) {
    return lerp(end, Operands.like(self(), weight, "lerp"));
  }

  /** As {@link #lerp(Operand, double)}. */
  default T lerp(T end, T weight) {
    return self().add(end.subtract(self()).multiply(weight));
  }

  /** {@code log(exp(x) + exp(y))} without overflow. */
  default T logAddExp(T other) {
    T greater = self().greater(other); // no maximum, whose second derivative where equal is 0
    T below = greater.where(other.subtract(self()), self().subtract(other));
    return greater.where(self(), other).add(below.exp().log1p());
  }

  /** {@code log(x / (1 - x))}, the inverse of {@code sigmoid}. */
  default T logit() {
    return self().divide(self().negate().add(1)).log();
  }
}
