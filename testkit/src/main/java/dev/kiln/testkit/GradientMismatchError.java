package dev.kiln.testkit;

/** A derivative is not what finite differences say, or two derivatives contradict each other. */
public final class GradientMismatchError extends AssertionError {
  private static final long serialVersionUID = 1L;

  GradientMismatchError(String message) {
    super(message);
  }
}
