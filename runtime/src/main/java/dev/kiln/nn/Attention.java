package dev.kiln.nn;

import dev.kiln.op.neural.AttentionMethods;
import dev.kiln.tensor.Tensor;

/**
 * Attention: {@code softmax(q k' / sqrt(d)) v}, with queries q {@code [.., n, d]}, keys k {@code
 * [.., m, d]} and values v {@code [.., m, e]} of one floating-point dtype, whose further dimensions
 * broadcast. Vaswani and others, Attention Is All You Need, 2017; PyTorch's
 * scaled_dot_product_attention and ONNX Attention. The queries are divided by {@code sqrt(d)}
 * before the product.
 */
public final class Attention {
  private Attention() {}

  /**
   * Each query to all keys.
   *
   * @return {@code [.., n, e]}
   */
  public static Tensor scaledDotProduct(Tensor query, Tensor key, Tensor value) {
    return AttentionMethods.scaledDotProduct(query, key, value);
  }

  /**
   * As {@link #scaledDotProduct(Tensor, Tensor, Tensor)} with a mask, which broadcasts to {@code
   * [.., n, m]}.
   *
   * @param mask truth values, true where a query attends to a key (a query that attends to none has
   *     the result 0); or numbers, which are added to {@code q k' / sqrt(d)}
   */
  public static Tensor scaledDotProduct(Tensor query, Tensor key, Tensor value, Tensor mask) {
    return AttentionMethods.scaledDotProduct(query, key, value, mask);
  }

  /** As {@link #scaledDotProduct(Tensor, Tensor, Tensor)}: query i only to the keys 0 to i. */
  public static Tensor causal(Tensor query, Tensor key, Tensor value) {
    return AttentionMethods.causal(query, key, value);
  }

  /**
   * The features {@code [.., n, heads d]} of several heads as {@code [.., heads, n, d]}.
   *
   * @throws dev.kiln.op.definition.TypeMismatchException if the number of features is no multiple
   *     of {@code heads}
   */
  public static Tensor splitHeads(Tensor features, int heads) {
    return AttentionMethods.splitHeads(features, heads);
  }

  /** The inverse of {@link #splitHeads}: {@code [.., n, heads d]}. */
  public static Tensor mergeHeads(Tensor heads) {
    return AttentionMethods.mergeHeads(heads);
  }
}
