package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Two dense layers with a rectifier and dropout between them, for each step of sequences. */
@Model
public class FeedForward implements Layer {
  public final Dense first;
  public final Dropout dropout;
  public final Dense second;

  /**
   * Weights to start training from.
   *
   * @param width how many numbers a step of a sequence has
   * @param hidden how many the first layer makes of them
   * @param rate that of the dropout
   */
  public FeedForward(RandomGenerator random, int width, int hidden, double rate) {
    first = new Dense(random, width, hidden);
    dropout = new Dropout(rate);
    second = new Dense(random, hidden, width);
  }

  /** The numbers of each step of n sequences; the key is read in training only. */
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return second.sequence(dropout.sequence(first.sequence(x).relu(), key, training));
  }

  /** As {@link #apply(Tensor, Tensor, boolean)} outside training, without dropout. */
  @Override
  @Compute
  @Shape("n, steps, width")
  public Tensor apply(@Shape("n, steps, width") Tensor x) {
    return apply(x, Tensor.zeros(DType.INT32, 2), false);
  }
}
