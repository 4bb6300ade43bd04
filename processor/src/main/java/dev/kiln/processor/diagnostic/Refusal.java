package dev.kiln.processor.diagnostic;

import java.util.Optional;

/** Ends the work on a piece of code that cannot be translated faithfully. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;
  private final boolean isLeftToJavac;

  /** Refuses with a message. */
  public Refusal(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
    this.isLeftToJavac = false;
  }

  private Refusal(boolean isLeftToJavac) {
    super(isLeftToJavac ? "javac reports this" : "reported", null, false, false);
    this.diagnostic = null;
    this.isLeftToJavac = isLeftToJavac;
  }

  /** Refuses silently code that is not Java: javac reports it. */
  public static Refusal leftToJavac() {
    return new Refusal(true);
  }

  /** Refuses silently code around what has been refused. */
  public static Refusal reported() {
    return new Refusal(false);
  }

  /** Whether the code is not Java. */
  public boolean isLeftToJavac() {
    return isLeftToJavac;
  }

  /** What to tell the user; empty where javac will, or where it has been told. */
  public Optional<Diagnostic> diagnostic() {
    return Optional.ofNullable(diagnostic);
  }
}
