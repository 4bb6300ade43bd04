package dev.kiln.example;

/** The ways to run a model. */
enum Mode {
  /** The class as it is, on tensors that compute at once. */
  EAGER,
  /** The generated graph in a session. */
  SESSION,
  /** The generated code. */
  COMPILED
}
