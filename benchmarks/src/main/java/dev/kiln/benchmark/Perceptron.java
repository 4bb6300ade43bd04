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

/** A classifier of 8 by 8 images with one hidden layer. */
@Model
public class Perceptron {
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

  /** Random weights. */
  public Perceptron(RandomGenerator random) {
    w1 = Initializers.heNormal(random, 64, 64);
    b1 = Tensor.zeros(64);
    w2 = Initializers.heNormal(random, 64, 10);
    b2 = Tensor.zeros(10);
  }

  /** The mean cross-entropy of a batch. */
  @Compute
  @Differentiable(wrt = {"w1", "b1", "w2", "b2"})
  public Tensor loss(
      @Shape("batch, 64") Tensor x, @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    Tensor logits = x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
    return Losses.softmaxCrossEntropy(logits, label).mean();
  }
}
