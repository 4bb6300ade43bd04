package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.ArithmeticKernels;
import dev.kiln.kernel.elementwise.Elements;

/** Accumulates sums: those of floats in double, others in their own type. */
final class Sums {
  /** So many elements are added one after the other; more in lanes. */
  private static final int FEWEST_IN_LANES = 16;

  private Sums() {}

  /** Zeros to accumulate elements like those in {@code elements}. */
  static Object zeros(Object elements, int count) {
    if (elements instanceof long[]) {
      return new long[count];
    }
    return elements instanceof int[] ? new int[count] : new double[count];
  }

  /** Adds elements to sums, one to each. */
  static void add(Object from, int at, Object sums, int sumsAt, int count) {
    if (from instanceof float[] floats) {
      double[] to = (double[]) sums;
      for (int i = 0; i < count; i++) {
        to[sumsAt + i] += floats[at + i];
      }
    } else {
      Object[] operands = {sums, from};
      ArithmeticKernels.Add.KERNEL.apply(operands, new int[] {sumsAt, at}, sums, sumsAt, count);
    }
  }

  /** Stores the sum of consecutive elements. */
  static void total(Object from, int at, int count, Object sums, int to) {
    if (from instanceof float[] floats) {
      ((double[]) sums)[to] = total(floats, at, count);
    } else if (from instanceof double[] doubles) {
      ((double[]) sums)[to] = total(doubles, at, count);
    } else if (from instanceof int[] ints) {
      int sum = 0;
      for (int i = at; i < at + count; i++) {
        sum += ints[i];
      }
      ((int[]) sums)[to] = sum;
    } else {
      long[] longs = (long[]) from;
      long sum = 0;
      for (int i = at; i < at + count; i++) {
        sum += longs[i];
      }
      ((long[]) sums)[to] = sum;
    }
  }

  /** The sums as elements of {@code dtype}. */
  static NdArray rounded(DType dtype, TensorShape shape, Object sums) {
    if (dtype != DType.FLOAT32 || !(sums instanceof double[] doubles)) {
      return Elements.wrap(shape, sums);
    }
    float[] floats = RecycledArrays.floats(doubles.length);
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return NdArray.of(shape, floats);
  }

  // the same text for doubles and floats, but all sums are double

  /**
   * The sum of consecutive floats: 15 and fewer in order. Of more, eight lanes add every eighth of
   * the whole groups of eight; then lanes 4 to 7 are added to lanes 0 to 3, lanes 2 and 3 to lanes
   * 0 and 1, and lane 1 to lane 0; then the rest, fewer than eight, in order.
   */
  static double total(float[] x, int at, int count) {
    int end = at + count;
    int i = at;
    double sum = 0;
    if (count >= FEWEST_IN_LANES) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double s5 = 0;
      double s6 = 0;
      double s7 = 0;
      for (; i < end - 7; i += 8) {
        s0 += x[i];
        s1 += x[i + 1];
        s2 += x[i + 2];
        s3 += x[i + 3];
        s4 += x[i + 4];
        s5 += x[i + 5];
        s6 += x[i + 6];
        s7 += x[i + 7];
      }
      sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
    for (; i < end; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** The sum of consecutive doubles, in the order of {@link #total(float[], int, int)}. */
  static double total(double[] x, int at, int count) {
    int end = at + count;
    int i = at;
    double sum = 0;
    if (count >= FEWEST_IN_LANES) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double s5 = 0;
      double s6 = 0;
      double s7 = 0;
      for (; i < end - 7; i += 8) {
        s0 += x[i];
        s1 += x[i + 1];
        s2 += x[i + 2];
        s3 += x[i + 3];
        s4 += x[i + 4];
        s5 += x[i + 5];
        s6 += x[i + 6];
        s7 += x[i + 7];
      }
      sum = ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }
    for (; i < end; i++) {
      sum += x[i];
    }
    return sum;
  }
}
