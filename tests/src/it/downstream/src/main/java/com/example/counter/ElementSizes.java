package com.example.counter;

import dev.kiln.annotation.DType;

/** Reads Kiln's annotations module through the runtime's dependency on it. */
public final class ElementSizes {
  private ElementSizes() {}

  /** The bytes that one element of {@code dtype} takes in an array. */
  public static int bytes(DType dtype) {
    return switch (dtype) {
      case BOOL -> 1;
      case FLOAT32, INT32 -> 4;
      case FLOAT64, INT64 -> 8;
    };
  }
}
