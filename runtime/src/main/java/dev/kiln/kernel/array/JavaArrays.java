package dev.kiln.kernel.array;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.kernel.elementwise.Elements;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.Arrays;
import java.util.function.IntFunction;

/** Makes Java arrays of any element type and rank without reflection. */
public final class JavaArrays {
  private JavaArrays() {}

  /**
   * A new array of a type, as {@code new double[2][3][]} makes it.
   *
   * @param sizes the given sizes, outermost first; what is below is null
   * @throws NegativeArraySizeException if a size is negative
   */
  public static Object allocate(ArrayType type, int... sizes) {
    requireNotNegative(sizes);
    return allocate(vectors(type.element()), type.rank(), sizes, 0);
  }

  private static void requireNotNegative(int... sizes) {
    for (int size : sizes) {
      if (size < 0) {
        throw new NegativeArraySizeException(String.valueOf(size));
      }
    }
  }

  private static IntFunction<Object> vectors(ValueType element) {
    if (element instanceof ScalarType scalar) {
      return size -> vector(scalar.dtype(), size);
    }
    if (element.equals(CodedType.BYTE)) {
      return byte[]::new;
    }
    return element.equals(CodedType.SHORT) ? short[]::new : char[]::new;
  }

  /**
   * A new array as {@code new double[2][3][]} makes it.
   *
   * @param dtype the element type
   * @param rank how many pairs of brackets
   * @param sizes the given sizes, outermost first, at most {@code rank}; what is below is null
   * @throws NegativeArraySizeException if a size is negative
   */
  public static Object allocate(DType dtype, int rank, int... sizes) {
    requireNotNegative(sizes);
    return allocate(size -> vector(dtype, size), rank, sizes, 0);
  }

  /** The length of an array of any type. */
  public static int length(Object array) {
    if (array instanceof double[] doubles) {
      return doubles.length;
    }
    if (array instanceof float[] floats) {
      return floats.length;
    }
    if (array instanceof int[] ints) {
      return ints.length;
    }
    if (array instanceof long[] longs) {
      return longs.length;
    }
    if (array instanceof boolean[] booleans) {
      return booleans.length;
    }
    if (array instanceof byte[] bytes) {
      return bytes.length;
    }
    if (array instanceof short[] shorts) {
      return shorts.length;
    }
    if (array instanceof char[] chars) {
      return chars.length;
    }
    return ((Object[]) array).length;
  }

  /** The length of an array of any type; 0 where there is none. */
  public static int size(Object array) {
    return array == null ? 0 : length(array);
  }

  /**
   * What {@code array.clone()} gives, for an array of any type.
   *
   * @throws NullPointerException if the array is null
   */
  public static Object cloneOf(Object array) {
    return array instanceof Object[] rows ? rows.clone() : copyOf(array);
  }

  /** A copy of an array of numbers. */
  public static Object copyOf(Object array) {
    Object copy = zeros(array);
    System.arraycopy(array, 0, copy, 0, length(array));
    return copy;
  }

