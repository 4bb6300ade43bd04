package dev.kiln.pass.analysis.flow;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.op.ChainOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Bits;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/**
 * What holds for a number where the inputs of the graph are finite.
 *
 * @param isFinite whether it is, unless a sum or product overflows
 * @param sign its sign
 */
public record NumberFact(boolean isFinite, Sign sign) {
  /** The sign of a number that may be infinite; from weak to strong. */
  enum Sign {
    /** Any, or NaN. */
    ANY,
    NOT_NEGATIVE,
    /** More than some positive constant. */
    POSITIVE
  }

  static final NumberFact NOTHING = new NumberFact(false, Sign.ANY);
  static final NumberFact FINITE = new NumberFact(true, Sign.ANY);
  static final NumberFact ZERO = new NumberFact(true, Sign.NOT_NEGATIVE);
  static final NumberFact STRONGEST = new NumberFact(true, Sign.POSITIVE);

  public boolean isPositive() {
    return sign == Sign.POSITIVE;
  }

  private boolean isNotNegative() {
    return sign != Sign.ANY;
  }

  /** What holds for one of two numbers. */
  NumberFact or(NumberFact other) {
    return new NumberFact(isFinite && other.isFinite, lesser(sign, other.sign));
  }

  /** What holds for a sum, or for an element that was added to. */
  NumberFact plus(NumberFact other) {
    Sign either = isNotNegative() && other.isNotNegative() ? greater(sign, other.sign) : Sign.ANY;
    return new NumberFact(isFinite && other.isFinite, either);
  }

  private static Sign lesser(Sign first, Sign second) {
    return first.compareTo(second) <= 0 ? first : second;
  }

  private static Sign greater(Sign first, Sign second) {
    return first.compareTo(second) >= 0 ? first : second;
  }

  private static NumberFact notNegativeIf(boolean isFinite, boolean condition) {
    return new NumberFact(isFinite, condition ? Sign.NOT_NEGATIVE : Sign.ANY);
  }

  /**
   * What holds for the result of an operation on scalars.
   *
   * @param operands what holds for its operands
   * @param steep whether all slopes may be infinite at finite values of the function
   */
  static NumberFact of(Operation.Apply apply, List<NumberFact> operands, boolean steep) {
    OpDefinition definition = apply.definition();
    if (!apply.result().type().isFloating()) {
      return FINITE;
    }
    Optional<Attribute.Number> literal = apply.number();
    if (literal.isPresent()) {
      return ofNumber(literal.get());
    }
    if (definition.is(Trait.ZERO)) {
      return ZERO;
    }
    if (definition.is(Trait.KEEPS_NUMBER)) {
      // what is small as a double may be zero as a float
      boolean rounds = apply.result().type().equals(ScalarType.FLOAT32);
      return rounds ? operands.get(0).or(ZERO) : operands.get(0);
    }
    if (definition.is(Trait.SELECTION)) {
      return operands.get(1).or(operands.get(2));
    }
    return ofArithmetic(apply, operands, steep);
  }

  private static NumberFact ofNumber(Attribute.Number number) {
    double value =
        number.dtype() == DType.FLOAT32
            ? Bits.toFloat(number.bits())
            : Bits.toDouble(number.bits());
    if (!Double.isFinite(value)) {
      return NOTHING;
    }
    return value > 0 ? STRONGEST : value == 0 ? ZERO : FINITE;
  }

  private static NumberFact ofArithmetic(
      Operation.Apply apply, List<NumberFact> operands, boolean steep) {
    boolean finite = operands.stream().allMatch(NumberFact::isFinite);
    NumberFact first = operands.isEmpty() ? NOTHING : operands.get(0);
    NumberFact second = operands.size() < 2 ? NOTHING : operands.get(1);
    if (apply.is(Trait.SUM)) {
      return first.plus(second);
    }
    if (apply.is(Trait.PRODUCT)) {
      boolean square = apply.operands().get(0).equals(apply.operands().get(1));
      Sign sign = square ? greater(first.sign, Sign.NOT_NEGATIVE) : lesser(first.sign, second.sign);
      return finite ? new NumberFact(true, sign) : NOTHING;
    }
    if (apply.definition() == ElementwiseOps.DIVIDE) {
      boolean divides = first.isFinite && second.isPositive();
      return notNegativeIf(divides, divides && first.isNotNegative());
    }
    if (apply.is(Trait.CHAIN_PRODUCT)) {
      boolean isFinite = apply.definition() == ChainOps.PRODUCT && !steep ? first.isFinite : finite;
      return isFinite ? FINITE : NOTHING;
    }
    if (apply.is(Trait.CHAIN_QUOTIENT)) {
      boolean divides = apply.definition() == ChainOps.QUOTIENT && !steep || second.isPositive();
      return first.isFinite && divides ? FINITE : NOTHING;
    }
    if (apply.is(Trait.MAXIMUM)) {
      return new NumberFact(finite, finite ? greater(first.sign, second.sign) : Sign.ANY);
    }
    if (apply.is(Trait.MINIMUM)) {
      return new NumberFact(finite, lesser(first.sign, second.sign));
    }
    boolean isFinite =
        apply.is(Trait.FINITE)
            || apply.is(Trait.FINITE_IF_NOT_NEGATIVE) && first.isNotNegative()
            || apply.is(Trait.FINITE_IF_POSITIVE) && first.isPositive();
    return new NumberFact(finite && isFinite, signOfFunction(apply, first, finite));
  }

  private static Sign signOfFunction(Operation.Apply apply, NumberFact operand, boolean finite) {
    if (apply.is(Trait.SIGN_OF_OPERAND)) {
      return operand.sign;
    }
    return apply.is(Trait.NOT_NEGATIVE) && finite ? Sign.NOT_NEGATIVE : Sign.ANY;
  }
}
