package dev.kiln.processor.frontend.method;

import dev.kiln.graph.Function;
import dev.kiln.type.ValueType;
import java.util.Set;

/**
 * A called method: what is declared of it, and its function when done. Calls inside a recursive
 * method are lowered before its function is.
 */
final class Callee {
  final String name;

  /** Null for a void method, and as long as it is not known. */
  ValueType resultType;

  boolean isVoid;

  /** The paths of the fields that it takes as further arguments, as far as is known. */
  Set<String> fields = Set.of();

  /** Null until it is done. */
  Function function;

  /** Whether it was called before its function was done. */
  boolean recursive;

  Callee(String name) {
    this.name = name;
  }
}
