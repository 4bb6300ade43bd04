package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * Comparisons element by element, and logic.
 *
 * @param <T> the implementing type itself
 */
public interface RelationMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  default T less(T other) {
    return Operands.binary(self(), ElementwiseOps.LESS, other);
  }

  default T less(double other) {
    return less(Operands.like(self(), other, "less"));
  }

  default T less(long other) {
    return less(Operands.like(self(), other, "less"));
  }

  default T lessEqual(T other) {
    return Operands.binary(self(), ElementwiseOps.LESS_EQUAL, other);
  }

  default T lessEqual(double other) {
    return lessEqual(Operands.like(self(), other, "lessEqual"));
  }

  default T lessEqual(long other) {
    return lessEqual(Operands.like(self(), other, "lessEqual"));
  }

  default T greater(T other) {
    return Operands.binary(self(), ElementwiseOps.GREATER, other);
  }

  default T greater(double other) {
    return greater(Operands.like(self(), other, "greater"));
  }

  default T greater(long other) {
    return greater(Operands.like(self(), other, "greater"));
  }

  default T greaterEqual(T other) {
    return Operands.binary(self(), ElementwiseOps.GREATER_EQUAL, other);
  }

  default T greaterEqual(double other) {
    return greaterEqual(Operands.like(self(), other, "greaterEqual"));
  }

  default T greaterEqual(long other) {
    return greaterEqual(Operands.like(self(), other, "greaterEqual"));
  }

  default T equalTo(T other) {
    return Operands.binary(self(), ElementwiseOps.EQUAL, other);
  }

  default T equalTo(double other) {
    return equalTo(Operands.like(self(), other, "equalTo"));
  }

  default T equalTo(long other) {
    return equalTo(Operands.like(self(), other, "equalTo"));
  }

  default T equalTo(boolean other) {
    return equalTo(Operands.truth(self(), other));
  }

  default T notEqualTo(T other) {
    return Operands.binary(self(), ElementwiseOps.NOT_EQUAL, other);
  }

  default T notEqualTo(double other) {
    return notEqualTo(Operands.like(self(), other, "notEqualTo"));
  }

  default T notEqualTo(long other) {
    return notEqualTo(Operands.like(self(), other, "notEqualTo"));
  }

  default T notEqualTo(boolean other) {
    return notEqualTo(Operands.truth(self(), other));
  }

  /** Logical and of booleans; bitwise and of integers. */
  default T and(T other) {
    return Operands.binary(self(), ElementwiseOps.AND, other);
  }

  default T and(boolean other) {
    return and(Operands.truth(self(), other));
  }

  default T and(long other) {
    return and(Operands.like(self(), other, "and"));
  }

  /** Logical or of booleans; bitwise or of integers. */
  default T or(T other) {
    return Operands.binary(self(), ElementwiseOps.OR, other);
  }

  default T or(boolean other) {
    return or(Operands.truth(self(), other));
  }

  default T or(long other) {
    return or(Operands.like(self(), other, "or"));
  }

  /** Logical exclusive or of booleans; bitwise exclusive or of integers. */
  default T xor(T other) {
    return Operands.binary(self(), ElementwiseOps.XOR, other);
  }

  default T xor(boolean other) {
    return xor(Operands.truth(self(), other));
  }

  default T xor(long other) {
    return xor(Operands.like(self(), other, "xor"));
  }

  default T not() {
    return self().apply(ElementwiseOps.NOT, Attributes.NONE, List.of(self()));
  }
}
