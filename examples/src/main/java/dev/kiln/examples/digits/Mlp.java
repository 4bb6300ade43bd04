package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.nn.layer.Dense;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A multilayer perceptron with two hidden layers. */
@Model
public class Mlp {
  public final Dense first;
  public final Dense second;
  public final Dense output;

  /** Weights to start training from. */
  public Mlp(RandomGenerator random) {
    first = new Dense(random, 64, 128);
    second = new Dense(random, 128, 64);
    output = new Dense(random, 64, 10);
  }

  /** The score of each digit. */
  @Compute
  @Shape("n, 10")
  public Tensor logits(@Shape("n, 64") Tensor x) {
    return output.apply(second.apply(first.apply(x).relu()).relu());
  }

  /** The mean cross-entropy. */
  @Compute
  @Differentiable(
      wrt = {"first", "second", "output"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape("n, 64") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor digit) {
    return Losses.softmaxCrossEntropy(logits(x), digit).mean();
  }
}
