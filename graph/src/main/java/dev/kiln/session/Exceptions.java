package dev.kiln.session;

import java.util.Map;
import java.util.function.Function;

/** Makes the exceptions that graphs throw. */
public final class Exceptions {
  private static final Map<String, Function<String, Throwable>> JAVAS =
      Map.of(
          "java.lang.AssertionError",
          message -> message == null ? new AssertionError() : new AssertionError(message),
          "java.lang.IllegalArgumentException",
          IllegalArgumentException::new,
          "java.lang.IllegalStateException",
          IllegalStateException::new,
          "java.lang.ArithmeticException",
          ArithmeticException::new,
          "java.lang.IndexOutOfBoundsException",
          IndexOutOfBoundsException::new,
          "java.lang.ArrayIndexOutOfBoundsException",
          ArrayIndexOutOfBoundsException::new,
          "java.lang.UnsupportedOperationException",
          UnsupportedOperationException::new,
          "java.lang.NullPointerException",
          NullPointerException::new,
          "java.lang.RuntimeException",
          RuntimeException::new);

  private final Map<String, Function<String, Throwable>> others;

  /**
   * @param others make those of other classes than those of Java that are thrown most, by name
   */
  Exceptions(Map<String, Function<String, Throwable>> others) {
    this.others = others;
  }

  /** Whether sessions can make the exceptions of a class of Java themselves. */
  public static boolean areKnown(String name) {
    return JAVAS.containsKey(name);
  }

  /**
   * An exception that a session may throw.
   *
   * @param message null for an exception without one
   */
  Throwable make(String name, String message) {
    return areKnown(name) ? JAVAS.get(name).apply(message) : other(name, message);
  }

  private Throwable other(String name, String message) {
    if (!others.containsKey(name)) {
      return new ThrownException(name, message, null);
    }
    Throwable made = others.get(name).apply(message);
    boolean isChecked = !(made instanceof RuntimeException || made instanceof Error);
    return isChecked ? new ThrownException(name, made.getMessage(), made) : made;
  }
}
