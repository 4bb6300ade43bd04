package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/**
 * Layer normalisation (Ba, Kiros and Hinton, 2016): each example gets the mean 0 and the variance
 * 1, then a scale and a bias for each of its numbers. The variance is that of the population, with
 * 1e-5 added, as in PyTorch.
 */
@Model
public class LayerNorm implements Layer {
  private static final double EPSILON = 1e-5;

  @Parameter
  @Shape("width")
  public Tensor scale;

  @Parameter
  @Shape("width")
  public Tensor bias;

  /** A scale of one and a bias of zero for each of the numbers of an example. */
  public LayerNorm(int width) {
    scale = Tensor.ones(width);
    bias = Tensor.zeros(width);
  }

  /** The normalised numbers of each of n examples. */
  @Override
  @Compute
  @Shape("n, width")
  public Tensor apply(@Shape("n, width") Tensor x) {
    return x.layerNormalization(scale, bias, 1, EPSILON);
  }

  /** The normalised numbers of each step of n sequences. */
  @Compute
  @Shape("n, steps, width")
  public Tensor sequence(@Shape("n, steps, width") Tensor x) {
    return x.layerNormalization(scale, bias, 2, EPSILON);
  }
}
