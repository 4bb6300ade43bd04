package dev.kiln.pass;

/** Where passes run on the way of a graph. */
public enum Stage {
  /** On methods, as the front end leaves them. */
  AFTER_LOWERING(""),
  /** On what reverse mode differentiates: calls are inlined, and blocks end in yields only. */
  BEFORE_REVERSE("reverse."),
  /** On what reverse mode makes. */
  AFTER_REVERSE("reversed."),
  /** On what forward mode differentiates. */
  BEFORE_FORWARD("before-forward."),
  /** On what forward mode makes. */
  AFTER_FORWARD("forward."),
  /** On Jacobians and Hessians. */
  AFTER_JACOBIAN("jacobian."),
  /** On what batching makes. */
  AFTER_BATCHING("batch."),
  /** On each finished derivative. */
  AFTER_DIFFERENTIATION("derivative."),
  /** On what a gradient and its form for given arrays share in generated code. */
  SHARING("shared."),
  /** On what becomes Java, forward or derivative. Its operations need no derivatives any more. */
  BEFORE_EMISSION("emitted."),
  /** On the same, last: functions that the JIT compiler takes. */
  SPLITTING("emitted."),
  /** On graphs that sessions run. */
  IN_SESSION("session.");

  private final String prefix;

  Stage(String prefix) {
    this.prefix = prefix;
  }

  /** What the names of its passes begin with. */
  String prefix() {
    return prefix;
  }
}