  /** Adds the elements of {@code source} to those of {@code target}, row by row. */
  public static void addAll(Object target, Object source) {
    if (source == null) {
      return;
    }
    if (length(target) != length(source)) {
      throw new IllegalOperandException(
          "expected a cotangent of length " + length(target) + ", not " + length(source));
    }
    if (target instanceof double[] doubles) {
      double[] addends = (double[]) source;
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] += addends[i];
      }
    } else if (target instanceof float[] floats) {
      float[] addends = (float[]) source;
      for (int i = 0; i < floats.length; i++) {
        floats[i] += addends[i];
      }
    } else if (target instanceof Object[] rows) {
      Object[] addends = (Object[]) source;
      for (int i = 0; i < rows.length; i++) {
        addAll(rows[i], addends[i]);
      }
    }
  }

  /**
   * Gives the elements of an array of any rank the values of those of another of its length. Rows
   * that have another length than there become copies.
   */
  public static void assign(Object target, Object source) {
    if (target == source) {
      return;
    }
    if (target instanceof Object[] rows) {
      Object[] others = (Object[]) source;
      for (int i = 0; i < rows.length; i++) {
        boolean fits = rows[i] != null && others[i] != null && length(rows[i]) == length(others[i]);
        if (!fits) {
          rows[i] = zeros(others[i]);
        }
        if (others[i] != null) {
          assign(rows[i], others[i]);
        }
      }
    } else {
      System.arraycopy(source, 0, target, 0, length(source));
    }
  }

  /**
   * Checks that two arguments, one of which is written, are different arrays, or have no elements.
   *
   * @param method the name for the message
   * @param names such as {@code 'x' and 'y'}
   * @throws IllegalArgumentException if they are one array
   */
  public static void requireDistinct(Object first, Object second, String method, String names) {
    if (first == second && first != null && length(first) > 0) {
      throw DistinctArrays.refusal(method, names);
    }
  }

  /**
   * Checks that two arrays have the same lengths at all ranks; both may be null.
   *
   * @throws IllegalArgumentException if they do not
   */
  public static void requireSimilar(Object first, Object second, String names) {
    if (first == null && second == null) {
      return;
    }
    requireSameLength(first, second, names);
    if (first instanceof Object[] rows) {
      Object[] others = (Object[]) second;
      for (int i = 0; i < rows.length; i++) {
        requireSimilar(rows[i], others[i], names);
      }
    }
  }

  /**
   * Checks that two arrays have the same length, whatever their rows.
   *
   * @throws IllegalArgumentException if they do not
   */
  public static void requireSameLength(Object first, Object second, String names) {
    if (first == null || second == null || length(first) != length(second)) {
      throw differentStructure(first, second, names);
    }
  }

  private static IllegalArgumentException differentStructure(
      Object first, Object second, String names) {
    return new IllegalOperandException(
        names
            + " must have the same structure, but one has length "
            + lengthText(first)
            + ", the other "
            + lengthText(second));
  }

  private static String lengthText(Object array) {
    return array == null ? "null" : Integer.toString(length(array));
  }

  /** Sets all floating-point elements of an array of any rank to zero. */
  public static void clear(Object array) {
    if (array instanceof double[] doubles) {
      Arrays.fill(doubles, 0);
    } else if (array instanceof float[] floats) {
      Arrays.fill(floats, 0);
    } else if (array instanceof Object[] rows) {
      for (Object row : rows) {
        clear(row);
      }
    }
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
    if (array instanceof byte[] bytes) {
      return new byte[bytes.length];
    }
    if (array instanceof short[] shorts) {
      return new short[shorts.length];
    }
    if (array instanceof char[] chars) {
      return new char[chars.length];
    }
    Object[] rows = (Object[]) array;
    Object[] zeros = rows.clone();
    for (int i = 0; i < rows.length; i++) {
      zeros[i] = zeros(rows[i]);
    }
    return zeros;
  }

  private static Object allocate(IntFunction<Object> vectors, int rank, int[] sizes, int depth) {
    int size = sizes[depth];
    if (rank == 1) {
      return vectors.apply(size);
    }
    Object[] rows = rows(vectors, rank - 1, size);
    if (depth + 1 < sizes.length) {
      for (int i = 0; i < size; i++) {
        rows[i] = allocate(vectors, rank - 1, sizes, depth + 1);
      }
    }
    return rows;
  }

  private static Object vector(DType dtype, int size) {
    return Elements.make(dtype, size);
  }

  @SuppressWarnings("unchecked") // the class is that of an array of arrays
  private static Object[] rows(IntFunction<Object> vectors, int rowRank, int size) {
    Class<?> row = vectors.apply(0).getClass();
    for (int i = 1; i < rowRank; i++) {
      row = row.arrayType();
    }
    return Arrays.copyOf(new Object[0], size, (Class<? extends Object[]>) row.arrayType());
  }
}
