package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;

/** What functions that are applied element by element have in common, whatever they take. */
abstract class ElementwiseKernel {
  private final String name;
  private final ElementKinds kinds;

  ElementwiseKernel(String name, ElementKinds kinds) {
    this.name = name;
    this.kinds = kinds;
  }

  /** The name of the operation. */
  public final String name() {
    return name;
  }

  /** Whether the kernel is defined for elements of {@code dtype}. */
  public final boolean supports(DType dtype) {
    return kinds.contains(dtype);
  }

  final IllegalArgumentException undefined(DType dtype) {
    return new IllegalOperandException(name + " is not defined for " + dtype);
  }
}
