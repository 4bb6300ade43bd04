package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
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
    dims.add(Operands.axis("unsqueeze", axis, rank + 1), Dim.of(1));
    return LayoutOps.reshape(self(), dims);
  }

  /**
   * Without dimension {@code axis}, whose size must be 1; ONNX Squeeze.
   *
   * @throws TypeMismatchException if the size is another one
   */
  default T squeeze(int axis) {
    List<Dim> dims = new ArrayList<>(self().dims());
    int dropped = Operands.axis("squeeze", axis, self().rank());
    if (!dims.get(dropped).equals(Dim.of(1))) {
      throw new TypeMismatchException(
          0, "squeeze: dimension " + axis + " of shape " + dims + " is not 1");
    }
    dims.remove(dropped);
    return LayoutOps.reshape(self(), dims);
  }

  /** All dimensions from {@code axis} on as one. */
  default T flatten(int axis) {
    List<Dim> dims = self().dims();
    int from = axis == 0 ? 0 : Operands.axis("flatten", axis, dims.size());
    List<Dim> kept = new ArrayList<>(dims.subList(0, from));
    kept.add(TypeRules.elements(dims.subList(from, dims.size())));
    return LayoutOps.reshape(self(), kept);
  }

  /** Swaps two dimensions. */
  default T transpose(int first, int second) {
    int rank = self().rank();
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    Collections.swap(
        axes, Operands.axis("transpose", first, rank), Operands.axis("transpose", second, rank));
    return self().permute(axes.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The elements along {@code axis} in the opposite order. */
  default T flip(int axis) {
    Attributes attributes = Attributes.axis(axis);
    return self().apply(ScanOps.FLIP, attributes, List.of(self()));
  }

  /** {@code times} copies after each other along {@code axis}; NumPy's tile, ONNX Tile. */
  default T tile(int axis, int times) {
    int at = Operands.axis("tile", axis, self().rank());
    if (times < 0) {
      throw new TypeMismatchException(0, "tile: a negative number of copies, " + times);
    }
    List<Dim> stretched = new ArrayList<>(self().dims());
    stretched.add(at, Dim.of(times));
    List<Dim> tiled = new ArrayList<>(self().dims());
    tiled.set(at, tiled.get(at).times(Dim.of(times)));
    return LayoutOps.reshape(LayoutOps.broadcastTo(unsqueeze(at), stretched), tiled);
  }

  /** Zeros before and after the elements along {@code axis}; ONNX Pad, constant. */
  default T pad(int axis, int before, int after) {
    int at = Operands.axis("pad", axis, self().rank());
    if (before < 0 || after < 0) {
      throw new TypeMismatchException(
          0, "pad: a negative number of elements, " + Math.min(before, after));
    }
    List<Dim> dims = new ArrayList<>(self().dims());
    dims.set(at, dims.get(at).plus(Dim.of((long) before + after)));
    return self()
        .apply(
            SliceOps.PLACE_SLICE,
            Attributes.axis(at)
                .with("start", new Attribute.Dims(List.of(Dim.of(before))))
                .with("dims", new Attribute.Dims(dims)),
            List.of(self()));
  }

  /** The sum of the products of the elements of two vectors. */
  default T dot(T other) {
    return self().multiply(other).sum();
  }

  /** The products of each element of a vector with each of another: {@code [m]}, {@code [n]}. */
  default T outer(T other) {
    return unsqueeze(1).multiply(other.unsqueeze(0));
  }

  /** The operands along a new dimension {@code axis}; they have one shape. */
  static <V extends Operand<V>> V stack(int axis, List<V> operands) {
    List<V> unsqueezed = operands.stream().map(each -> each.unsqueeze(axis)).toList();
    int at = Operands.axis("stack", axis, operands.get(0).rank() + 1);
    return unsqueezed.get(0).apply(SliceOps.CONCATENATE, Attributes.axis(at), unsqueezed);
  }
}
