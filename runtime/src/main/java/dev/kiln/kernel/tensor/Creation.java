package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import java.util.Arrays;

/** Kernels that make tensors from nothing but numbers, and numbers from tensors. */
public final class Creation {
  private Creation() {}

  /** The array itself. */
  public static NdArray same(NdArray array) {
    return array;
  }

  /** Zeros, or false. */
  public static NdArray zeros(DType dtype, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    return switch (dtype) {
      case INT32 -> NdArray.of(shape, new int[shape.elements()]);
      case INT64 -> NdArray.of(shape, new long[shape.elements()]);
      case FLOAT32 -> NdArray.of(shape, new float[shape.elements()]);
      case FLOAT64 -> NdArray.of(shape, new double[shape.elements()]);
      case BOOL -> NdArray.of(shape, new boolean[shape.elements()]);
    };
  }

  /** The number {@code value}, converted to {@code dtype}, in every place. */
  public static NdArray full(DType dtype, double value, int... sizes) {
    NdArray result = zeros(dtype, sizes);
    switch (dtype) {
      case FLOAT32 -> Arrays.fill(result.floats(), (float) value);
      case FLOAT64 -> Arrays.fill(result.doubles(), value);
      case INT32 -> Arrays.fill(result.ints(), (int) value);
      case INT64 -> Arrays.fill(result.longs(), (long) value);
      case BOOL -> Arrays.fill(result.booleans(), value != 0);
    }
    return result;
  }

  /** As {@link #full(DType, double, int...)}, exactly so where {@code dtype} is int64. */
  public static NdArray full(DType dtype, long value, int... sizes) {
    NdArray result = full(dtype, (double) value, sizes);
    if (dtype == DType.INT64) {
      Arrays.fill(result.longs(), value);
    }
    return result;
  }

  /** Ones on the diagonal, of as many columns as rows if these alone are given. */
  public static NdArray eye(DType dtype, int... sizes) {
    int columns = sizes[sizes.length - 1];
    NdArray result = zeros(dtype, sizes[0], columns);
    for (int i = 0; i < Math.min(sizes[0], columns); i++) {
      switch (dtype) {
        case FLOAT32 -> result.floats()[i * columns + i] = 1;
        case FLOAT64 -> result.doubles()[i * columns + i] = 1;
        case INT32 -> result.ints()[i * columns + i] = 1;
        case INT64 -> result.longs()[i * columns + i] = 1;
        case BOOL -> result.booleans()[i * columns + i] = true;
      }
    }
    return result;
  }

  /** {@code start + i step}, before {@code end}, each in double and converted once. */
  public static NdArray range(DType dtype, double start, double end, double step) {
    double[] numbers = new double[(int) rangeSize(start, end, step)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = start + i * step;
    }
    return cast(NdArray.of(TensorShape.of(numbers.length), numbers), dtype);
  }

  /** How many numbers there are from {@code start} on before {@code end}. */
  public static double rangeSize(double start, double end, double step) {
    return Math.max(0, Math.ceil((end - start) / step));
  }

  /** {@code size} numbers from {@code start} to {@code end}, each in double and rounded once. */
  public static NdArray linspace(DType dtype, double start, double end, int size) {
    double[] numbers = zeros(DType.FLOAT64, size).doubles();
    for (int i = 0; i < size; i++) {
      boolean isLast = i == size - 1 && i > 0;
      numbers[i] = isLast ? end : start + i * ((end - start) / Math.max(1, size - 1));
    }
    return cast(NdArray.of(TensorShape.of(size), numbers), dtype);
  }

  /** The numbers from 0 to {@code size}, exclusive. */
  public static NdArray arange(DType dtype, int size) {
    NdArray result = zeros(dtype, size);
    for (int i = 0; i < size; i++) {
      switch (dtype) {
        case FLOAT32 -> result.floats()[i] = i;
        case FLOAT64 -> result.doubles()[i] = i;
        case INT32 -> result.ints()[i] = i;
        case INT64 -> result.longs()[i] = i;
        case BOOL -> throw new IllegalArgumentException("arange of bool");
      }
    }
    return result;
  }

