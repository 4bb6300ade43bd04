package dev.kiln.processor.diagnostic;

import java.util.Optional;

/** Ends the work on a method: its code cannot be translated faithfully. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  /** Refuses with a message. */
  public Refusal(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  private Refusal() {
    super("javac reports this", null, false, false);
    this.diagnostic = null;
  }

  /** Refuses silently code that is not Java: javac reports it. */
  public static Refusal leftToJavac() {
    return new Refusal();
  }

  /** What to tell the user; empty where javac will. */
  public Optional<Diagnostic> diagnostic() {
    return Optional.ofNullable(diagnostic);
  }
}
