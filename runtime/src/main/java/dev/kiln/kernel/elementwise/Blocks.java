package dev.kiln.kernel.elementwise;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import java.util.Arrays;

/**
 * Applies functions to blocks of arrays that are broadcast together. Arrays of the same shape are
 * one block. Else a block has at most {@value #LONGEST} elements, and an operand that does not have
 * them one after the other is copied to a buffer, which several blocks share where they can: the
 * number that is added to a tensor, or the row that is added to each row of a matrix, is copied
 * once.
 */
public final class Blocks {
  /** Blocks of so many elements of a few operands fit the cache of the first level. */
  static final int LONGEST = 1024;

  /** Loops are faster where blocks begin at multiples of a vector's length. */
  private static final int ALIGNMENT = 8;

  private final int[] sizes;
  private final int[][] strides;
  private final int rank;

  /** The first dimension of those that a block has whole. */
  private final int whole;

  /** How many elements these have. */
  private final int wholeElements;

  private Blocks(TensorShape shape, NdArray... operands) {
    sizes = shape.toArray();
    strides = new int[operands.length][];
    for (int k = 0; k < operands.length; k++) {
      strides[k] = Strides.broadcast(operands[k].shape(), sizes.length);
    }
    rank = Strides.collapse(sizes, strides);
    int first = rank;
    int elements = 1;
    while (first > 0 && (long) elements * sizes[first - 1] <= LONGEST) {
      elements *= sizes[--first];
    }
    whole = first;
    wholeElements = elements;
  }

  /**
   * Stores a function of the operands, broadcast to {@code shape}, in {@code to}, which is a Java
   * array with as many elements.
   */
  public static void apply(
      BlockFunction function, Object to, TensorShape shape, NdArray... operands) {
    Object[] arrays = new Object[operands.length];
    boolean areAlike = true;
    for (int k = 0; k < operands.length; k++) {
      arrays[k] = operands[k].elements();
      areAlike &= operands[k].shape().equals(shape);
    }
    if (areAlike) {
      function.apply(arrays, new int[operands.length], to, 0, shape.elements());
    } else if (shape.elements() > 0) {
      new Blocks(shape, operands).apply(function, to, arrays, operands);
    }
  }

  private void apply(BlockFunction function, Object to, Object[] arrays, NdArray... operands) {
    int cut = whole - 1; // the dimension that is cut into blocks
    int length = cut < 0 ? 1 : sizes[cut];
    int step = Math.min(length, LONGEST / wholeElements);
    if (step >= ALIGNMENT) {
      step &= -ALIGNMENT;
    }
    int[] boxSizes = Arrays.copyOfRange(sizes, Math.max(0, cut), rank);
    int[] boxStrides = naturalStrides(boxSizes);
    Object[] blocks = arrays.clone();
    int[][] operandStrides = new int[arrays.length][];
    int[] copied = new int[arrays.length];
    Arrays.fill(copied, -1);
    for (int k = 0; k < arrays.length; k++) {
      operandStrides[k] = Arrays.copyOfRange(strides[k], Math.max(0, cut), rank);
      if (!Arrays.equals(operandStrides[k], boxStrides)) {
        blocks[k] = Elements.make(operands[k].dtype(), step * wholeElements);
      }
    }
    int[] at = new int[arrays.length];
    int outer = 1;
    for (int i = 0; i < cut; i++) {
      outer *= sizes[i];
    }
    int toAt = 0;
    for (int i = 0; i < outer; i++) {
      for (int first = 0; first < length; first += step) {
        int count = Math.min(step, length - first);
        if (cut >= 0) {
          boxSizes[0] = count;
        }
        for (int k = 0; k < arrays.length; k++) {
          int start = start(strides[k], i, cut) + (cut < 0 ? 0 : first * strides[k][cut]);
          if (blocks[k] == arrays[k]) {
            at[k] = start;
          } else if (copied[k] != start || count < step) {
            Strides.copy(boxSizes, arrays[k], start, operandStrides[k], blocks[k], 0, boxStrides);
            copied[k] = count < step ? -1 : start;
          }
        }
        function.apply(blocks, at, to, toAt, count * wholeElements);
        toAt += count * wholeElements;
      }
    }
  }

  private static int[] naturalStrides(int... sizes) {
    return Strides.of(TensorShape.of(sizes));
  }

  /** Where the elements of an operand begin for the {@code outer}-th of the dimensions before. */
  private int start(int[] operandStrides, int outer, int dimensions) {
    int start = 0;
    int rest = outer;
    for (int i = dimensions - 1; i >= 0; i--) {
      start += rest % sizes[i] * operandStrides[i];
      rest /= sizes[i];
    }
    return start;
  }
}
