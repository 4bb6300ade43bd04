package dev.kiln.op;

/** An operation was applied to operands that it is not defined for. */
public final class TypeMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int operand;

  /**
   * @param operand the position of the operand to blame
   * @param message what is wrong, with expected and actual types
   */
  public TypeMismatchException(int operand, String message) {
    super(message);
    this.operand = operand;
  }

  /** The position of the operand to blame. */
  public int operand() {
    return operand;
  }
}
