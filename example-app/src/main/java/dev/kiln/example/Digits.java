package dev.kiln.example;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A classifier of 8 by 8 images with one hidden layer. */
@Model
public class Digits {
  @Parameter
  @Shape("64, 64")
  Tensor w1;

  @Parameter
  @Shape("64")
  Tensor b1;

  @Parameter
  @Shape("64, 10")
  Tensor w2;

  @Parameter
  @Shape("10")
  Tensor b2;

  /** Weights to start training from. */
  public Digits(RandomGenerator random) {
    w1 = Initializers.heNormal(random, 64, 64);
    b1 = Tensor.zeros(64);
    w2 = Initializers.heNormal(random, 64, 10);
    b2 = Tensor.zeros(10);
  }

  /** The score of each digit: a higher score means that the digit is more likely. */
  @Compute
  @Shape("batch, 10")
  public Tensor logits(@Shape("batch, 64") Tensor x) {
    return x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
  }

  /** The mean cross-entropy, which training makes small. */
  @Compute
  @Differentiable(wrt = {"w1", "b1", "w2", "b2"})
  public Tensor loss(
      @Shape("batch, 64") Tensor x, @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    return Losses.softmaxCrossEntropy(logits(x), label).mean();
  }
}
