package dev.kiln.spi;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;

/** The checks that generated code makes at entry; each message names method, argument and types. */
public final class ShapeChecks {
  private ShapeChecks() {}

  /** Checks dtype and rank of an argument. */
  public static void requireRank(
      String method, String argument, String expected, NdArray actual, DType dtype, int rank) {
    if (actual.dtype() != dtype || actual.shape().rank() != rank) {
      throw mismatch(method, argument, expected, actual, "");
    }
  }

  /** Checks one size of an argument. */
  public static void requireSize(
      String method, String argument, String expected, NdArray actual, int axis, int size) {
    if (actual.shape().size(axis) != size) {
      throw mismatch(
          method, argument, expected, actual, ": size " + size + " expected along axis " + axis);
    }
  }

  /**
   * The size of a name that, times {@code factor} and with {@code rest} added, is the size of a
   * dimension; 0 where the factor is.
   */
  public static int solve(
      String method,
      String argument,
      String expected,
      NdArray actual,
      int axis,
      long factor,
      long rest) {
    long product = actual.shape().size(axis) - rest;
    long size = factor == 0 ? 0 : product / factor;
    if (size < 0 || size * factor != product) {
      throw mismatch(method, argument, expected, actual, ": no size fits along axis " + axis);
    }
    return (int) size;
  }

  /**
   * The tensor, whose sizes are checked.
   *
   * @param declared what it is declared as, such as {@code 'h' is f32[n, 4]}
   */
  public static NdArray requireShape(NdArray actual, String declared, int... sizes) {
    for (int axis = 0; axis < sizes.length; axis++) {
      if (actual.shape().size(axis) != sizes[axis]) {
        throw new IllegalOperandException(
            declared
                + ", not "
                + actual.typeText()
                + ": size "
                + sizes[axis]
                + " expected along axis "
                + axis);
      }
    }
    return actual;
  }

  /** The exception for an argument of the wrong type. */
  public static IllegalArgumentException mismatch(
      String method, String argument, String expected, NdArray actual, String detail) {
    return new IllegalOperandException(
        method + ": '" + argument + "' is " + expected + ", not " + actual.typeText() + detail);
  }
}
