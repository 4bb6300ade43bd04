package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A fully connected layer: {@code x.matmul(weight).add(bias)}. PyTorch's Linear has the transposed
 * weight.
 */
@Model
public class Dense implements Layer {
  @Parameter
  @Shape("in, out")
  public Tensor weight;

  @Parameter
  @Shape("out")
  public Tensor bias;

  /**
   * Weights to start training from: {@link Initializers#heNormal}, and zeros.
   *
   * @param in how many numbers an example has
   * @param out how many the layer makes of them
   */
  public Dense(RandomGenerator random, int in, int out) {
    weight = Initializers.heNormal(random, in, out);
    bias = Tensor.zeros(out);
  }

  /** The layer's numbers for each of n examples. */
  @Override
  @Compute
  @Shape("n, out")
  public Tensor apply(@Shape("n, in") Tensor x) {
    return x.matmul(weight).add(bias);
  }

  /** The layer's numbers for each step of n sequences. */
  @Compute
  @Shape("n, steps, out")
  public Tensor sequence(@Shape("n, steps, in") Tensor x) {
    return x.reshape(x.dim(0) * x.dim(1), x.dim(2))
        .matmul(weight)
        .add(bias)
        .reshape(x.dim(0), x.dim(1), weight.dim(1));
  }
}
