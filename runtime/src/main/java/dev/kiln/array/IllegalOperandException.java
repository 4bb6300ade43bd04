package dev.kiln.array;

/**
 * An argument of a method or an operand of an operation that does not fit. The message ends with
 * the line that called Kiln, such as {@code (Foo.java:12)}: in each mode that of the model.
 */
public final class IllegalOperandException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** What does not fit, without the line. */
  public IllegalOperandException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return located(super.getMessage(), this);
  }

  /** A message with the first line of the stack trace that is not one of Kiln's. */
  static String located(String message, Throwable failure) {
    for (StackTraceElement each : failure.getStackTrace()) {
      String type = each.getClassName();
      if (!isKilns(type)) {
        return each.getLineNumber() > 0 && !type.matches("(java|javax|jdk)\\..*")
            ? message + " (" + each.getFileName() + ":" + each.getLineNumber() + ")"
            : message;
      }
    }
    return message;
  }

  /** Whether a class is one of those that run models, and no layer, which is a model. */
  public static boolean isKilns(String type) {
    return type.matches(
        "dev\\.kiln\\.((array|io|kernel|op|session|spi|tensor|type)\\.|nn\\.[A-Z]).*");
  }
}
