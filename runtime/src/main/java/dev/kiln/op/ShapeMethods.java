package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Changes of the shape that leave the elements where they are, and products of vectors. A negative
 * axis counts from the last one.
 *
 * @param <T> the implementing type itself
 */
public interface ShapeMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** A new dimension of size 1, which is dimension {@code axis} of the result; ONNX Unsqueeze. */
  default T unsqueeze(int axis) {
    int rank = self().rank();
    List<Dim> dims = new ArrayList<>(self().dims());
    dims.add(axis("unsqueeze", axis, rank + 1), Dim.of(1));
    return reshape(dims);
  }

  /**
   * Without dimension {@code axis}, whose size must be 1; ONNX Squeeze.
   *
   * @throws TypeMismatchException if the size is another one
   */
  default T squeeze(int axis) {
    List<Dim> dims = new ArrayList<>(self().dims());
    int dropped = axis("squeeze", axis, self().rank());
    if (!dims.get(dropped).equals(Dim.of(1))) {
      throw new TypeMismatchException(
          0, "squeeze: dimension " + axis + " of shape " + dims + " is not 1");
    }
    dims.remove(dropped);
    return reshape(dims);
  }

  /** All dimensions from {@code axis} on as one. */
  default T flatten(int axis) {
    List<Dim> dims = self().dims();
    List<Dim> kept = new ArrayList<>();
    if (axis != 0 || !dims.isEmpty()) {
      kept.addAll(dims.subList(0, axis("flatten", axis, dims.size())));
    }
    kept.add(Dim.of(-1));
    return reshape(kept);
  }

  /** Swaps two dimensions. */
  default T transpose(int first, int second) {
    int rank = self().rank();
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    Collections.swap(axes, axis("transpose", first, rank), axis("transpose", second, rank));
    return self().permute(axes.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The sum of the products of the elements of two vectors. */
  default T dot(T other) {
    return self().multiply(other).sum();
  }

  /** The products of each element of a vector with each of another: {@code [m]}, {@code [n]}. */
  default T outer(T other) {
    return unsqueeze(1).multiply(other.unsqueeze(0));
  }

  private T reshape(List<Dim> dims) {
    return self()
        .apply(LayoutOps.RESHAPE, Attributes.of("dims", new Attribute.Dims(dims)), List.of(self()));
  }

  private static int axis(String method, int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new TypeMismatchException(0, method + ": no axis " + axis + " in rank " + rank);
    }
    return axis < 0 ? axis + rank : axis;
  }
}
