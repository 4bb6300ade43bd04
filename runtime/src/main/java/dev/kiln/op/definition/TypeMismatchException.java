package dev.kiln.op.definition;

import dev.kiln.type.Dim;
import java.util.Optional;

/** An operation was applied to operands that it is not defined for. */
public final class TypeMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Two sizes that would have to be equal. */
  public record UnequalSizes(Dim left, Dim right) {}

  private final int operand;
  private final transient Optional<UnequalSizes> unequal;

  /**
   * @param operand the position of the operand to blame
   * @param message what is wrong, with expected and actual types
   */
  public TypeMismatchException(int operand, String message) {
    this(operand, message, Optional.empty());
  }

  /**
   * @param operand the position of the operand to blame
   * @param message what is wrong, with expected and actual types
   * @param unequal the sizes that differ, where nothing but them is wrong
   */
  public TypeMismatchException(int operand, String message, Optional<UnequalSizes> unequal) {
    super(message);
    this.operand = operand;
    this.unequal = unequal;
  }

  /** The position of the operand to blame. */
  public int operand() {
    return operand;
  }

  /** The sizes that differ, where nothing but them is wrong. */
  public Optional<UnequalSizes> unequal() {
    return unequal == null ? Optional.empty() : unequal;
  }
}
