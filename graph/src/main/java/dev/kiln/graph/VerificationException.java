package dev.kiln.graph;

/** A graph breaks a rule that every graph keeps. */
public final class VerificationException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** An exception that says which rule, and where. */
  public VerificationException(String message) {
    super(message);
  }
}
