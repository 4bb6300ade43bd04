package dev.kiln.autodiff;

import dev.kiln.graph.Value;

/** The customary names of adjoints and shadows: {@code dSum} for {@code sum}. */
final class AdjointNames {
  private AdjointNames() {}

  static String of(Value value) {
    return of(value.name());
  }

  static String of(String name) {
    return name.isEmpty() ? "" : "d" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
