package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import java.util.List;

/**
 * What gives several tensors at once, in the order of the components of the records that {@code
 * Tensor} has for them. What they share is computed once.
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
}
