package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Elements;
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
    return Elements.wrap(shape, Elements.make(dtype, shape.elements()));
  }

  /** The number {@code value}, converted to {@code dtype}, in every place. */
  public static NdArray full(DType dtype, double value, int... sizes) {
    NdArray result = zeros(dtype, sizes);
    Object elements = result.elements();
    if (elements instanceof float[] floats) {
      Arrays.fill(floats, (float) value);
    } else if (elements instanceof double[] doubles) {
      Arrays.fill(doubles, value);
    } else if (elements instanceof int[] ints) {
      Arrays.fill(ints, (int) value);
    } else if (elements instanceof long[] longs) {
      Arrays.fill(longs, (long) value);
    } else {
      Arrays.fill((boolean[]) elements, value != 0);
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
    Object one = full(dtype, 1.0).elements();
    int count = Math.min(sizes[0], columns);
    Elements.copy(one, 0, 0, result.elements(), 0, columns + 1, count);
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
    if (dtype == DType.BOOL && size > 0) {
      throw new IllegalOperandException("arange of bool");
    }
    NdArray numbers = zeros(DType.INT32, size);
    for (int i = 0; i < size; i++) {
      numbers.ints()[i] = i;
    }
    return cast(numbers, dtype);
  }

  /** Rank one more than {@code indices}: 1 at each index along a new last dimension, else 0. */
  public static NdArray oneHot(NdArray indices, int depth, DType dtype) {
    int[] sizes = Arrays.copyOf(indices.shape().toArray(), indices.shape().rank() + 1);
    sizes[sizes.length - 1] = depth;
    NdArray result = zeros(dtype, sizes);
    Object one = full(dtype, 1.0).elements();
    for (int i = 0; i < indices.shape().elements(); i++) {
      long index = indexAt(indices, i);
      if (index < 0 || index >= depth) {
        throw new IllegalIndexException("oneHot: index " + index + " for depth " + depth);
      }
      Elements.copy(one, 0, 1, result.elements(), i * depth + (int) index, 1, 1);
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
    return number("toInt", array, DType.INT32).ints()[0];
  }

  /** The only element, converted to long as a Java cast does. */
  public static long toLong(NdArray array) {
    return number("toLong", array, DType.INT64).longs()[0];
  }

  /** The only element, converted to float as a Java cast does. */
  public static float toFloat(NdArray array) {
    return number("toFloat", array, DType.FLOAT32).floats()[0];
  }

  /** The only element, converted to double as a Java cast does. */
  public static double toDouble(NdArray array) {
    return number("toDouble", array, DType.FLOAT64).doubles()[0];
  }

  private static NdArray number(String operation, NdArray array, DType to) {
    requireOne(operation, array);
    if (array.dtype() == DType.BOOL) {
      throw new IllegalOperandException(operation + " of a tensor of dtype bool");
    }
    return cast(array, to);
  }

  /** The only element, converted to boolean as a Java cast does. */
  public static boolean toBoolean(NdArray array) {
    requireOne("toBoolean", array);
    if (array.dtype() != DType.BOOL) {
      throw new IllegalOperandException("toBoolean of a tensor of dtype " + array.dtype());
    }
    return array.booleans()[0];
  }

  private static void requireOne(String operation, NdArray array) {
    if (array.shape().elements() != 1) {
      throw new IllegalOperandException(
          operation + " expects a tensor with one element, not " + array.typeText());
    }
  }

  /** Converts each element as a Java cast does; numbers become true where they are not 0. */
  public static NdArray cast(NdArray operand, DType to) {
    if (operand.dtype() == to) {
      return operand;
    }
    NdArray result = zeros(to, operand.shape().toArray());
    Object from = operand.elements();
    if (from instanceof float[] floats) {
      cast(floats, result.elements());
    } else if (from instanceof double[] doubles) {
      cast(doubles, result.elements());
    } else if (from instanceof int[] ints) {
      cast(ints, result.elements());
    } else if (from instanceof long[] longs) {
      cast(longs, result.elements());
    } else {
      int[] ints = new int[operand.shape().elements()];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = operand.booleans()[i] ? 1 : 0;
      }
      cast(ints, result.elements());
    }
    return result;
  }

  @SuppressWarnings("cast") // of use in the copies
  private static void cast(double[] from, Object to) {
    if (to instanceof float[] floats) {
      for (int i = 0; i < from.length; i++) {
        floats[i] = (float) from[i];
      }
    } else if (to instanceof double[] doubles) {
      for (int i = 0; i < from.length; i++) {
        doubles[i] = (double) from[i];
      }
    } else if (to instanceof int[] ints) {
      for (int i = 0; i < from.length; i++) {
        ints[i] = (int) from[i];
      }
    } else if (to instanceof long[] longs) {
      for (int i = 0; i < from.length; i++) {
        longs[i] = (long) from[i];
      }
    } else {
      boolean[] truths = (boolean[]) to;
      for (int i = 0; i < from.length; i++) {
        truths[i] = from[i] != 0;
      }
    }
  }

  @SuppressWarnings("cast") // of use in the copies
  private static void cast(float[] from, Object to) {
    if (to instanceof float[] floats) {
      for (int i = 0; i < from.length; i++) {
        floats[i] = (float) from[i];
      }
    } else if (to instanceof double[] doubles) {
      for (int i = 0; i < from.length; i++) {
        doubles[i] = (double) from[i];
      }
    } else if (to instanceof int[] ints) {
      for (int i = 0; i < from.length; i++) {
        ints[i] = (int) from[i];
      }
    } else if (to instanceof long[] longs) {
      for (int i = 0; i < from.length; i++) {
        longs[i] = (long) from[i];
      }
    } else {
      boolean[] truths = (boolean[]) to;
      for (int i = 0; i < from.length; i++) {
        truths[i] = from[i] != 0;
      }
    }
  }

  @SuppressWarnings("cast") // of use in the copies
  private static void cast(int[] from, Object to) {
    if (to instanceof float[] floats) {
      for (int i = 0; i < from.length; i++) {
        floats[i] = (float) from[i];
      }
    } else if (to instanceof double[] doubles) {
      for (int i = 0; i < from.length; i++) {
        doubles[i] = (double) from[i];
      }
    } else if (to instanceof int[] ints) {
      for (int i = 0; i < from.length; i++) {
        ints[i] = (int) from[i];
      }
    } else if (to instanceof long[] longs) {
      for (int i = 0; i < from.length; i++) {
        longs[i] = (long) from[i];
      }
    } else {
      boolean[] truths = (boolean[]) to;
      for (int i = 0; i < from.length; i++) {
        truths[i] = from[i] != 0;
      }
    }
  }

  @SuppressWarnings("cast") // of use in the copies
  private static void cast(long[] from, Object to) {
    if (to instanceof float[] floats) {
      for (int i = 0; i < from.length; i++) {
        floats[i] = (float) from[i];
      }
    } else if (to instanceof double[] doubles) {
      for (int i = 0; i < from.length; i++) {
        doubles[i] = (double) from[i];
      }
    } else if (to instanceof int[] ints) {
      for (int i = 0; i < from.length; i++) {
        ints[i] = (int) from[i];
      }
    } else if (to instanceof long[] longs) {
      for (int i = 0; i < from.length; i++) {
        longs[i] = (long) from[i];
      }
    } else {
      boolean[] truths = (boolean[]) to;
      for (int i = 0; i < from.length; i++) {
        truths[i] = from[i] != 0;
      }
    }
  }
}
