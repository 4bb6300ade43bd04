package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Broadcasting;

/** Kernels that move elements without computing: each result element is one operand element. */
public final class Layouts {
  private Layouts() {}

  /** The same elements in row-major order in another shape; a size of -1 is worked out. */
  public static NdArray reshape(NdArray operand, int... sizes) {
    int[] resolved = sizes.clone();
    int known = 1;
    int unknown = -1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        unknown = i;
      } else {
        known *= sizes[i];
      }
    }
    if (unknown >= 0) {
      resolved[unknown] = operand.shape().elements() / Math.max(1, known);
    }
    return operand.withShape(TensorShape.of(resolved));
  }

  /** Stretches the operand to the given shape. */
  public static NdArray broadcastTo(NdArray operand, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    return shape.equals(operand.shape())
        ? operand
        : take(operand, Broadcasting.positions(operand.shape(), shape), shape);
  }

  /** Dimension {@code i} of the result is dimension {@code axes[i]} of the operand. */
  public static NdArray permute(NdArray operand, int... axes) {
    int rank = axes.length;
    int[] operandStrides = strides(operand.shape());
    int[] sizes = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = axes[i] < 0 ? axes[i] + rank : axes[i];
      sizes[i] = operand.shape().size(axis);
      strides[i] = operandStrides[axis];
    }
    TensorShape shape = TensorShape.of(sizes);
    return take(operand, walk(shape, strides, 0), shape);
  }

  /** The size along {@code axis}. */
  public static int dimension(NdArray operand, int axis) {
    return operand.shape().size(axis);
  }

  /** Swaps the last two dimensions. */
  public static NdArray transpose(NdArray operand) {
    int rank = operand.shape().rank();
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i;
    }
    axes[rank - 2] = rank - 1;
    axes[rank - 1] = rank - 2;
    return permute(operand, axes);
  }

  /** The elements from {@code start} to {@code end}, exclusive, along {@code axis}. */
  public static NdArray slice(NdArray operand, int axis, int start, int end) {
    int at = axis < 0 ? axis + operand.shape().rank() : axis;
    int[] sizes = operand.shape().toArray();
    if (start < 0 || end < start || end > sizes[at]) {
      throw new IllegalArgumentException(
          "slice "
              + start
              + " to "
              + end
              + " of axis "
              + axis
              + " is outside shape "
              + operand.shape());
    }
    sizes[at] = end - start;
    TensorShape shape = TensorShape.of(sizes);
    int[] strides = strides(operand.shape());
    return take(operand, walk(shape, strides, start * strides[at]), shape);
  }

  /** Puts {@code operand} at {@code start} along {@code axis} of zeros of the given shape. */
  public static NdArray placeSlice(NdArray operand, int axis, int start, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    int at = axis < 0 ? axis + shape.rank() : axis;
    int[] strides = strides(shape);
    return put(operand, walk(operand.shape(), strides, start * strides[at]), shape);
  }

  /** Joins the operands along {@code axis}. */
  public static NdArray concatenate(int axis, NdArray... operands) {
    int[] sizes = operands[0].shape().toArray();
    int at = axis < 0 ? axis + sizes.length : axis;
    sizes[at] = 0;
    for (NdArray operand : operands) {
      sizes[at] += operand.shape().size(at);
    }
    NdArray result = Creation.zeros(operands[0].dtype(), sizes);
    int[] strides = strides(result.shape());
    int start = 0;
    for (NdArray operand : operands) {
      copy(operand, walk(operand.shape(), strides, start * strides[at]), result);
      start += operand.shape().size(at);
    }
    return result;
  }

  /** The slices of {@code operand} along {@code axis} at each of {@code indices} (rank 1). */
  public static NdArray gather(NdArray operand, NdArray indices, int axis) {
    int at = axis < 0 ? axis + operand.shape().rank() : axis;
    int[] sizes = operand.shape().toArray();
    sizes[at] = indices.shape().elements();
    TensorShape shape = TensorShape.of(sizes);
    return take(operand, gatherPositions(operand.shape(), indices, at, shape), shape);
  }

  /**
   * The adjoint of {@link #gather}: adds each slice of {@code operand} to zeros of the given shape,
   * in the order of the indices.
   */
  public static NdArray scatterAdd(NdArray operand, NdArray indices, int axis, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    int at = axis < 0 ? axis + shape.rank() : axis;
    int[] positions = gatherPositions(shape, indices, at, operand.shape());
    return Reductions.addAt(operand, positions, shape);
  }

  private static int[] gatherPositions(
      TensorShape whole, NdArray indices, int axis, TensorShape part) {
    int inner = 1;
    for (int i = axis + 1; i < whole.rank(); i++) {
      inner *= whole.size(i);
    }
    int count = part.size(axis);
    int size = whole.size(axis);
    // also where the slices are empty
    for (int i = 0; i < count; i++) {
      long index = Creation.indexAt(indices, i);
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(
            "gather: index " + index + " of axis " + axis + " of shape " + whole);
      }
    }
    int[] positions = new int[part.elements()];
    for (int i = 0; i < positions.length; i++) {
      int within = i % inner;
      int block = i / inner / count;
      int index = (int) Creation.indexAt(indices, i / inner % count);
      positions[i] = (block * size + index) * inner + within;
    }
    return positions;
  }

  static int[] strides(TensorShape shape) {
    int[] strides = new int[shape.rank()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.size(i);
    }
    return strides;
  }

  /** The positions that a walk over {@code shape} in row-major order visits with these strides. */
  static int[] walk(TensorShape shape, int[] strides, int start) {
    int[] positions = new int[shape.elements()];
    int[] index = new int[shape.rank()];
    int position = start;
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position;
      for (int axis = index.length - 1; axis >= 0; axis--) {
        position += strides[axis];
        if (++index[axis] < shape.size(axis)) {
          break;
        }
        position -= strides[axis] * index[axis];
        index[axis] = 0;
      }
    }
    return positions;
  }

  static NdArray put(NdArray operand, int[] positions, TensorShape shape) {
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    copy(operand, positions, result);
    return result;
  }

  private static void copy(NdArray operand, int[] positions, NdArray result) {
    for (int i = 0; i < positions.length; i++) {
      int to = positions[i];
      switch (operand.dtype()) {
        case INT32 -> result.ints()[to] = operand.ints()[i];
        case INT64 -> result.longs()[to] = operand.longs()[i];
        case FLOAT32 -> result.floats()[to] = operand.floats()[i];
        case FLOAT64 -> result.doubles()[to] = operand.doubles()[i];
        case BOOL -> result.booleans()[to] = operand.booleans()[i];
      }
    }
  }

  static NdArray take(NdArray operand, int[] positions, TensorShape shape) {
    return switch (operand.dtype()) {
      case INT32 -> NdArray.of(shape, take(operand.ints(), positions));
      case INT64 -> NdArray.of(shape, take(operand.longs(), positions));
      case FLOAT32 -> NdArray.of(shape, take(operand.floats(), positions));
      case FLOAT64 -> NdArray.of(shape, take(operand.doubles(), positions));
      case BOOL -> NdArray.of(shape, take(operand.booleans(), positions));
    };
  }

  private static int[] take(int[] source, int[] positions) {
    int[] result = new int[positions.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = source[positions[i]];
    }
    return result;
  }

  private static long[] take(long[] source, int[] positions) {
    long[] result = new long[positions.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = source[positions[i]];
    }
    return result;
  }

  private static float[] take(float[] source, int[] positions) {
    float[] result = new float[positions.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = source[positions[i]];
    }
    return result;
  }

  private static double[] take(double[] source, int[] positions) {
    double[] result = new double[positions.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = source[positions[i]];
    }
    return result;
  }

  private static boolean[] take(boolean[] source, int[] positions) {
    boolean[] result = new boolean[positions.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = source[positions[i]];
    }
    return result;
  }
}
