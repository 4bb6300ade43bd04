package dev.kiln.kernel.elementwise;

import dev.kiln.array.TensorShape;

/**
 * Boxes of elements in arrays: sizes, and for each dimension a stride, which is the distance
 * between neighbours in the array. A stride of 0 repeats an element.
 */
public final class Strides {
  /** So many lines of the cache are read at a time where neighbours are far apart. */
  private static final int TILE = 64;

  private Strides() {}

  /** The strides of an array of this shape in row-major order. */
  public static int[] of(TensorShape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.size(i);
    }
    return strides;
  }

  /** The strides of an array of this shape where it is broadcast to {@code rank} dimensions. */
  public static int[] broadcast(TensorShape shape, int rank) {
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = 1; i <= shape.rank(); i++) {
      strides[rank - i] = shape.size(-i) == 1 ? 0 : stride;
      stride *= shape.size(-i);
    }
    return strides;
  }

  /**
   * Joins neighbouring dimensions that one dimension can replace in all arrays, and drops those of
   * size 1.
   *
   * @param sizes the sizes, not 0; overwritten
   * @param strides of each array; overwritten
   * @return how many dimensions are left, at the beginning of the arrays
   */
  static int collapse(int[] sizes, int[]... strides) {
    int rank = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      boolean joins = rank > 0;
      for (int[] each : strides) {
        joins &= rank > 0 && each[rank - 1] == each[i] * sizes[i];
      }
      int to = joins ? rank - 1 : rank++;
      sizes[to] = joins ? sizes[to] * sizes[i] : sizes[i];
      for (int[] each : strides) {
        each[to] = each[i];
      }
    }
    return rank;
  }

  /**
   * Copies a box from one array to another.
   *
   * @param sizes of the box
   * @param at where its first element is in {@code from}
   * @param toAt where its first element goes in {@code to}
   */
  public static void copy(
      int[] sizes, Object from, int at, int[] strides, Object to, int toAt, int[] toStrides) {
    for (int size : sizes) {
      if (size == 0) {
        return;
      }
    }
    int[] left = sizes.clone();
    int[] fromSteps = strides.clone();
    int[] toSteps = toStrides.clone();
    int last = collapse(left, fromSteps, toSteps) - 1;
    if (last < 0) {
      Elements.copy(from, at, 1, to, toAt, 1, 1);
    } else {
      copy(left, last, 0, from, at, fromSteps, to, toAt, toSteps);
    }
  }

  private static void copy(
      int[] sizes,
      int last,
      int axis,
      Object from,
      int at,
      int[] strides,
      Object to,
      int toAt,
      int[] toStrides) {
    if (axis == last) {
      Elements.copy(from, at, strides[axis], to, toAt, toStrides[axis], sizes[axis]);
      return;
    }
    if (axis == last - 1 && strides[axis] == 1 && strides[last] > 1) {
      copyTiles(sizes, last, from, at, strides, to, toAt, toStrides);
      return;
    }
    for (int i = 0; i < sizes[axis]; i++) {
      int next = at + i * strides[axis];
      int toNext = toAt + i * toStrides[axis];
      copy(sizes, last, axis + 1, from, next, strides, to, toNext, toStrides);
    }
  }

  /** A transposition: squares of elements, so that lines of the cache are used before they go. */
  private static void copyTiles(
      int[] sizes,
      int last,
      Object from,
      int at,
      int[] strides,
      Object to,
      int toAt,
      int[] toStrides) {
    int row = last - 1;
    for (int first = 0; first < sizes[last]; first += TILE) {
      int width = Math.min(TILE, sizes[last] - first);
      int next = at + first * strides[last];
      int toNext = toAt + first * toStrides[last];
      for (int i = 0; i < sizes[row]; i++) {
        Elements.copy(
            from, next + i, strides[last], to, toNext + i * toStrides[row], toStrides[last], width);
      }
    }
  }
}
