package dev.kiln.op;

import dev.kiln.kernel.tensor.JavaNumbers;
import dev.kiln.op.definition.TypeMismatchException;

/** The arguments of methods of operands, checked. */
final class Operands {
  private Operands() {}

  /**
   * The number in the dtype of a value.
   *
   * @throws IllegalArgumentException if it does not fit, naming the method
   */
  static <T extends Operand<T>> T like(T value, double number, String method) {
    JavaNumbers.requireFits(value.dtype(), number, method);
    return value.number(number);
  }

  /**
   * The operand.
   *
   * @throws NullPointerException if it is null, naming the operation
   */
  static <T> T given(String operation, T operand) {
    if (operand == null) {
      throw new NullPointerException("an operand of " + operation + " is null");
    }
    return operand;
  }

  /**
   * The axis counted from 0.
   *
   * @throws TypeMismatchException if the rank has none such, naming the method
   */
  static int axis(String method, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new TypeMismatchException(0, method + ": no axis " + axis + " in rank " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }
}
