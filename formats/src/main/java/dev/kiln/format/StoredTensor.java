package dev.kiln.format;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a file says of a tensor before its elements are read.
 *
 * @param name its name in the file; that of a single npy file is empty
 * @param element the type of its elements in the file
 * @param order the order of the bytes of an element
 * @param sizes its sizes, the slowest varying first
 * @param isColumnMajor whether its elements are in Fortran's order, in which the first index varies
 *     fastest
 * @param position how many bytes of the file, or of its entry in an archive, are before its
 *     elements
 */
public record StoredTensor(
    String name,
    ElementType element,
    ByteOrder order,
    List<Long> sizes,
    boolean isColumnMajor,
    long position) {
  /** Keeps a copy of the sizes. */
  public StoredTensor {
    sizes = List.copyOf(sizes);
  }

  /** How many elements it has; -1 where these are more than a long counts. */
  long elements() {
    long elements = 1;
    boolean isEmpty = sizes.contains(0L);
    for (long size : isEmpty ? List.of(0L) : sizes) {
      if (size > 0 && elements > Long.MAX_VALUE / size) {
        return -1;
      }
      elements *= size;
    }
    return elements;
  }

  /** How many bytes its elements take; -1 where these are more than a long counts. */
  long bytes() {
    long elements = elements();
    return elements < 0 || elements > Long.MAX_VALUE / element.bytes()
        ? -1
        : elements * element.bytes();
  }

  /**
   * The type of the tensor that is read.
   *
   * @throws IllegalStateException if Kiln has no dtype for its elements
   */
  public TensorType type() {
    return TensorType.of(dtype(), sizes.stream().map(Dim::of).toArray(Dim[]::new));
  }

  private DType dtype() {
    return element
        .dtype()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the elements of "
                        + quoted()
                        + " have type "
                        + element
                        + ", which Kiln does"
                        + " not read"));
  }

  /** How messages call it. */
  String quoted() {
    return name.isEmpty() ? "the array" : "'" + name + "'";
  }

  /**
   * A new array for the elements, in the order of the file: the sizes of a tensor in Fortran's
   * order are reversed.
   *
   * @throws IllegalStateException if Kiln has no dtype for its elements, or no array holds them
   */
  NdArray allocate() {
    int[] shape = new int[sizes.size()];
    for (int axis = 0; axis < shape.length; axis++) {
      long size = sizes.get(isColumnMajor ? shape.length - 1 - axis : axis);
      shape[axis] = (int) Math.min(size, Integer.MAX_VALUE);
    }
    DType dtype = dtype();
    TensorShape allocated;
    try {
      allocated = TensorShape.of(shape);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          quoted() + " with the sizes " + sizes + " is larger than a tensor of Kiln can be", e);
    }
    int count = allocated.elements();
    return switch (dtype) {
      case FLOAT32 -> NdArray.of(allocated, new float[count]);
      case FLOAT64 -> NdArray.of(allocated, new double[count]);
      case INT32 -> NdArray.of(allocated, new int[count]);
      case INT64 -> NdArray.of(allocated, new long[count]);
      case BOOL -> NdArray.of(allocated, new boolean[count]);
    };
  }
}
