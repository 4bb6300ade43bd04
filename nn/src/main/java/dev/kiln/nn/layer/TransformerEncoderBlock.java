package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A block of a transformer's encoder (Vaswani et al., 2017), and with {@link #causal} of a language
 * model: self-attention and two dense layers with a rectifier, each with dropout, added to its
 * argument. PyTorch's TransformerEncoderLayer with {@code batch_first=True}. Normalisation follows
 * the sums, or comes before attention and dense layers where {@code normFirst} says so.
 */
@Model
public class TransformerEncoderBlock implements Layer {
  public final boolean normFirst;
  public final MultiHeadAttention attention;
  public final LayerNorm attentionNorm;
  public final FeedForward feedForward;
  public final LayerNorm feedForwardNorm;
  public final Dropout dropout;

  /**
   * Weights to start training from.
   *
   * @param width how many numbers a step of a sequence has, a multiple of the heads
   * @param hidden the width between the dense layers
   * @param rate that of the dropout
   * @param normFirst whether a normalisation comes first, which trains more easily
   */
  public TransformerEncoderBlock(
      RandomGenerator random, int width, int heads, int hidden, double rate, boolean normFirst) {
    this.normFirst = normFirst;
    attention = new MultiHeadAttention(random, width, heads);
    attentionNorm = new LayerNorm(width);
    feedForward = new FeedForward(random, width, hidden, rate);
    feedForwardNorm = new LayerNorm(width);
    dropout = new Dropout(rate);
  }

  /** Each step attends to all steps of its sequence. The key is read in training only. */
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return rest(x, attention.apply(first(x)), key, training);
  }

  /** As {@link #apply(Tensor, Tensor, boolean)} outside training, without dropout. */
  @Override
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(@Shape("n, steps, width") Tensor x) {
    return apply(x, Tensor.zeros(DType.INT32, 2), false);
  }

  /** Each step attends to itself and those before. */
  @Compute
  @Shape("n, steps, width")
  public Tensor causal(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return rest(x, attention.causal(first(x)), key, training);
  }

  /** As {@link #causal(Tensor, Tensor, boolean)} outside training, without dropout. */
  @Compute
  @Shape("n, steps, width")
  public Tensor causal(@Shape("n, steps, width") Tensor x) {
    return causal(x, Tensor.zeros(DType.INT32, 2), false);
  }

  /** Each step attends to those for which the mask is true. */
  @Compute
  @Shape("n, steps, width")
  public Tensor masked(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "n, steps, steps", dtype = DType.BOOL) Tensor mask,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return rest(x, attention.masked(first(x), mask), key, training);
  }

  private Tensor first(Tensor x) {
    return normFirst ? attentionNorm.sequence(x) : x;
  }

  private Tensor rest(Tensor x, Tensor attended, Tensor key, boolean training) {
    Tensor keys = Random.split(key, 3);
    Tensor y = x.add(dropout.sequence(attended, keys.get(0), training));
    Tensor middle = normFirst ? y : attentionNorm.sequence(y);
    Tensor normal = normFirst ? feedForwardNorm.sequence(middle) : middle;
    Tensor z = feedForward.apply(normal, keys.get(1), training);
    Tensor sum = middle.add(dropout.sequence(z, keys.get(2), training));
    return normFirst ? sum : feedForwardNorm.sequence(sum);
  }
}
