package dev.kiln.kernel.elementwise;

import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.TensorShape;

/**
 * NumPy's broadcasting: shapes are aligned at their last dimensions, and a dimension of size 1 is
 * stretched.
 */
public final class Broadcasting {
  private Broadcasting() {}

  /**
   * The shape that both operands are broadcast to.
   *
   * @throws IllegalArgumentException if two sizes differ and neither is 1
   */
  public static TensorShape shape(TensorShape left, TensorShape right) {
    if (left.equals(right) || right.rank() == 0) {
      return left;
    }
    if (left.rank() == 0) {
      return right;
    }
    int rank = Math.max(left.rank(), right.rank());
    int[] sizes = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int leftSize = i <= left.rank() ? left.size(-i) : 1;
      int rightSize = i <= right.rank() ? right.size(-i) : 1;
      if (leftSize != rightSize && leftSize != 1 && rightSize != 1) {
        throw new IllegalOperandException(
            "shapes " + left + " and " + right + " cannot be broadcast together");
      }
      sizes[rank - i] = leftSize == 1 ? rightSize : leftSize;
    }
    return TensorShape.of(sizes);
  }

  /**
   * For each element of an array of shape {@code to}, in row-major order, the position of the
   * element of the smaller array of shape {@code from} that it comes from.
   */
  public static int[] positions(TensorShape from, TensorShape to) {
    int[] positions = new int[to.elements()];
    int rank = to.rank();
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = 1; i <= from.rank(); i++) {
      strides[rank - i] = from.size(-i) == 1 ? 0 : stride;
      stride *= from.size(-i);
    }
    int[] index = new int[rank];
    int position = 0;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position;
      for (int axis = rank - 1; axis >= 0; axis--) {
        position += strides[axis];
        if (++index[axis] < to.size(axis)) {
          break;
        }
        position -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return positions;
  }
}
