package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;

/** The element types that a kernel is defined for. */
public enum ElementKinds {
  NUMBERS(true, true, false),
  INTEGERS(true, false, false),
  FLOATING(false, true, false),
  BITS(true, false, true),
  ALL(true, true, true);

  private final boolean hasIntegers;
  private final boolean hasFloating;
  private final boolean hasTruth;

  ElementKinds(boolean hasIntegers, boolean hasFloating, boolean hasTruth) {
    this.hasIntegers = hasIntegers;
    this.hasFloating = hasFloating;
    this.hasTruth = hasTruth;
  }

  boolean contains(DType dtype) {
    return dtype.isInteger() ? hasIntegers : dtype.isFloating() ? hasFloating : hasTruth;
  }
}
