package dev.kiln.array;

/** An index that a tensor does not have. The message ends as that of any illegal operand. */
public final class IllegalIndexException extends IndexOutOfBoundsException {
  private static final long serialVersionUID = 1;

  /** What is not there, without the line. */
  public IllegalIndexException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return IllegalOperandException.located(super.getMessage(), this);
  }
}
