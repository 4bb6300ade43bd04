package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * Orders of elements. NaN counts as the greatest number and -0.0 as equal to 0.0; indices are
 * int32. Values are taken with the indices, and have the derivatives of what is taken.
 *
 * @param <T> the implementing type itself
 */
public interface SortingMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /**
   * The indices that sort the elements along {@code axis}; equal elements keep their order, also
   * where {@code descending}. NumPy's and PyTorch's {@code argsort}, stable.
   */
  default T argSort(int axis, boolean descending) {
    return self()
        .apply(
            IndexingOps.ARG_SORT,
            along(axis).with("descending", new Attribute.Truth(descending)),
            List.of(self()));
  }

  /** The elements along {@code axis} in their order. */
  default T sort(int axis, boolean descending) {
    return self().gatherElements(axis, argSort(axis, descending));
  }

  /**
   * The {@code count} greatest elements along {@code axis}, the greatest first; the values of ONNX
   * TopK.
   */
  default T topK(int count, int axis) {
    return self().gatherElements(axis, topKIndices(count, axis));
  }

  /** The indices of {@link #topK}; of equal elements the first ones. */
  default T topKIndices(int count, int axis) {
    return argSort(axis, true).slice(axis, 0, count);
  }

  /**
   * For each of {@code values} the number of elements of this, which must ascend, that are less, or
   * where {@code right} less or equal: where to insert it. NumPy's {@code searchsorted}.
   *
   * @param values of the dtype of this, which has rank 1
   */
  default T searchSorted(T values, boolean right) {
    return self()
        .apply(
            IndexingOps.SEARCH_SORTED,
            Attributes.of("right", new Attribute.Truth(right)),
            List.of(self(), Operands.given("searchSorted", values)));
  }

  /** The greatest element up to each along {@code axis}; NaN from the first NaN on. */
  default T cumMax(int axis) {
    return self()
        .gatherElements(axis, self().apply(IndexingOps.ARG_CUM_MAX, along(axis), List.of(self())));
  }

  /** The least element up to each along {@code axis}; NaN from the first NaN on. */
  default T cumMin(int axis) {
    T opposite = Operands.opposite(self());
    return self()
        .gatherElements(
            axis, opposite.apply(IndexingOps.ARG_CUM_MAX, along(axis), List.of(opposite)));
  }

  private static Attributes along(int axis) {
    return Attributes.axis(axis);
  }
}
