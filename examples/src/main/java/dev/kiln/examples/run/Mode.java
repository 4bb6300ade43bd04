package dev.kiln.examples.run;

/** The ways to run a model. */
public enum Mode {
  /** The class as it is, with a tape. */
  EAGER,
  /** The generated code. */
  COMPILED
}
