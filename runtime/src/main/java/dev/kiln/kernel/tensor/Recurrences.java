package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Strides;

/** Recurrences along an axis. */
public final class Recurrences {
  private Recurrences() {}

  /**
   * {@code h[i] = factors[i] * h[i - 1] + terms[i]} along {@code axis}, from {@code h[0] =
   * terms[0]}; where {@code reverse}, from the last element on. Floats are computed in double and
   * each result rounded once.
   */
  public static NdArray linear(NdArray factors, NdArray terms, int axis, boolean reverse) {
    TensorShape shape = terms.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int stride = Strides.of(shape)[at];
    int step = reverse ? -stride : stride;
    boolean floating = terms.dtype().isFloating();
    DType wide = floating ? DType.FLOAT64 : DType.INT64;
    NdArray a = Creation.cast(factors, wide);
    NdArray b = Creation.cast(terms, wide);
    NdArray result = Creation.zeros(wide, shape.toArray());
    for (int i = 0; i < shape.elements(); i++) {
      if (i / stride % size == 0) {
        int first = reverse ? i + (size - 1) * stride : i;
        if (floating) {
          along(a.doubles(), b.doubles(), result.doubles(), first, step, size);
        } else {
          along(a.longs(), b.longs(), result.longs(), first, step, size);
        }
      }
    }
    return Creation.cast(result, terms.dtype());
  }

  // double, copied for long

  private static void along(
      double[] factors, double[] terms, double[] result, int first, int step, int size) {
    double last = terms[first];
    result[first] = last;
    for (int i = 1, at = first + step; i < size; i++, at += step) {
      last = factors[at] * last + terms[at];
      result[at] = last;
    }
  }

  // copies

  private static void along(
      long[] factors, long[] terms, long[] result, int first, int step, int size) {
    long last = terms[first];
    result[first] = last;
    for (int i = 1, at = first + step; i < size; i++, at += step) {
      last = factors[at] * last + terms[at];
      result[at] = last;
    }
  }

  // end of copies
}
