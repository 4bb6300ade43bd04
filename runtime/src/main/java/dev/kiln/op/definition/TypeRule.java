package dev.kiln.op.definition;

import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Infers the type of an operation's result. */
@FunctionalInterface
public interface TypeRule {
  /**
   * Returns the type of the result, or empty for an operation without one.
   *
   * @throws TypeMismatchException if the operation is not defined for these operands
   */
  Optional<ValueType> infer(Attributes attributes, List<ValueType> operands);
}
