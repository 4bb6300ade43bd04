package dev.kiln.session;

/**
 * What a session throws in the place of an exception that it cannot throw itself: a checked one,
 * which is the cause, or one of a class that it cannot make. A session can make the exceptions of a
 * model's own classes where it is made with the state of the model, as in {@code new
 * Session(FooGraphs.f(), FooGraphs.stateOf(foo))}.
 */
public final class ThrownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String exceptionClass;

  ThrownException(String exceptionClass, String message, Throwable cause) {
    super(message, cause);
    this.exceptionClass = exceptionClass;
  }

  /** The canonical name of the class of the exception that compiled code throws. */
  public String exceptionClass() {
    return exceptionClass;
  }
}
