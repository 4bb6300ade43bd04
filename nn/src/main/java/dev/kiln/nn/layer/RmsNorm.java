package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/**
 * Root mean square normalisation (Zhang and Sennrich, 2019): each example is divided by the root of
 * the mean of its squares, to which 1e-5 is added, and multiplied by a scale for each number.
 * PyTorch's RMSNorm with {@code eps=1e-5}.
 */
@Model
public class RmsNorm implements Layer {
  private static final double EPSILON = 1e-5;

  @Parameter
  @Shape("width")
  public Tensor scale;

  /** A scale of one for each of the numbers of an example. */
  public RmsNorm(int width) {
    scale = Tensor.ones(width);
  }

  /** The normalised numbers of each of n examples. */
  @Override
  @Compute
  @Shape("n, width")
  public Tensor apply(@Shape("n, width") Tensor x) {
    return x.rmsNormalization(scale, 1, EPSILON);
  }

  /** The normalised numbers of each step of n sequences. */
  @Compute
  @Shape("n, steps, width")
  public Tensor sequence(@Shape("n, steps, width") Tensor x) {
    return x.rmsNormalization(scale, 2, EPSILON);
  }
}
