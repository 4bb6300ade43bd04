package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Strides;

/** Kernels that go along an axis and have a result for each element. */
public final class Scans {
  private Scans() {}

  /** The elements along {@code axis} in the opposite order. */
  public static NdArray flip(NdArray operand, int axis) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int[] strides = Strides.of(shape);
    int start = Math.max(0, shape.size(at) - 1) * strides[at];
    strides[at] = -strides[at];
    return Layouts.take(operand, start, strides, shape);
  }

  /**
   * The sums of all elements up to each along {@code axis}, from the first one on, floats in double
   * and each sum rounded once.
   *
   * @param exclusive leaves each element out of its own sum
   * @param reverse goes from the last element on
   */
  public static NdArray cumSum(NdArray operand, int axis, boolean exclusive, boolean reverse) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int stride = Strides.of(shape)[at];
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    int step = reverse ? -stride : stride;
    for (int i = 0; i < shape.elements(); i++) {
      boolean isFirst = i / stride % size == 0;
      if (isFirst) {
        int first = reverse ? i + (size - 1) * stride : i;
        along(operand, result, first, step, size, exclusive);
      }
    }
    return result;
  }

  private static void along(
      NdArray operand, NdArray result, int first, int step, int size, boolean exclusive) {
    Object elements = operand.elements();
    if (elements instanceof float[] floats) {
      floats(floats, result.floats(), first, step, size, exclusive);
    } else if (elements instanceof double[] doubles) {
      doubles(doubles, result.doubles(), first, step, size, exclusive);
    } else if (elements instanceof int[] ints) {
      ints(ints, result.ints(), first, step, size, exclusive);
    } else {
      longs(operand.longs(), result.longs(), first, step, size, exclusive);
    }
  }

  private static void floats(
      float[] operand, float[] result, int first, int step, int size, boolean exclusive) {
    double sum = 0;
    for (int i = 0, at = first; i < size; i++, at += step) {
      double next = sum + operand[at];
      result[at] = (float) (exclusive ? sum : next);
      sum = next;
    }
  }

  // double, copied for int, long

  private static void doubles(
      double[] operand, double[] result, int first, int step, int size, boolean exclusive) {
    double sum = 0;
    for (int i = 0, at = first; i < size; i++, at += step) {
      double next = sum + operand[at];
      result[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  // copies

  private static void ints(
      int[] operand, int[] result, int first, int step, int size, boolean exclusive) {
    int sum = 0;
    for (int i = 0, at = first; i < size; i++, at += step) {
      int next = sum + operand[at];
      result[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  private static void longs(
      long[] operand, long[] result, int first, int step, int size, boolean exclusive) {
    long sum = 0;
    for (int i = 0, at = first; i < size; i++, at += step) {
      long next = sum + operand[at];
      result[at] = exclusive ? sum : next;
      sum = next;
    }
  }

  // end of copies
}
