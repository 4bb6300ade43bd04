package dev.kiln.op.scalar;

import dev.kiln.annotation.DType;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Evaluation.BitsFunction;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the operations of one method of {@link Double}, {@link Float}, {@link Integer} and {@link
 * Long}, by the class that has it.
 */
final class NumberFunction {
  private static final Derivative DISCRETE =
      new Derivative.None("its values are integers or truth values");
  private static final Derivative ZERO = new Derivative.Zero();

  private final String method;
  private final List<OpDefinition> defined = new ArrayList<>();

  NumberFunction(String method) {
    this.method = method;
  }

  List<OpDefinition> defined() {
    return defined;
  }

  /** The method of the class for {@code dtype}. */
  NumberFunction of(DType dtype, DType result, BitsFunction function, DType... operands) {
    return add(dtype, result, Effect.PURE, function, Set.of(), operands);
  }

  /** As {@link #of}, a method that the JIT compiler makes one instruction, or few, of. */
  NumberFunction cheap(DType dtype, DType result, BitsFunction function, DType... operands) {
    return add(dtype, result, Effect.PURE, function, Set.of(Trait.CHEAP), operands);
  }

  /** A method on two numbers that divides by the second. */
  NumberFunction throwing(DType dtype, BitsFunction function) {
    return add(dtype, dtype, Effect.MAY_THROW, function, Set.of(), dtype, dtype);
  }

  private NumberFunction add(
      DType dtype,
      DType result,
      Effect effect,
      BitsFunction function,
      Set<Trait> traits,
      DType... operands) {
    String owner = Spelling.ownerFor(dtype);
    String prefix = owner.substring(owner.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    Derivative derivative = operands[0].isFloating() && result != DType.BOOL ? ZERO : DISCRETE;
    defined.add(
        new ScalarMethod(owner, prefix, method)
            .operation(result, effect, function, derivative, List.of(), traits, operands));
    return this;
  }
}
