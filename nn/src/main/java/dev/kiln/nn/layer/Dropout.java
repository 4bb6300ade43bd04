package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;

/**
 * Dropout (Srivastava and others, 2014) while a model is trained: each number becomes 0 with
 * probability {@code rate}, and is divided by {@code 1 - rate} otherwise. The key determines which;
 * give each step and each layer another one ({@link Random#foldIn}, {@link Random#split}). Outside
 * of training the layer gives its argument.
 */
@Model
public class Dropout {
  public final double rate;

  /**
   * A layer without parameters.
   *
   * @param rate the probability of 0, from 0 to less than 1
   * @throws IllegalArgumentException for any other rate
   */
  public Dropout(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("the rate is from 0 to less than 1, not " + rate);
    }
    this.rate = rate;
  }

  /** The numbers of n examples. */
  @Compute
  @Shape("n, width")
  public Tensor apply(
      @Shape("n, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return training ? Random.dropout(x, key, Tensor.scalar((float) rate)) : x;
  }

  /** The numbers of n sequences. */
  @Compute
  @Shape("n, steps, width")
  public Tensor sequence(
      @Shape("n, steps, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return training ? Random.dropout(x, key, Tensor.scalar((float) rate)) : x;
  }

  /** The numbers of n images, each by itself. */
  @Compute
  @Shape("n, channels, height, width")
  public Tensor image(
      @Shape("n, channels, height, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return training ? Random.dropout(x, key, Tensor.scalar((float) rate)) : x;
  }
}
