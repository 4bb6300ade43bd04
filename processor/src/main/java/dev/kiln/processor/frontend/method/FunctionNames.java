package dev.kiln.processor.frontend.method;

import java.util.HashSet;
import java.util.Set;

/** Makes names that no other function of a graph has. */
final class FunctionNames {
  private final Set<String> taken = new HashSet<>();

  String fresh(String name) {
    String unique = name;
    for (int number = 2; !taken.add(unique); number++) {
      unique = name + "_" + number;
    }
    return unique;
  }

  Set<String> taken() {
    return Set.copyOf(taken);
  }

  /** Frees all names but these. */
  void keep(Set<String> names) {
    taken.retainAll(names);
  }
}
