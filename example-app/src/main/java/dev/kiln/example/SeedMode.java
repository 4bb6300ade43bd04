package dev.kiln.example;

/** The ways to run the counters. */
enum SeedMode {
  /** The class as it is, on tensors. */
  EAGER("eager tensors"),
  /** A graph built by hand. */
  BUILT("hand-built graph in a session"),
  /** The graph that the processor made of the tensor method. */
  GENERATED("generated graph in a session"),
  /** The graph that the processor made of the method on primitives. */
  GENERATED_SCALARS("generated graph of primitives"),
  /** The code that the processor made of the tensor method. */
  COMPILED_TENSORS("compiled, tensors"),
  /** The code that the processor made of the method on primitives. */
  COMPILED("compiled, primitives");

  private final String description;

  SeedMode(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }
}
