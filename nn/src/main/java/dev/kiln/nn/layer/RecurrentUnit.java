package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * What recurrent cells are made of: {@code x.matmul(input).add(h.matmul(recurrent)).add(bias)}, for
 * an example x and a state h.
 */
@Model
public class RecurrentUnit {
  @Parameter
  @Shape("in, hidden")
  public Tensor input;

  @Parameter
  @Shape("hidden, hidden")
  public Tensor recurrent;

  @Parameter
  @Shape("hidden")
  public Tensor bias;

  /** Weights to start training from: {@link Initializers#glorotUniform}, and zeros. */
  public RecurrentUnit(RandomGenerator random, int in, int hidden) {
    input = Initializers.glorotUniform(random, in, hidden);
    recurrent = Initializers.glorotUniform(random, hidden, hidden);
    bias = Tensor.zeros(hidden);
  }

  /** The unit's numbers for each of n examples and their states. */
  @Compute
  @Shape("n, hidden")
  public Tensor apply(@Shape("n, in") Tensor x, @Shape("n, hidden") Tensor h) {
    return x.matmul(input).add(h.matmul(recurrent)).add(bias);
  }
}
