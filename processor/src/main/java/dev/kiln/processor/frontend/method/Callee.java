package dev.kiln.processor.frontend.method;

import dev.kiln.graph.Function;
import dev.kiln.type.ValueType;
import java.util.LinkedHashSet;
import java.util.Set;

/** A called method: its function when done, and the fields that it takes as further arguments. */
final class Callee {
  final String name;
  ValueType resultType;
  boolean isVoid;
  Set<String> fields = new LinkedHashSet<>();
  Function function;
  boolean recursive;

  Callee(String name) {
    this.name = name;
  }
}
