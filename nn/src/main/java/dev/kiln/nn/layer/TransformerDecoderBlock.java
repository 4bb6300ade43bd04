package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A block of a transformer's decoder (Vaswani et al., 2017): causal self-attention, attention to
 * what an encoder made of another sequence, and two dense layers with a rectifier, each with
 * dropout, added to its argument. PyTorch's TransformerDecoderLayer with {@code batch_first=True}
 * and a causal mask. Normalisation follows the sums, or comes before each part where {@code
 * normFirst} says so.
 */
@Model
public class TransformerDecoderBlock {
  public final boolean normFirst;
  public final MultiHeadAttention attention;
  public final LayerNorm attentionNorm;
  public final MultiHeadAttention crossAttention;
  public final LayerNorm crossAttentionNorm;
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
  public TransformerDecoderBlock(
      RandomGenerator random, int width, int heads, int hidden, double rate, boolean normFirst) {
    this.normFirst = normFirst;
    attention = new MultiHeadAttention(random, width, heads);
    attentionNorm = new LayerNorm(width);
    crossAttention = new MultiHeadAttention(random, width, heads);
    crossAttentionNorm = new LayerNorm(width);
    feedForward = new FeedForward(random, width, hidden, rate);
    feedForwardNorm = new LayerNorm(width);
    dropout = new Dropout(rate);
  }

  /**
   * Each step attends to itself and those before, and to all steps of the memory. The key is read
   * in training only.
   */
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(
      @Shape("n, steps, width") Tensor x,
      @Shape("n, others, width") Tensor memory,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor y = attended(x, key, training);
    Tensor seen = crossAttention.across(beforeMemory(y), memory);
    return rest(y, seen, key, training);
  }

  /** As {@link #apply(Tensor, Tensor, Tensor, boolean)} outside training, without dropout. */
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(
      @Shape("n, steps, width") Tensor x, @Shape("n, others, width") Tensor memory) {
    return apply(x, memory, Tensor.zeros(DType.INT32, 2), false);
  }

  /**
   * As {@link #apply(Tensor, Tensor, Tensor, boolean)}, where a step sees those steps of the memory
   * for which the mask is true.
   */
  @Compute
  @Shape("n, steps, width")
  public Tensor masked(
      @Shape("n, steps, width") Tensor x,
      @Shape("n, others, width") Tensor memory,
      @Shape(value = "n, steps, others", dtype = DType.BOOL) Tensor mask,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor y = attended(x, key, training);
    Tensor seen = crossAttention.acrossMasked(beforeMemory(y), memory, mask);
    return rest(y, seen, key, training);
  }

  private Tensor attended(Tensor x, Tensor key, boolean training) {
    Tensor self = attention.causal(normFirst ? attentionNorm.sequence(x) : x);
    Tensor sum = x.add(dropout.sequence(self, Random.foldIn(key, 0), training));
    return normFirst ? sum : attentionNorm.sequence(sum);
  }

  private Tensor beforeMemory(Tensor y) {
    return normFirst ? crossAttentionNorm.sequence(y) : y;
  }

  private Tensor rest(Tensor y, Tensor seen, Tensor key, boolean training) {
    Tensor sum = y.add(dropout.sequence(seen, Random.foldIn(key, 1), training));
    Tensor middle = normFirst ? sum : crossAttentionNorm.sequence(sum);
    Tensor normal = normFirst ? feedForwardNorm.sequence(middle) : middle;
    Tensor made = feedForward.apply(normal, Random.foldIn(key, 2), training);
    Tensor last = middle.add(dropout.sequence(made, Random.foldIn(key, 3), training));
    return normFirst ? last : feedForwardNorm.sequence(last);
  }
}
