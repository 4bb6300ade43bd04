package dev.kiln.kernel.tensor;

import dev.kiln.array.IllegalIndexException;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Strides;

/**
 * Where indices lead: positions (int32) of elements or slices in row-major order. A negative index
 * counts from the end of its dimension, as in ONNX.
 */
public final class Positions {
  private Positions() {}

  /**
   * The position of each element that {@code indices} choose: at its own place in a tensor of the
   * given shape, but with the index along {@code axis}; ONNX GatherElements.
   *
   * @throws IndexOutOfBoundsException if an index is outside of its dimension
   * @throws IllegalArgumentException if {@code indices} are larger along another axis
   */
  public static NdArray ofElements(NdArray indices, int axis, int... sizes) {
    TensorShape whole = TensorShape.of(sizes);
    TensorShape part = indices.shape();
    int at = axis < 0 ? axis + whole.rank() : axis;
    for (int i = 0; i < part.rank(); i++) {
      if (i != at && part.size(i) > whole.size(i)) {
        throw new IllegalOperandException(
            "indices of shape " + part + " along axis " + at + " of shape " + whole);
      }
    }
    int[] strides = Strides.of(whole);
    int[] steps = Strides.of(part);
    int[] positions = new int[part.elements()];
    for (int i = 0; i < positions.length; i++) {
      for (int k = 0; k < steps.length; k++) {
        int place = k == at ? index(indices, i, whole, at) : i / steps[k] % part.size(k);
        positions[i] += strides[k] * place;
      }
    }
    return NdArray.of(part, positions);
  }

  /**
   * The position of each slice that the last dimension of {@code indices} chooses, which is an
   * index into each of the given sizes; ONNX GatherND.
   *
   * @throws IndexOutOfBoundsException if an index is outside of its dimension
   */
  public static NdArray ofTuples(NdArray indices, int... sizes) {
    TensorShape whole = TensorShape.of(sizes);
    int[] tuples = indices.shape().toArray();
    TensorShape shape = TensorShape.of(java.util.Arrays.copyOf(tuples, tuples.length - 1));
    int[] positions = new int[shape.elements()];
    for (int i = 0; i < positions.length; i++) {
      for (int j = 0; j < sizes.length; j++) {
        positions[i] = positions[i] * sizes[j] + index(indices, i * sizes.length + j, whole, j);
      }
    }
    return NdArray.of(shape, positions);
  }

  /**
   * For each of {@code size} places one more than the number of the last of {@code positions} that
   * is this place, and 0 where none is.
   */
  public static NdArray lastAt(NdArray positions, int size) {
    int[] last = new int[size];
    int[] places = positions.ints();
    for (int i = 0; i < places.length; i++) {
      last[places[i]] = i + 1;
    }
    return NdArray.of(TensorShape.of(size), last);
  }

  private static int index(NdArray indices, int i, TensorShape whole, int axis) {
    long index = Creation.indexAt(indices, i);
    int size = whole.size(axis);
    if (index < -size || index >= size) {
      throw new IllegalIndexException("index " + index + " of axis " + axis + " of shape " + whole);
    }
    return (int) (index < 0 ? index + size : index);
  }
}
