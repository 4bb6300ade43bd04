package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.saved.SavedValues;
import java.util.Arrays;

/** Kernels that take parts of tensors at places that are computed, and put them back. */
public final class Indexing {
  private Indexing() {}

  /**
   * The element, or the slice, at the given indices of the first dimensions; a negative index
   * counts from the end.
   *
   * @throws IndexOutOfBoundsException if an index is outside of its dimension, or there are more
   *     indices than dimensions
   */
  public static NdArray get(NdArray operand, int... indices) {
    int start = start(operand.shape(), indices, operand);
    TensorShape shape = rest(operand.shape(), indices.length);
    return part(operand, start, shape);
  }

  /** The adjoint of {@link #get}: zeros with {@code operand} at the given indices. */
  public static NdArray placeAt(int[] sizes, NdArray operand, int... indices) {
    NdArray result = Creation.zeros(operand.dtype(), sizes);
    put(operand, result, start(result.shape(), indices, result));
    return result;
  }

  /** The tensors of a stack, as many as the first of {@code sizes}, along a new first axis. */
  public static NdArray joined(SavedValues.OfReferences<NdArray> stack, DType dtype, int... sizes) {
    NdArray result = Creation.zeros(dtype, sizes);
    for (int i = sizes[0] - 1; i >= 0; i--) {
      NdArray part = stack.pop();
      put(part, result, i * part.shape().elements());
    }
    return result;
  }

  private static void put(NdArray operand, NdArray result, int start) {
    int count = operand.shape().elements();
    System.arraycopy(operand.elements(), 0, result.elements(), start, count);
  }

  /**
   * {@code size} elements along {@code axis} from {@code start} on.
   *
   * @throws IndexOutOfBoundsException if they are not all there
   */
  public static NdArray narrow(NdArray operand, int start, int axis, int size) {
    int whole = operand.shape().size(axis);
    if (start < 0 || size < 0 || start > whole - size) {
      throw new IllegalIndexException(
          "narrow: "
              + size
              + " elements from "
              + start
              + " on of axis "
              + axis
              + " of "
              + operand.typeText());
    }
    return Layouts.slice(operand, axis, start, start + size);
  }

  /** The adjoint of {@link #narrow}: zeros with {@code operand} from {@code start} on. */
  public static NdArray placeNarrow(NdArray operand, int start, int axis, int... sizes) {
    return Layouts.placeSlice(operand, axis, start, sizes);
  }

  /** Where the elements at the indices begin, in row-major order. */
  private static int start(TensorShape shape, int[] indices, NdArray whole) {
    if (indices.length > shape.rank()) {
      throw new IllegalIndexException(
          "get: " + indices.length + " indices into " + whole.typeText());
    }
    int start = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      int size = shape.size(axis);
      int index = axis < indices.length ? indices[axis] : 0;
      if (axis < indices.length && (index < -size || index >= size)) {
        throw new IllegalIndexException(
            "get: index " + index + " of axis " + axis + " of " + whole.typeText());
      }
      start = start * size + (index < 0 ? index + size : index);
    }
    return start;
  }

  private static TensorShape rest(TensorShape shape, int dropped) {
    return TensorShape.of(Arrays.copyOfRange(shape.toArray(), dropped, shape.rank()));
  }

  private static NdArray part(NdArray operand, int start, TensorShape shape) {
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    System.arraycopy(operand.elements(), start, result.elements(), 0, shape.elements());
    return result;
  }
}
