package dev.kiln.fuzz.generate;

/** What a program is about. */
public enum Profile {
  /** Numbers, control flow and arrays. */
  ARRAYS,
  /** With records, helper methods, recursion, fields and nested models too. */
  STRUCTURE,
  /** Differentiable code on numbers and arrays, at moderate inputs. */
  GRADIENT,
  /** Operations on tensors among all the rest. */
  TENSORS,
  /** The same, differentiable. */
  TENSOR_GRADIENT;

  /** Whether the program is differentiated. */
  boolean isSmooth() {
    return this == GRADIENT || this == TENSOR_GRADIENT;
  }

  /** Whether there are tensors. */
  boolean hasTensors() {
    return this == TENSORS || this == TENSOR_GRADIENT;
  }

  /** Whether there are records, helper methods and fields. */
  boolean hasStructure() {
    return this != ARRAYS;
  }
}
