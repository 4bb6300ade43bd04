package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A convolution with 3 by 3 filters over one pixel of zeros around the image, then relu. The size
 * of the filters is part of the type of the weight, so the compiler knows that the image keeps its
 * size, which pooling needs.
 */
@Model
public class Convolution {
  @Parameter
  @Shape("out, in, 3, 3")
  public Tensor weight;

  @Parameter
  @Shape("out, 1, 1")
  public Tensor bias;

  /** Weights to start training from. */
  public Convolution(RandomGenerator random, int in, int out) {
    weight = Initializers.heNormal(random, in * 9, out).transpose().reshape(out, in, 3, 3);
    bias = Tensor.zeros(out, 1, 1);
  }

  /** As many channels as there are filters, of the same size. */
  @Compute
  @Shape("n, out, height, width")
  public Tensor apply(@Shape("n, in, height, width") Tensor image) {
    return image.conv2d(weight, 1, 1).add(bias).relu();
  }
}