  /** Rank one more than {@code indices}: 1 at each index along a new last dimension, else 0. */
  public static NdArray oneHot(NdArray indices, int depth, DType dtype) {
    int[] sizes = Arrays.copyOf(indices.shape().toArray(), indices.shape().rank() + 1);
    sizes[sizes.length - 1] = depth;
    NdArray result = zeros(dtype, sizes);
    for (int i = 0; i < indices.shape().elements(); i++) {
      long index = indexAt(indices, i);
      if (index < 0 || index >= depth) {
        throw new IndexOutOfBoundsException("oneHot: index " + index + " for depth " + depth);
      }
      int at = i * depth + (int) index;
      switch (dtype) {
        case FLOAT32 -> result.floats()[at] = 1;
        case FLOAT64 -> result.doubles()[at] = 1;
        case INT32 -> result.ints()[at] = 1;
        case INT64 -> result.longs()[at] = 1;
        case BOOL -> result.booleans()[at] = true;
      }
    }
    return result;
  }

  /** Element {@code i} of an integer tensor. */
  static long indexAt(NdArray indices, int i) {
    return indices.dtype() == DType.INT32 ? indices.ints()[i] : indices.longs()[i];
  }

  /** A tensor of rank 0. */
  public static NdArray scalar(int value) {
    return NdArray.of(TensorShape.scalar(), new int[] {value});
  }

  /** A tensor of rank 0. */
  public static NdArray scalar(long value) {
    return NdArray.of(TensorShape.scalar(), new long[] {value});
  }

  /** A tensor of rank 0. */
  public static NdArray scalar(float value) {
    return NdArray.of(TensorShape.scalar(), new float[] {value});
  }

  /** A tensor of rank 0. */
  public static NdArray scalar(double value) {
    return NdArray.of(TensorShape.scalar(), new double[] {value});
  }

  /** A tensor of rank 0. */
  public static NdArray scalar(boolean value) {
    return NdArray.of(TensorShape.scalar(), new boolean[] {value});
  }

  /** The only element, converted to int as a Java cast does. */
  public static int toInt(NdArray array) {
    requireOne("toInt", array);
    return switch (array.dtype()) {
      case INT32 -> array.ints()[0];
      case INT64 -> (int) array.longs()[0];
      case FLOAT32 -> (int) array.floats()[0];
      case FLOAT64 -> (int) array.doubles()[0];
      case BOOL -> throw new IllegalArgumentException("toInt of a tensor of dtype bool");
    };
  }

  /** The only element, converted to long as a Java cast does. */
  public static long toLong(NdArray array) {
    requireOne("toLong", array);
    return switch (array.dtype()) {
      case INT32 -> array.ints()[0];
      case INT64 -> array.longs()[0];
      case FLOAT32 -> (long) array.floats()[0];
      case FLOAT64 -> (long) array.doubles()[0];
      case BOOL -> throw new IllegalArgumentException("toLong of a tensor of dtype bool");
    };
  }

  /** The only element, converted to float as a Java cast does. */
  public static float toFloat(NdArray array) {
    requireOne("toFloat", array);
    return switch (array.dtype()) {
      case INT32 -> array.ints()[0];
      case INT64 -> array.longs()[0];
      case FLOAT32 -> array.floats()[0];
      case FLOAT64 -> (float) array.doubles()[0];
      case BOOL -> throw new IllegalArgumentException("toFloat of a tensor of dtype bool");
    };
  }

  /** The only element, converted to double as a Java cast does. */
  public static double toDouble(NdArray array) {
    requireOne("toDouble", array);
    return switch (array.dtype()) {
      case INT32 -> array.ints()[0];
      case INT64 -> array.longs()[0];
      case FLOAT32 -> array.floats()[0];
      case FLOAT64 -> array.doubles()[0];
      case BOOL -> throw new IllegalArgumentException("toDouble of a tensor of dtype bool");
    };
  }

