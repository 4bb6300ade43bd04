package dev.kiln.op.definition;

/** What an operation does beside computing its result; passes may move and drop accordingly. */
public enum Effect {
  /** Nothing: may be dropped, merged with an equal one, moved and repeated. */
  PURE,
  /** May throw (integer division by zero): keeps its place among operations with effects. */
  MAY_THROW,
  /** Makes a new reference with an identity of its own; never merged. May throw. */
  ALLOCATE,
  /** Reads memory that a {@link #WRITE} may change. May throw. */
  READ,
  /** Writes memory, or checks something that stops the program. May throw. */
  WRITE
}
