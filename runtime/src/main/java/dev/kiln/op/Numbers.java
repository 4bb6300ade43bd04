package dev.kiln.op;

import dev.kiln.kernel.tensor.JavaNumbers;

/** Java numbers beside tensors. */
final class Numbers {
  private Numbers() {}

  /**
   * The number in the dtype of a value.
   *
   * @throws IllegalArgumentException if it does not fit, naming the method
   */
  static <T extends Operand<T>> T like(T value, double number, String method) {
    JavaNumbers.requireFits(value.dtype(), number, method);
    return value.number(number);
  }
}
