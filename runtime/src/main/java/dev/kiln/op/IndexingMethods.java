package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * Taking elements at indices that are computed, and putting elements there. Indices are int32 or
 * int64; a negative index counts from the end of its dimension, and one outside of it throws an
 * {@link IndexOutOfBoundsException}. Derivatives flow to what is taken and put, not to indices.
 *
 * @param <T> the implementing type itself
 */
public interface IndexingMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /**
   * For each index the element at its own place but for the index along {@code axis}; ONNX
   * GatherElements, NumPy's {@code take_along_axis}, PyTorch's {@code gather}.
   *
   * @param indices of the rank of this, and along other axes no larger
   */
  default T gatherElements(int axis, T indices) {
    return taken(elementPositions(self(), axis, indices));
  }

  /**
   * The elements or slices at tuples of indices into the first dimensions; ONNX GatherND.
   *
   * @param indices {@code [.., k]}, of which the last dimension is a tuple
   */
  default T gatherNd(T indices) {
    int count = tupleSize("gatherNd", self(), indices);
    List<Dim> dims = self().dims();
    List<Dim> rest = dims.subList(count, dims.size());
    T positions = tuplePositions(self(), indices, count);
    List<Dim> result = new ArrayList<>(positions.dims());
    result.addAll(rest);
    return LayoutOps.reshape(slices(self(), count).gather(0, positions.flatten(0)), result);
  }

  /**
   * This with elements replaced: at the place of each update but for its index along {@code axis};
   * ONNX ScatterElements. Of several updates of one element the last one counts.
   *
   * @param indices of the rank of this
   * @param updates of the shape of {@code indices}
   */
  default T scatter(int axis, T indices, T updates) {
    Operands.given("scatter", updates);
    T positions = elementPositions(self(), axis, indices);
    requireShape("scatter", updates, positions.dims());
    List<Dim> flat = List.of(TypeRules.elements(self().dims()));
    return LayoutOps.reshape(
        replaced(LayoutOps.reshape(self(), flat), positions.flatten(0), updates.flatten(0)),
        self().dims());
  }

  /** As {@link #scatter}, but each update is added; ONNX ScatterElements with reduction add. */
  default T scatterAdd(int axis, T indices, T updates) {
    Operands.given("scatterAdd", updates);
    T positions = elementPositions(self(), axis, indices);
    requireShape("scatterAdd", updates, positions.dims());
    List<Dim> flat = List.of(TypeRules.elements(self().dims()));
    T sums = added(updates.flatten(0), positions, flat);
    return self().add(LayoutOps.reshape(sums, self().dims()));
  }

  /**
   * This with elements or slices replaced at tuples of indices into the first dimensions; ONNX
   * ScatterND. Of several updates of one place the last one counts.
   *
   * @param indices {@code [.., k]}, of which the last dimension is a tuple
   * @param updates of the shape of {@link #gatherNd} with these indices
   */
  default T scatterNd(T indices, T updates) {
    Operands.given("scatterNd", updates);
    int count = tupleSize("scatterNd", self(), indices);
    T positions = tuplePositions(self(), indices, count);
    T places = updateSlices("scatterNd", self(), updates, positions, count);
    return LayoutOps.reshape(
        replaced(slices(self(), count), positions.flatten(0), places), self().dims());
  }

  /** As {@link #scatterNd}, but each update is added; ONNX ScatterND with reduction add. */
  default T scatterNdAdd(T indices, T updates) {
    Operands.given("scatterNdAdd", updates);
    int count = tupleSize("scatterNdAdd", self(), indices);
    T positions = tuplePositions(self(), indices, count);
    T places = updateSlices("scatterNdAdd", self(), updates, positions, count);
    T sums = added(places, positions, slices(self(), count).dims());
    return self().add(LayoutOps.reshape(sums, self().dims()));
  }

  /** The slices along the first dimension at {@code indices}, which may have any rank. */
  default T embedding(T indices) {
    Operands.given("embedding", indices);
    Operands.axis("embedding", 0, self().rank());
    List<Dim> dims = new ArrayList<>(indices.dims());
    dims.addAll(self().dims().subList(1, self().rank()));
    return LayoutOps.reshape(self().gather(0, indices.flatten(0)), dims);
  }

  private T taken(T positions) {
    return LayoutOps.reshape(self().flatten(0).gather(0, positions.flatten(0)), positions.dims());
  }

  private static <V extends Operand<V>> V elementPositions(V whole, int axis, V indices) {
    Operands.given("gatherElements", indices);
    Attributes attributes = Attributes.axis(axis).with("dims", new Attribute.Dims(whole.dims()));
    return indices.apply(IndexingOps.ELEMENT_POSITIONS, attributes, List.of(indices));
  }

  private static <V extends Operand<V>> V tuplePositions(V whole, V indices, int count) {
    Attributes dims = Attributes.dims(whole.dims().subList(0, count));
    return indices.apply(IndexingOps.TUPLE_POSITIONS, dims, List.of(indices));
  }

  private static <V extends Operand<V>> int tupleSize(String method, V whole, V indices) {
    Operands.given(method, indices);
    int last = indices.rank() - 1;
    long size = last < 0 ? -1 : indices.dims().get(last).constant().orElse(-1);
    if (size < 1 || size > whole.rank()) {
      throw new TypeMismatchException(
          1,
          method
              + " expects indices whose last size is from 1 to the rank of the tensor, not "
              + indices.dims()
              + " for shape "
              + whole.dims());
    }
    return (int) size;
  }

  /** The first {@code count} dimensions as one, and the rest. */
  private static <V extends Operand<V>> V slices(V whole, int count) {
    List<Dim> dims = new ArrayList<>();
    dims.add(TypeRules.elements(whole.dims().subList(0, count)));
    dims.addAll(whole.dims().subList(count, whole.rank()));
    return LayoutOps.reshape(whole, dims);
  }

  private static <V extends Operand<V>> V updateSlices(
      String method, V whole, V updates, V positions, int count) {
    List<Dim> rest = whole.dims().subList(count, whole.rank());
    List<Dim> expected = new ArrayList<>(positions.dims());
    expected.addAll(rest);
    requireShape(method, updates, expected);
    List<Dim> dims = new ArrayList<>(List.of(TypeRules.elements(positions.dims())));
    dims.addAll(rest);
    return LayoutOps.reshape(updates, dims);
  }

  private static <V extends Operand<V>> void requireShape(
      String method, V updates, List<Dim> expected) {
    if (!updates.dims().equals(expected)) {
      throw new TypeMismatchException(
          2, method + " expects updates of shape " + expected + ", not " + updates.dims());
    }
  }

  private static <V extends Operand<V>> V added(V slices, V positions, List<Dim> dims) {
    Attributes attributes = Attributes.axis(0).with("dims", new Attribute.Dims(dims));
    return slices.apply(SliceOps.SCATTER_ADD, attributes, List.of(slices, positions.flatten(0)));
  }

  /** The slices of the first dimension, or the last of the updates of each. */
  private static <V extends Operand<V>> V replaced(V slices, V positions, V updates) {
    Attributes size = Attributes.of("size", new Attribute.Dims(slices.dims().subList(0, 1)));
    V last = positions.apply(IndexingOps.LAST_AT, size, List.of(positions));
    V choice = updates.pad(0, 1, 0).gather(0, last); // slice 0 is chosen where there is none
    V isUpdated = last.greater(0);
    List<Dim> column = new ArrayList<>(isUpdated.dims());
    for (int i = 1; i < slices.rank(); i++) {
      column.add(Dim.of(1));
    }
    return LayoutOps.reshape(isUpdated, column).where(choice, slices);
  }
}
