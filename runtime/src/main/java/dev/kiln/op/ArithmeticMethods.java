package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * Arithmetic that is needed more rarely: with another rounding of quotients, of bits, of angles,
 * and gamma functions.
 *
 * @param <T> the implementing type itself
 */
public interface ArithmeticMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  private T with(OpDefinition operation, T other) {
    return self()
        .apply(
            operation, Attributes.NONE, List.of(self(), Operands.given(operation.name(), other)));
  }

  /**
   * The remainder with the sign of the divisor, {@code x - y floor(x / y)}; ONNX Mod of integers,
   * Python's {@code %}.
   */
  default T mod(T divisor) {
    T remainder = self().remainder(divisor);
    return differs(remainder, divisor).where(remainder.add(divisor), remainder);
  }

  /** As {@link #mod(Operand)}. */
  default T mod(double divisor) {
    return mod(Operands.like(self(), divisor, "mod"));
  }

  /** As {@link #mod(Operand)}, exactly so where the dtype is int64. */
  default T mod(long divisor) {
    return mod(Operands.like(self(), divisor, "mod"));
  }

  /** The quotient rounded down; Python's {@code //}. */
  default T floorDivide(T divisor) {
    if (self().dtype().isFloating()) {
      return self().divide(divisor).floor();
    }
    T quotient = self().divide(divisor);
    return differs(self().subtract(quotient.multiply(divisor)), divisor)
        .where(quotient.subtract(1), quotient);
  }

  /** As {@link #floorDivide(Operand)}. */
  default T floorDivide(double divisor) {
    return floorDivide(Operands.like(self(), divisor, "floorDivide"));
  }

  /** As {@link #floorDivide(Operand)}, exactly so where the dtype is int64. */
  default T floorDivide(long divisor) {
    return floorDivide(Operands.like(self(), divisor, "floorDivide"));
  }

  /** The whole number that is not further from 0. */
  default T trunc() {
    return self().less(0).where(self().ceil(), self().floor());
  }

  /** The bits moved to the left by as many places; ONNX BitShift. */
  default T shiftLeft(T places) {
    return with(SpecialOps.SHIFT_LEFT, places);
  }

  /** As {@link #shiftLeft(Operand)}. */
  default T shiftLeft(double places) {
    return shiftLeft(Operands.like(self(), places, "shiftLeft"));
  }

  /** As {@link #shiftLeft(Operand)}, exactly so where the dtype is int64. */
  default T shiftLeft(long places) {
    return shiftLeft(Operands.like(self(), places, "shiftLeft"));
  }

  /** The bits moved to the right by as many places, with the sign kept. */
  default T shiftRight(T places) {
    return with(SpecialOps.SHIFT_RIGHT, places);
  }

  /** As {@link #shiftRight(Operand)}. */
  default T shiftRight(double places) {
    return shiftRight(Operands.like(self(), places, "shiftRight"));
  }

  /** As {@link #shiftRight(Operand)}, exactly so where the dtype is int64. */
  default T shiftRight(long places) {
    return shiftRight(Operands.like(self(), places, "shiftRight"));
  }

  /** Each bit of integers inverted; ONNX BitwiseNot. */
  default T bitwiseNot() {
    return self().xor(self().number(-1));
  }

  /** The angle of the point whose second coordinate is this, from -pi to pi. */
  default T atan2(T first) {
    return with(SpecialOps.ATAN2, first);
  }

  /** As {@link #atan2(Operand)}. */
  default T atan2(double first) {
    return atan2(Operands.like(self(), first, "atan2"));
  }

  /** {@code sqrt(x^2 + y^2)} without overflow; its derivative at 0 is 0. */
  default T hypot(T other) {
    return with(SpecialOps.HYPOT, other);
  }

  /** As {@link #hypot(Operand)}. */
  default T hypot(double other) {
    return hypot(Operands.like(self(), other, "hypot"));
  }

  /** {@code x log(y)}, and 0 where x is 0 and y is not NaN. */
  default T xlogy(T other) {
    T none = self().equalTo(0).and(other.isNaN().not());
    T logarithm = none.where(other.number(1), other).log();
    return none.where(self().number(0), self().multiply(logarithm));
  }

  /** {@code log(|gamma(x)|)}, infinite at 0 and at negative integers. */
  default T lgamma() {
    return self().apply(SpecialOps.LGAMMA, Attributes.NONE, List.of(self()));
  }

  /** The derivative of {@code log(gamma(x))}; NaN at negative integers. */
  default T digamma() {
    return polygamma(0);
  }

  /** Derivative {@code order} of {@link #digamma}; the order is not negative. */
  default T polygamma(int order) {
    return SpecialOps.polygamma(self(), order);
  }

  /** Other numbers for NaN, infinity and minus infinity. */
  default T nanToNum(double nan, double infinity, double minusInfinity) {
    return nanToNum(
        Operands.like(self(), nan, "nanToNum"),
        Operands.like(self(), infinity, "nanToNum"),
        Operands.like(self(), minusInfinity, "nanToNum"));
  }

  /** As {@link #nanToNum(double, double, double)}. */
  default T nanToNum(T nan, T infinity, T minusInfinity) {
    T x = self();
    T above = x.equalTo(x.number(Double.POSITIVE_INFINITY)).where(infinity, x);
    T within = x.equalTo(x.number(Double.NEGATIVE_INFINITY)).where(minusInfinity, above);
    return x.isNaN().where(nan, within);
  }

  /**
   * Whether the distance to another number is at most {@code relative} times its absolute value
   * plus {@code absolute}, or both are the same infinity; NumPy's and PyTorch's {@code isclose}.
   */
  default T isClose(T other, double relative, double absolute) {
    return isClose(
        other,
        Operands.like(self(), relative, "isClose"),
        Operands.like(self(), absolute, "isClose"));
  }

  /** As {@link #isClose(Operand, double, double)}. */
  default T isClose(T other, T relative, T absolute) {
    T bound = absolute.add(relative.multiply(Operands.given("isClose", other).abs()));
    T near = self().subtract(other).abs().lessEqual(bound);
    return self().equalTo(other).or(near.and(other.isFinite()));
  }

  /** Whether a remainder is not 0 and has not the sign of the divisor. */
  private T differs(T remainder, T divisor) {
    return remainder.notEqualTo(0).and(remainder.less(0).xor(divisor.less(0)));
  }
}
