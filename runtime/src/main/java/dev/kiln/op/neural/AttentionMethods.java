package dev.kiln.op.neural;

import dev.kiln.annotation.DType;
import dev.kiln.op.CreationOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.Operand;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/** Attention, composed of operations; {@code dev.kiln.nn.Attention} describes it. */
public final class AttentionMethods {
  private AttentionMethods() {}

  /** Without a mask. */
  public static <T extends Operand<T>> T scaledDotProduct(T query, T key, T value) {
    return scores(query, key).softmax(-1).matmul(value);
  }

  /** With a mask of truth values, or one to be added. */
  public static <T extends Operand<T>> T scaledDotProduct(T query, T key, T value, T mask) {
    T scores = scores(query, key);
    if (mask.dtype() != DType.BOOL) {
      return scores.add(mask).softmax(-1).matmul(value);
    }
    // The least finite number, since a row of infinite ones has no softmax; then nothing of it.
    double least = scores.dtype() == DType.FLOAT32 ? -Float.MAX_VALUE : -Double.MAX_VALUE;
    T weights = mask.where(scores, scores.number(least)).softmax(-1);
    return mask.where(weights, scores.number(0)).matmul(value);
  }

  /** Each query only to the keys that are not after it. */
  public static <T extends Operand<T>> T causal(T query, T key, T value) {
    T rows = arange(query, length(query)).unsqueeze(1);
    return scaledDotProduct(query, key, value, rows.greaterEqual(arange(key, length(key))));
  }

  /** {@code [.., n, heads d]} as {@code [.., heads, n, d]}. */
  public static <T extends Operand<T>> T splitHeads(T x, int heads) {
    List<Dim> dims = new ArrayList<>(x.dims());
    int last = dims.size() - 1;
    if (last < 1 || heads < 1 || dims.get(last).dividedBy(Dim.of(heads)).isEmpty()) {
      throw new TypeMismatchException(
          0, "splitHeads: shape " + dims + " has no features for " + heads + " heads");
    }
    Dim features = dims.get(last).dividedBy(Dim.of(heads)).orElseThrow();
    dims.set(last, Dim.of(heads));
    dims.add(features);
    return LayoutOps.reshape(x, dims).transpose(-3, -2);
  }

  /** The inverse of {@link #splitHeads}. */
  public static <T extends Operand<T>> T mergeHeads(T x) {
    return x.transpose(-3, -2).flatten(-2);
  }

  /** {@code query key' / sqrt(d)}. */
  private static <T extends Operand<T>> T scores(T query, T key) {
    length(query);
    length(key);
    Dim features = query.dims().get(query.rank() - 1);
    T ones = LayoutOps.broadcastTo(query.number(1), List.of(features));
    return query.divide(ones.sum().sqrt()).matmul(key.transpose());
  }

  private static <T extends Operand<T>> Dim length(T x) {
    if (x.rank() < 2) {
      throw new TypeMismatchException(
          0, "attention expects queries and keys of shape [.., n, d], not rank " + x.rank());
    }
    return x.dims().get(x.rank() - 2);
  }

  private static <T extends Operand<T>> T arange(T like, Dim size) {
    return like.apply(
        CreationOps.ARANGE,
        Attributes.of("dtype", new Attribute.ElementType(DType.INT32))
            .with("size", new Attribute.Dims(List.of(size))),
        List.of());
  }
}
