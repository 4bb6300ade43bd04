package dev.kiln.kernel;

import dev.kiln.annotation.DType;
import java.util.Arrays;

/** Makes Java arrays of any element type and rank without reflection. */
public final class JavaArrays {
  private JavaArrays() {}

  /**
   * A new array as {@code new double[2][3][]} makes it.
   *
   * @param dtype the element type
   * @param rank how many pairs of brackets
   * @param sizes the given sizes, outermost first, at most {@code rank}; what is below is null
   * @throws NegativeArraySizeException if a size is negative
   */
  public static Object allocate(DType dtype, int rank, int... sizes) {
    for (int size : sizes) {
      if (size < 0) {
        throw new NegativeArraySizeException(String.valueOf(size));
      }
    }
    return allocate(dtype, rank, sizes, 0);
  }

  /** An array of zeros with the structure of {@code array}; null rows stay null. */
  @SuppressWarnings("unchecked") // the result has the class of the argument
  public static <T> T zerosLike(T array) {
    return (T) zeros(array);
  }

  private static Object zeros(Object array) {
    if (array == null) {
      return null;
    }
    if (array instanceof double[] doubles) {
      return new double[doubles.length];
    }
    if (array instanceof float[] floats) {
      return new float[floats.length];
    }
    if (array instanceof int[] ints) {
      return new int[ints.length];
    }
    if (array instanceof long[] longs) {
      return new long[longs.length];
    }
    if (array instanceof boolean[] booleans) {
      return new boolean[booleans.length];
    }
    Object[] rows = (Object[]) array;
    Object[] zeros = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      zeros[i] = zeros(rows[i]);
    }
    return zeros;
  }

  private static Object allocate(DType dtype, int rank, int[] sizes, int depth) {
    int size = sizes[depth];
    if (rank == 1) {
      return vector(dtype, size);
    }
    Object[] rows = rows(dtype, rank - 1, size);
    if (depth + 1 < sizes.length) {
      for (int i = 0; i < size; i++) {
        rows[i] = allocate(dtype, rank - 1, sizes, depth + 1);
      }
    }
    return rows;
  }

  private static Object vector(DType dtype, int size) {
    return switch (dtype) {
      case FLOAT32 -> new float[size];
      case FLOAT64 -> new double[size];
      case INT32 -> new int[size];
      case INT64 -> new long[size];
      case BOOL -> new boolean[size];
    };
  }

  @SuppressWarnings("unchecked") // the class is that of an array of arrays
  private static Object[] rows(DType dtype, int rowRank, int size) {
    Class<?> row = vector(dtype, 0).getClass();
    for (int i = 1; i < rowRank; i++) {
      row = row.arrayType();
    }
    return Arrays.copyOf(new Object[0], size, (Class<? extends Object[]>) row.arrayType());
  }
}
