package dev.kiln.processor;

/** What {@code FooGraphs} consists of. */
enum GraphForm {
  /** There is no such class: nothing that is generated refers to the module {@code kiln-graph}. */
  NONE,

  /** Texts, which are less to compile. */
  TEXT,

  /** Code that builds the graphs, where it is not too long. */
  CODE
}