  /** The only element, converted to boolean as a Java cast does. */
  public static boolean toBoolean(NdArray array) {
    requireOne("toBoolean", array);
    if (array.dtype() != DType.BOOL) {
      throw new IllegalArgumentException("toBoolean of a tensor of dtype " + array.dtype());
    }
    return array.booleans()[0];
  }

  private static void requireOne(String operation, NdArray array) {
    if (array.shape().elements() != 1) {
      throw new IllegalArgumentException(
          operation + " expects a tensor with one element, not " + array.typeText());
    }
  }

  /** Converts each element as a Java cast does; numbers become true where they are not 0. */
  public static NdArray cast(NdArray operand, DType to) {
    if (operand.dtype() == to) {
      return operand;
    }
    int n = operand.shape().elements();
    NdArray result = zeros(to, operand.shape().toArray());
    switch (operand.dtype()) {
      case INT32 -> cast(operand.ints(), result, n);
      case INT64 -> cast(operand.longs(), result, n);
      case FLOAT32 -> cast(operand.floats(), result, n);
      case FLOAT64 -> cast(operand.doubles(), result, n);
      case BOOL -> cast(operand.booleans(), result, n);
    }
    return result;
  }

  private static void cast(int[] from, NdArray to, int n) {
    for (int i = 0; i < n; i++) {
      switch (to.dtype()) {
        case INT32 -> to.ints()[i] = from[i];
        case INT64 -> to.longs()[i] = from[i];
        case FLOAT32 -> to.floats()[i] = from[i];
        case FLOAT64 -> to.doubles()[i] = from[i];
        case BOOL -> to.booleans()[i] = from[i] != 0;
      }
    }
  }

  private static void cast(long[] from, NdArray to, int n) {
    for (int i = 0; i < n; i++) {
      switch (to.dtype()) {
        case INT32 -> to.ints()[i] = (int) from[i];
        case INT64 -> to.longs()[i] = from[i];
        case FLOAT32 -> to.floats()[i] = from[i];
        case FLOAT64 -> to.doubles()[i] = from[i];
        case BOOL -> to.booleans()[i] = from[i] != 0;
      }
    }
  }

  private static void cast(float[] from, NdArray to, int n) {
    for (int i = 0; i < n; i++) {
      switch (to.dtype()) {
        case INT32 -> to.ints()[i] = (int) from[i];
        case INT64 -> to.longs()[i] = (long) from[i];
        case FLOAT32 -> to.floats()[i] = from[i];
        case FLOAT64 -> to.doubles()[i] = from[i];
        case BOOL -> to.booleans()[i] = from[i] != 0;
      }
    }
  }

  private static void cast(double[] from, NdArray to, int n) {
    for (int i = 0; i < n; i++) {
      switch (to.dtype()) {
        case INT32 -> to.ints()[i] = (int) from[i];
        case INT64 -> to.longs()[i] = (long) from[i];
        case FLOAT32 -> to.floats()[i] = (float) from[i];
        case FLOAT64 -> to.doubles()[i] = from[i];
        case BOOL -> to.booleans()[i] = from[i] != 0;
      }
    }
  }

  private static void cast(boolean[] from, NdArray to, int n) {
    for (int i = 0; i < n; i++) {
      switch (to.dtype()) {
        case INT32 -> to.ints()[i] = from[i] ? 1 : 0;
        case INT64 -> to.longs()[i] = from[i] ? 1 : 0;
        case FLOAT32 -> to.floats()[i] = from[i] ? 1 : 0;
        case FLOAT64 -> to.doubles()[i] = from[i] ? 1 : 0;
        case BOOL -> to.booleans()[i] = from[i];
      }
    }
  }
}
