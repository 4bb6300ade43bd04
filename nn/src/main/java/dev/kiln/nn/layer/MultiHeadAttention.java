package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Attention;
import dev.kiln.nn.Initializers;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Multi-head attention (Vaswani et al., Attention Is All You Need, 2017) with biases: PyTorch's
 * MultiheadAttention with {@code batch_first=True}. Its weights are those here transposed, as
 * matrices of {@code width} times {@code heads * size}.
 */
@Model
public class MultiHeadAttention implements Layer {
  @Parameter
  @Shape("width, heads, size")
  public Tensor wq;

  @Parameter
  @Shape("width, heads, size")
  public Tensor wk;

  @Parameter
  @Shape("width, heads, size")
  public Tensor wv;

  @Parameter
  @Shape("heads, size, width")
  public Tensor wo;

  @Parameter
  @Shape("heads, size")
  public Tensor bq;

  @Parameter
  @Shape("heads, size")
  public Tensor bk;

  @Parameter
  @Shape("heads, size")
  public Tensor bv;

  @Parameter
  @Shape("width")
  public Tensor bo;

  /**
   * Weights to start training from: {@link Initializers#glorotUniform}, and zeros.
   *
   * @param width how many numbers a step of a sequence has
   * @param heads how many heads share them
   * @throws IllegalArgumentException if the width is no multiple of the heads
   */
  public MultiHeadAttention(RandomGenerator random, int width, int heads) {
    if (heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "a width of " + width + " cannot be divided into " + heads + " heads");
    }
    int size = width / heads;
    wq = Initializers.glorotUniform(random, width, width).reshape(width, heads, size);
    wk = Initializers.glorotUniform(random, width, width).reshape(width, heads, size);
    wv = Initializers.glorotUniform(random, width, width).reshape(width, heads, size);
    wo = Initializers.glorotUniform(random, width, width).reshape(heads, size, width);
    bq = Tensor.zeros(heads, size);
    bk = Tensor.zeros(heads, size);
    bv = Tensor.zeros(heads, size);
    bo = Tensor.zeros(width);
  }

  /** Each step of n sequences to all steps of its sequence. */
  @Override
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(@Shape("n, steps, width") Tensor x) {
    Tensor all = queriesKeysAndValues(x);
    return merged(Attention.scaledDotProduct(all.get(0), all.get(1), all.get(2)));
  }

  /** Each step to itself and those before. */
  @Compute
  @Shape("n, steps, width")
  public Tensor causal(@Shape("n, steps, width") Tensor x) {
    Tensor all = queriesKeysAndValues(x);
    return merged(Attention.causal(all.get(0), all.get(1), all.get(2)));
  }

  /**
   * Each step to those steps of its sequence for which the mask is true. A step that attends to
   * none has the value {@code bo}. A mask for all sequences alike is {@code
   * mask.unsqueeze(0).broadcastTo(n, steps, steps)}.
   */
  @Compute
  @Shape("n, steps, width")
  public Tensor masked(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "n, steps, steps", dtype = DType.BOOL) Tensor mask) {
    Tensor all = queriesKeysAndValues(x);
    return merged(
        Attention.scaledDotProduct(all.get(0), all.get(1), all.get(2), mask.unsqueeze(1)));
  }

  /** Each step of a sequence to all steps of another one. */
  @Compute
  @Shape("n, steps, width")
  public Tensor across(
      @Shape("n, steps, width") Tensor x, @Shape("n, others, width") Tensor memory) {
    Tensor seen = keysAndValues(memory);
    return merged(Attention.scaledDotProduct(queries(x), seen.get(0), seen.get(1)));
  }

  /** Each step of a sequence to those steps of another one for which the mask is true. */
  @Compute
  @Shape("n, steps, width")
  public Tensor acrossMasked(
      @Shape("n, steps, width") Tensor x,
      @Shape("n, others, width") Tensor memory,
      @Shape(value = "n, steps, others", dtype = DType.BOOL) Tensor mask) {
    Tensor seen = keysAndValues(memory);
    return merged(
        Attention.scaledDotProduct(queries(x), seen.get(0), seen.get(1), mask.unsqueeze(1)));
  }

  /** {@code [3, n, heads, steps, size]}, by one product of matrices. */
  private Tensor queriesKeysAndValues(Tensor x) {
    return product(x, Tensor.stack(1, wq, wk, wv), Tensor.stack(0, bq, bk, bv));
  }

  private Tensor keysAndValues(Tensor memory) {
    return product(memory, Tensor.stack(1, wk, wv), Tensor.stack(0, bk, bv));
  }

  private Tensor queries(Tensor x) {
    return product(x, wq.unsqueeze(1), bq.unsqueeze(0)).get(0);
  }

  /** {@code x w + b}, of w {@code [width, parts, heads, size]}. */
  private static Tensor product(Tensor x, Tensor w, Tensor b) {
    int features = w.dim(1) * w.dim(2) * w.dim(3);
    return x.reshape(x.dim(0) * x.dim(1), x.dim(2))
        .matmul(w.reshape(w.dim(0), features))
        .add(b.reshape(features))
        .reshape(x.dim(0), x.dim(1), w.dim(1), w.dim(2), w.dim(3))
        .permute(2, 0, 3, 1, 4);
  }

  private Tensor merged(Tensor heads) {
    int features = wo.dim(0) * wo.dim(1);
    return heads
        .permute(0, 2, 1, 3)
        .reshape(heads.dim(0) * heads.dim(2), features)
        .matmul(wo.reshape(features, wo.dim(2)))
        .add(bo)
        .reshape(heads.dim(0), heads.dim(2), wo.dim(2));
  }
}
