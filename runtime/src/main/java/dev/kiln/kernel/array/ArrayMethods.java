package dev.kiln.kernel.array;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/** What the methods of {@link Arrays} and {@link System#arraycopy} check, compare and sort by. */
public final class ArrayMethods {
  private ArrayMethods() {}

  /**
   * The check of {@code Arrays.fill(a, from, to, ..)} and {@code Arrays.sort(a, from, to)}.
   *
   * @throws IllegalArgumentException if {@code from} is greater than {@code to}
   * @throws ArrayIndexOutOfBoundsException if they are not in an array of that length
   */
  public static void requireRange(int length, int from, int to) {
    if (from > to || from < 0 || to > length) {
      Arrays.fill(new boolean[length], from, to, false); // throws
    }
  }

  /**
   * How many elements {@code Arrays.copyOfRange(a, from, to)} has.
   *
   * @throws IllegalArgumentException if {@code from} is greater than {@code to}
   */
  public static int rangeLength(int from, int to) {
    int length = to - from;
    if (length < 0) {
      throw new IllegalArgumentException(from + " > " + to);
    }
    return length;
  }

  /**
   * The check of {@link System#arraycopy}.
   *
   * @param elements the name of a primitive type, or {@code object}
   * @throws ArrayIndexOutOfBoundsException if one of the ranges is not in its array
   */
  public static void requireCopyable(
      int sourceLength, int from, int targetLength, int to, int count, String elements) {
    boolean isIn =
        from >= 0
            && to >= 0
            && count >= 0
            && from <= sourceLength - count
            && to <= targetLength - count;
    if (!isIn) {
      Object source = array(elements, sourceLength);
      Object target = array(elements, targetLength);
      System.arraycopy(source, from, target, to, count); // throws
    }
  }

  private static Object array(String elements, int length) {
    return switch (elements) {
      case "double" -> new double[length];
      case "float" -> new float[length];
      case "int" -> new int[length];
      case "long" -> new long[length];
      case "boolean" -> new boolean[length];
      case "byte" -> new byte[length];
      case "short" -> new short[length];
      case "char" -> new char[length];
      default -> new Object[length];
    };
  }

  /** What {@code Arrays.equals} gives, for arrays of any type, which may be null. */
  public static boolean equal(Object first, Object second) {
    if (first == null || second == null) {
      return first == second;
    }
    if (first instanceof double[] doubles) {
      return Arrays.equals(doubles, (double[]) second);
    }
    if (first instanceof float[] floats) {
      return Arrays.equals(floats, (float[]) second);
    }
    if (first instanceof int[] ints) {
      return Arrays.equals(ints, (int[]) second);
    }
    if (first instanceof long[] longs) {
      return Arrays.equals(longs, (long[]) second);
    }
    if (first instanceof boolean[] booleans) {
      return Arrays.equals(booleans, (boolean[]) second);
    }
    if (first instanceof byte[] bytes) {
      return Arrays.equals(bytes, (byte[]) second);
    }
    if (first instanceof short[] shorts) {
      return Arrays.equals(shorts, (short[]) second);
    }
    if (first instanceof char[] chars) {
      return Arrays.equals(chars, (char[]) second);
    }
    return Arrays.equals((Object[]) first, (Object[]) second);
  }

  /**
   * The indices of the elements from {@code from} to {@code to} in the order in which {@link
   * Arrays#sort} puts these: -0.0 before 0.0, and NaN last. Equal elements keep their order.
   */
  public static int[] order(Object array, int from, int to) {
    if (array instanceof double[] doubles) {
      return order(from, to, (i, k) -> Double.compare(doubles[i], doubles[k]));
    }
    if (array instanceof float[] floats) {
      return order(from, to, (i, k) -> Float.compare(floats[i], floats[k]));
    }
    if (array instanceof int[] ints) {
      return order(from, to, (i, k) -> Integer.compare(ints[i], ints[k]));
    }
    if (array instanceof byte[] bytes) {
      return order(from, to, (i, k) -> Byte.compare(bytes[i], bytes[k]));
    }
    if (array instanceof short[] shorts) {
      return order(from, to, (i, k) -> Short.compare(shorts[i], shorts[k]));
    }
    if (array instanceof char[] chars) {
      return order(from, to, (i, k) -> Character.compare(chars[i], chars[k]));
    }
    long[] longs = (long[]) array;
    return order(from, to, (i, k) -> Long.compare(longs[i], longs[k]));
  }

  /** Merges runs that double in length, from one array into the other. */
  private static int[] order(int from, int to, IntBinaryOperator comparison) {
    int size = to - from;
    int[] sorted = new int[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = from + i;
    }
    int[] merged = new int[size];
    for (int run = 1; run < size; run *= 2) {
      for (int start = 0; start < size; start += 2 * run) {
        merge(sorted, merged, start, run, comparison);
      }
      int[] other = sorted;
      sorted = merged;
      merged = other;
    }
    return sorted;
  }

  private static void merge(
      int[] source, int[] target, int start, int run, IntBinaryOperator comparison) {
    int middle = Math.min(start + run, source.length);
    int end = Math.min(middle + run, source.length);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takesRight =
          left == middle || right < end && comparison.applyAsInt(source[left], source[right]) > 0;
      target[i] = takesRight ? source[right++] : source[left++];
    }
  }
}
