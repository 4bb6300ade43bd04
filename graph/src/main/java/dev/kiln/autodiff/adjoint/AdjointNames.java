package dev.kiln.autodiff.adjoint;

import dev.kiln.graph.Value;

/** The customary names of adjoints and shadows: {@code dSum} for {@code sum}. */
public final class AdjointNames {
  private AdjointNames() {}

  public static String of(Value value) {
    return of(value.name());
  }

  /** Parts of a path are joined: {@code dEncoderW} for {@code encoder.w}. */
  public static String of(String name) {
    if (name.isEmpty()) {
      return "";
    }
    StringBuilder joined = new StringBuilder("d");
    for (String part : name.split("\\.")) {
      joined.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
    }
    return joined.toString();
  }
}
