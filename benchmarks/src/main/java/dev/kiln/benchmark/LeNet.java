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

/** LeNet-5 with rectified linear units and maxima, for images of 28 by 28. */
@Model
public class LeNet {
  @Parameter
  @Shape("6, 1, 5, 5")
  Tensor filters1;

  @Parameter
  @Shape("16, 6, 5, 5")
  Tensor filters2;

  @Parameter
  @Shape("400, 120")
  Tensor w1;

  @Parameter
  @Shape("120, 10")
  Tensor w2;

  /** Random weights. */
  public LeNet(RandomGenerator random) {
    filters1 = Initializers.heNormal(random, 6, 1, 5, 5);
    filters2 = Initializers.heNormal(random, 16, 6, 5, 5);
    w1 = Initializers.heNormal(random, 400, 120);
    w2 = Initializers.heNormal(random, 120, 10);
  }

  /** The mean cross-entropy of a batch. */
  @Compute
  @Differentiable(wrt = {"filters1", "filters2", "w1", "w2"})
  public Tensor loss(
      @Shape("batch, 1, 28, 28") Tensor x,
      @Shape(value = "batch", dtype = DType.INT32) Tensor label) {
    Tensor first = x.conv2d(filters1, 1, 2).relu().maxPool2d(2, 2, 0);
    Tensor second = first.conv2d(filters2, 1, 0).relu().maxPool2d(2, 2, 0);
    Tensor features = second.reshape(x.dim(0), 400);
    Tensor logits = features.matmul(w1).relu().matmul(w2);
    return Losses.softmaxCrossEntropy(logits, label).mean();
  }
}
