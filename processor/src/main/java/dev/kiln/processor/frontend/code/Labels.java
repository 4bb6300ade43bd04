package dev.kiln.processor.frontend.code;

/** Makes labels that no other construct of a graph has. */
public final class Labels {
  private int count;

  /** A label that begins with {@code base}. */
  public String fresh(String base) {
    return base + "_" + ++count;
  }
}
