package dev.kiln.kernel.tensor;

import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Elements;
import dev.kiln.kernel.elementwise.Strides;
import java.util.Arrays;

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
    if (unknown >= 0 && known == 0) {
      // any size would do; where sizes are constants, the type rule says this
      throw new IllegalOperandException(
          "cannot reshape shape "
              + operand.shape()
              + " to "
              + Arrays.toString(sizes)
              + ": 0 is not divisible by 0");
    }
    if (unknown >= 0) {
      resolved[unknown] = operand.shape().elements() / known;
    }
    return operand.withShape(TensorShape.of(resolved));
  }

  /** Stretches the operand to the given shape. */
  public static NdArray broadcastTo(NdArray operand, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    return shape.equals(operand.shape())
        ? operand
        : take(operand, 0, Strides.broadcast(operand.shape(), shape.rank()), shape);
  }

  /** The same elements in an array of their own. */
  public static NdArray copy(NdArray operand) {
    return take(operand, 0, Strides.of(operand.shape()), operand.shape());
  }

  /** Dimension {@code i} of the result is dimension {@code axes[i]} of the operand. */
  public static NdArray permute(NdArray operand, int... axes) {
    int rank = axes.length;
    int[] operandStrides = Strides.of(operand.shape());
    int[] sizes = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = axes[i] < 0 ? axes[i] + rank : axes[i];
      sizes[i] = operand.shape().size(axis);
      strides[i] = operandStrides[axis];
    }
    TensorShape shape = TensorShape.of(sizes);
    return take(operand, 0, strides, shape);
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
      throw new IllegalOperandException(
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
    int[] strides = Strides.of(operand.shape());
    return take(operand, start * strides[at], strides, shape);
  }

  /** Puts {@code operand} at {@code start} along {@code axis} of zeros of the given shape. */
  public static NdArray placeSlice(NdArray operand, int axis, int start, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    int at = axis < 0 ? axis + shape.rank() : axis;
    int[] strides = Strides.of(shape);
    Object result = Elements.make(operand.dtype(), shape.elements());
    put(operand, result, start * strides[at], strides);
    return Elements.wrap(shape, result);
  }

  /** Joins the operands along {@code axis}. */
  public static NdArray concatenate(int axis, NdArray... operands) {
    int[] sizes = operands[0].shape().toArray();
    int at = axis < 0 ? axis + sizes.length : axis;
    sizes[at] = 0;
    for (NdArray operand : operands) {
      sizes[at] += operand.shape().size(at);
    }
    TensorShape shape = TensorShape.of(sizes);
    Object result = Elements.makeArbitrary(operands[0].dtype(), shape.elements());
    int[] strides = Strides.of(shape);
    int start = 0;
    for (NdArray operand : operands) {
      put(operand, result, start * strides[at], strides);
      start += operand.shape().size(at);
    }
    return Elements.wrap(shape, result);
  }

  /** The slices of {@code operand} along {@code axis} at each of {@code indices} (rank 1). */
  public static NdArray gather(NdArray operand, NdArray indices, int axis) {
    int at = axis < 0 ? axis + operand.shape().rank() : axis;
    int[] places = places(operand.shape(), indices, at);
    int[] sizes = operand.shape().toArray();
    sizes[at] = places.length;
    TensorShape shape = TensorShape.of(sizes);
    Object result = Elements.makeArbitrary(operand.dtype(), shape.elements());
    Object from = operand.elements();
    int inner = Strides.of(shape)[at];
    int to = 0;
    for (int start = 0; to < shape.elements(); start += operand.shape().size(at) * inner) {
      if (inner == 1 && from instanceof float[] floats) {
        pick(floats, start, places, (float[]) result, to);
        to += places.length;
        continue;
      }
      for (int place : places) {
        Elements.copy(from, start + place * inner, 1, result, to, 1, inner);
        to += inner;
      }
    }
    return Elements.wrap(shape, result);
  }

  private static void pick(float[] from, int start, int[] places, float[] to, int toAt) {
    for (int i = 0; i < places.length; i++) {
      to[toAt + i] = from[start + places[i]];
    }
  }

  /**
   * The adjoint of {@link #gather}: adds each slice of {@code operand} to zeros of the given shape,
   * in the order of the indices; floats in double, rounded once.
   */
  public static NdArray scatterAdd(NdArray operand, NdArray indices, int axis, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    int at = axis < 0 ? axis + shape.rank() : axis;
    int[] places = places(shape, indices, at);
    Object from = operand.elements();
    Object sums = Sums.zeros(from, shape.elements());
    int inner = Strides.of(shape)[at];
    int next = 0;
    for (int start = 0; next < operand.shape().elements(); start += shape.size(at) * inner) {
      for (int place : places) {
        Sums.add(from, next, sums, start + place * inner, inner);
        next += inner;
      }
    }
    return Sums.rounded(operand.dtype(), shape, sums);
  }

  private static int[] places(TensorShape whole, NdArray indices, int axis) {
    int size = whole.size(axis);
    int[] places = new int[indices.shape().elements()];
    // also where the slices are empty
    for (int i = 0; i < places.length; i++) {
      long index = Creation.indexAt(indices, i);
      if (index < -size || index >= size) {
        throw new IllegalIndexException(
            "gather: index " + index + " of axis " + axis + " of shape " + whole);
      }
      places[i] = (int) (index < 0 ? index + size : index);
    }
    return places;
  }

  /** The elements that a walk over {@code shape} from {@code start} on visits with the strides. */
  static NdArray take(NdArray operand, int start, int[] strides, TensorShape shape) {
    Object result = Elements.makeArbitrary(operand.dtype(), shape.elements());
    int[] sizes = shape.toArray();
    Strides.copy(sizes, operand.elements(), start, strides, result, 0, Strides.of(shape));
    return Elements.wrap(shape, result);
  }

  private static void put(NdArray operand, Object result, int start, int... strides) {
    int[] sizes = operand.shape().toArray();
    Object from = operand.elements();
    Strides.copy(sizes, from, 0, Strides.of(operand.shape()), result, start, strides);
  }
}
