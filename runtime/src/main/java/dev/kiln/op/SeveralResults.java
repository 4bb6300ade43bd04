package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What gives several tensors at once: arrays of them, or the components of the records that {@code
 * Tensor} has for them, in order. What they share is computed once.
 */
public final class SeveralResults {
  private SeveralResults() {}

  /** The elements along {@code axis} in their order, and where they come from. */
  public static <V extends Operand<V>> List<V> sort(V x, int axis, boolean descending) {
    return taken(x, axis, x.argSort(axis, descending));
  }

  /** The greatest elements along {@code axis}, and where they come from. */
  public static <V extends Operand<V>> List<V> topK(V x, int count, int axis) {
    return taken(x, axis, x.topKIndices(count, axis));
  }

  /** The first greatest element along {@code axis}, which is dropped, and its index. */
  public static <V extends Operand<V>> List<V> max(V x, int axis) {
    return extremum(x, axis, x.argmax(true, axis));
  }

  /** The first least element along {@code axis}, which is dropped, and its index. */
  public static <V extends Operand<V>> List<V> min(V x, int axis) {
    return extremum(x, axis, x.argmin(true, axis));
  }

  /** The mean and the variance over the axes, which are dropped; over all if there are none. */
  public static <V extends Operand<V>> List<V> moments(V x, int... axes) {
    V mean = x.mean(true, axes);
    V variance = x.subtract(mean).square().mean(axes);
    return List.of(LayoutOps.reshape(mean, variance.dims()), variance);
  }

  /** The Q and the R of {@link MatrixFunctionMethods#qrQ}. */
  public static <V extends Operand<V>> List<V> qr(V x) {
    V q = x.qrQ();
    return List.of(q, q.transpose().matmul(x).upperTriangle(0));
  }

  /** The eigenvalues and the eigenvectors of symmetric matrices. */
  public static <V extends Operand<V>> List<V> eigh(V x) {
    return List.of(x.eigvalsh(), x.eighVectors());
  }

  /** The U, the singular values and the V with {@code A = U diag(s) V^T}. */
  public static <V extends Operand<V>> List<V> svd(V x) {
    return MatrixFunctionOps.decomposed(x);
  }

  /** The sign of the determinant and the logarithm of its absolute value. */
  public static <V extends Operand<V>> List<V> logDeterminant(V x) {
    V both = x.apply(LinearAlgebraOps.SIGN_AND_LOG, Attributes.NONE, List.of(x));
    return List.of(both.slice(-1, 0, 1).squeeze(-1), both.slice(-1, 1, 2).squeeze(-1));
  }

  private static <V extends Operand<V>> List<V> taken(V x, int axis, V indices) {
    return List.of(x.gatherElements(axis, indices), indices);
  }

  private static <V extends Operand<V>> List<V> extremum(V x, int axis, V indices) {
    return List.of(x.gatherElements(axis, indices).squeeze(axis), indices.squeeze(axis));
  }

  /** Parts along {@code axis} of {@code size} elements each, of which the last may have fewer. */
  public static <V extends Operand<V>> List<V> split(V x, int size, int axis) {
    int at = Operands.axis("split", axis, x.rank());
    long whole = Operands.known("split", x, at);
    positive("split", size);
    List<Dim> sizes = new ArrayList<>();
    for (long rest = whole; rest > 0 || sizes.isEmpty(); rest -= size) {
      sizes.add(Dim.of(Math.min(rest, size)));
    }
    return split(x, sizes, at);
  }

  /** Parts of the sizes along {@code axis}, which add up to all of it. */
  public static <V extends Operand<V>> List<V> split(V x, List<Dim> sizes, int axis) {
    int at = Operands.axis("split", axis, x.rank());
    Dim whole = x.dims().get(at);
    List<V> parts = new ArrayList<>();
    Dim start = Dim.of(0);
    for (Dim size : sizes) {
      Dim end = start.plus(size);
      parts.add(SliceOps.slice(x, at, start, end));
      start = end;
    }
    if (!start.equals(whole)) {
      throw new TypeMismatchException(
          0, "split: the sizes " + sizes + " add up to " + start + ", not " + whole);
    }
    return parts;
  }

  /**
   * At most {@code count} parts along {@code axis}, of equal sizes but for the last, which may have
   * fewer elements.
   */
  public static <V extends Operand<V>> List<V> chunk(V x, int count, int axis) {
    int at = Operands.axis("chunk", axis, x.rank());
    positive("chunk", count);
    Dim part = x.dims().get(at).dividedBy(Dim.of(count)).orElse(null);
    return part == null
        ? split(x, (int) ((Operands.known("chunk", x, at) - 1) / count) + 1, at)
        : split(x, Collections.nCopies(count, part), at);
  }

  /** The slices along {@code axis}, which is dropped. */
  public static <V extends Operand<V>> List<V> unbind(V x, int axis) {
    int at = Operands.axis("unbind", axis, x.rank());
    List<V> parts = new ArrayList<>();
    for (int i = 0; i < Operands.known("unbind", x, at); i++) {
      parts.add(SliceOps.slice(x, at, Dim.of(i), Dim.of(i + 1)).squeeze(at));
    }
    return parts;
  }

  /**
   * For each vector or scalar its elements along a dimension of its own, repeated along the others.
   */
  public static <V extends Operand<V>> List<V> meshgrid(List<V> vectors) {
    List<Dim> dims = new ArrayList<>();
    for (V each : vectors) {
      if (each.rank() > 1) {
        throw new TypeMismatchException(
            dims.size(), "meshgrid expects vectors, not shape " + each.dims());
      }
      dims.add(each.rank() == 0 ? Dim.of(1) : each.dims().get(0));
    }
    List<V> grids = new ArrayList<>();
    for (V each : vectors) {
      List<Dim> own = new ArrayList<>(Collections.nCopies(dims.size(), Dim.of(1)));
      own.set(grids.size(), dims.get(grids.size()));
      grids.add(LayoutOps.broadcastTo(LayoutOps.reshape(each, own), dims));
    }
    return grids;
  }

  private static void positive(String method, int number) {
    if (number < 1) {
      throw new TypeMismatchException(0, method + " needs a positive number, not " + number);
    }
  }
}
