package dev.kiln.kernel.elementwise;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.array.TensorShape;
import java.util.Arrays;

/** The elements of arrays of any dtype, for code that does not compute with them. */
public final class Elements {
  /** Shorter runs are copied by a loop, since a call of the virtual machine costs more. */
  private static final int FEWEST_TO_COPY_AT_ONCE = 8;

  private Elements() {}

  /** Zeros. */
  public static Object make(DType dtype, int count) {
    Object kept = RecycledArrays.take(dtype, count);
    if (kept instanceof float[] floats) {
      Arrays.fill(floats, 0f);
    } else if (kept instanceof double[] doubles) {
      Arrays.fill(doubles, 0.0);
    }
    return kept == null ? create(dtype, count) : kept;
  }

  /** Numbers that are arbitrary. */
  public static Object makeArbitrary(DType dtype, int count) {
    Object kept = RecycledArrays.take(dtype, count);
    return kept == null ? create(dtype, count) : kept;
  }

  private static Object create(DType dtype, int count) {
    if (dtype == DType.FLOAT32) {
      return new float[count];
    }
    if (dtype == DType.FLOAT64) {
      return new double[count];
    }
    if (dtype == DType.INT32) {
      return new int[count];
    }
    return dtype == DType.INT64 ? new long[count] : new boolean[count];
  }

  /** Wraps a Java array of a primitive type, which the caller no longer writes to. */
  public static NdArray wrap(TensorShape shape, Object elements) {
    if (elements instanceof float[] floats) {
      return NdArray.of(shape, floats);
    }
    if (elements instanceof double[] doubles) {
      return NdArray.of(shape, doubles);
    }
    if (elements instanceof int[] ints) {
      return NdArray.of(shape, ints);
    }
    return elements instanceof long[] longs
        ? NdArray.of(shape, longs)
        : NdArray.of(shape, (boolean[]) elements);
  }

  /** Copies every {@code step}-th element to every {@code toStep}-th place. */
  public static void copy(
      Object from, int at, int step, Object to, int toAt, int toStep, int count) {
    if (step == 1 && toStep == 1 && count >= FEWEST_TO_COPY_AT_ONCE) {
      if (from instanceof float[] floats) { // much faster than where the type is not known
        System.arraycopy(floats, at, (float[]) to, toAt, count);
      } else {
        System.arraycopy(from, at, to, toAt, count);
      }
    } else if (from instanceof float[] floats) {
      copy(floats, at, step, (float[]) to, toAt, toStep, count);
    } else if (from instanceof double[] doubles) {
      copy(doubles, at, step, (double[]) to, toAt, toStep, count);
    } else if (from instanceof int[] ints) {
      copy(ints, at, step, (int[]) to, toAt, toStep, count);
    } else if (from instanceof long[] longs) {
      copy(longs, at, step, (long[]) to, toAt, toStep, count);
    } else {
      copy((boolean[]) from, at, step, (boolean[]) to, toAt, toStep, count);
    }
  }

  // double, copied for float, int, long, boolean

  private static void copy(
      double[] from, int at, int step, double[] to, int toAt, int toStep, int count) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(to, toAt, toAt + count, from[at]);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  // copies

  private static void copy(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(to, toAt, toAt + count, from[at]);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  private static void copy(
      int[] from, int at, int step, int[] to, int toAt, int toStep, int count) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(to, toAt, toAt + count, from[at]);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  private static void copy(
      long[] from, int at, int step, long[] to, int toAt, int toStep, int count) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(to, toAt, toAt + count, from[at]);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  private static void copy(
      boolean[] from, int at, int step, boolean[] to, int toAt, int toStep, int count) {
    if (step == 0 && toStep == 1) {
      Arrays.fill(to, toAt, toAt + count, from[at]);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  // end of copies
}
