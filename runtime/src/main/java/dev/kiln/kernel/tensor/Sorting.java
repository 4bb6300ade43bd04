package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Strides;

/**
 * Kernels that compare elements. Each gives indices (int32), with which the elements are then
 * taken. NaN counts as the greatest number, and -0.0 equals 0.0.
 */
public final class Sorting {
  private Sorting() {}

  /** The indices along {@code axis} in the order of the elements; equal ones keep their order. */
  public static NdArray argSort(NdArray operand, int axis, boolean descending) {
    long[] keys = keys(operand);
    if (descending) {
      for (int i = 0; i < keys.length; i++) {
        keys[i] = ~keys[i];
      }
    }
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int stride = Strides.of(shape)[at];
    int[] result = new int[keys.length];
    long[] line = new long[size];
    int[] order = new int[size];
    int[] spare = new int[size];
    for (int i = 0; i < keys.length; i++) {
      if (i / stride % size == 0) {
        for (int k = 0; k < size; k++) {
          line[k] = keys[i + k * stride];
          order[k] = k;
        }
        int[] sorted = sort(line, order, spare);
        for (int k = 0; k < size; k++) {
          result[i + k * stride] = sorted[k];
        }
      }
    }
    return NdArray.of(shape, result);
  }

  /** Merges runs of 1, 2, 4 ... elements; the result is one of the two arrays. */
  private static int[] sort(long[] keys, int[] order, int[] spare) {
    int[] from = order;
    int[] to = spare;
    int n = keys.length;
    for (int run = 1; run < n; run = run > n / 2 ? n : 2 * run) {
      for (int start = 0; start < n; ) {
        int middle = run > n - start ? n : start + run;
        int end = run > n - middle ? n : middle + run;
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
          boolean isLeft = right == end || left < middle && keys[from[left]] <= keys[from[right]];
          to[i] = from[isLeft ? left++ : right++];
        }
        start = end;
      }
      int[] merged = to;
      to = from;
      from = merged;
    }
    return from;
  }

  /** The index along {@code axis} of the greatest element up to each, the last of equal ones. */
  public static NdArray argCumMax(NdArray operand, int axis) {
    long[] keys = keys(operand);
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int stride = Strides.of(shape)[at];
    int[] result = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      int here = i / stride % size;
      int before = here == 0 ? 0 : result[i - stride];
      result[i] = keys[i] >= keys[i + (before - here) * stride] ? here : before;
    }
    return NdArray.of(shape, result);
  }

  /**
   * For each value the number of elements of {@code sorted}, which ascend, that are less, or where
   * {@code right} less or equal.
   */
  public static NdArray searchSorted(NdArray sorted, NdArray values, boolean right) {
    long[] keys = keys(sorted);
    long[] wanted = keys(values);
    int[] result = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      int low = 0;
      int high = keys.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (keys[middle] < wanted[i] || right && keys[middle] == wanted[i]) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      result[i] = low;
    }
    return NdArray.of(values.shape(), result);
  }

  /** The indices of the elements that are not zero, [rank, count]; ONNX NonZero. */
  public static NdArray nonZero(NdArray operand) {
    boolean[] chosen = Creation.cast(operand, DType.BOOL).booleans();
    int count = 0;
    for (boolean each : chosen) {
      count += each ? 1 : 0;
    }
    int[] strides = Strides.of(operand.shape());
    int[] result = new int[strides.length * count];
    int next = 0;
    for (int i = 0; i < chosen.length; i++) {
      if (chosen[i]) {
        for (int axis = 0; axis < strides.length; axis++) {
          result[axis * count + next] = i / strides[axis] % operand.shape().size(axis);
        }
        next++;
      }
    }
    return NdArray.of(TensorShape.of(strides.length, count), result);
  }

  /** Whole numbers, as new array, in the order of the elements. */
  private static long[] keys(NdArray operand) {
    if (!operand.dtype().isFloating()) {
      return Creation.cast(operand, DType.INT64).longs().clone();
    }
    double[] elements = Creation.cast(operand, DType.FLOAT64).doubles();
    long[] keys = new long[elements.length];
    for (int i = 0; i < keys.length; i++) {
      long bits = Double.doubleToLongBits(elements[i] + 0.0); // -0.0 becomes 0.0
      keys[i] = bits ^ bits >> 63 & Long.MAX_VALUE;
    }
    return keys;
  }
}
