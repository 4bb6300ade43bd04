package dev.kiln.benchmark;

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

/** A classifier of 28 by 28 images with one hidden layer of 512 units. */
@Model
public class WidePerceptron {
  @Parameter
  @Shape("784, 512")
  Tensor w1;

  @Parameter
  @Shape("512")
  Tensor b1;

  @Parameter
  @Shape("512, 10")
  Tensor w2;

  @Parameter
  @Shape("10")
  Tensor b2;

  /** Random weights. */
  public WidePerceptron(RandomGenerator random) {
    w1 = Initializers.heNormal(random, 784, 512);
    b1 = Tensor.zeros(512);
    w2 = Initializers.heNormal(random, 512, 10);
    b2 = Tensor.zeros(10);
  }

  /** The mean cross-entropy of a batch. */
  @Compute
  @Differentiable(wrt = {"w1", "b1", "w2", "b2"})
  public Tensor loss(
      @Shape("batch, 784") Tensor x, @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    Tensor logits = x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
    return Losses.softmaxCrossEntropy(logits, label).mean();
  }
}
