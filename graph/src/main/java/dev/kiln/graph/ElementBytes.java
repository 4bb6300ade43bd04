package dev.kiln.graph;

import dev.kiln.annotation.DType;

/** How many bytes the elements of arrays and tensors take. */
public final class ElementBytes {
  private ElementBytes() {}

  /** The bytes of one element. */
  public static int of(DType type) {
    return switch (type) {
      case FLOAT64, INT64 -> 8;
      case FLOAT32, INT32 -> 4;
      case BOOL -> 1;
    };
  }
}
