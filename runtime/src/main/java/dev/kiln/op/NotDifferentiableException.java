package dev.kiln.op;

import dev.kiln.type.SourcePosition;

/** A derivative was asked for that does not exist, or that Kiln cannot compute. */
public final class NotDifferentiableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient SourcePosition position;

  /**
   * @param message what has no derivative, and what to write instead
   * @param position where in the source it is
   */
  public NotDifferentiableException(String message, SourcePosition position) {
    super(message);
    this.position = position;
  }

  /** Where in the source it is. */
  public SourcePosition position() {
    return position == null ? SourcePosition.UNKNOWN : position;
  }
}
