package dev.kiln.train;

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

@Model
class Blobs {
  @Parameter
  @Shape("2, 16")
  Tensor w1;

  @Parameter
  @Shape("16")
  Tensor b1 = Tensor.zeros(16);

  @Parameter
  @Shape("16, 3")
  Tensor w2;

  @Parameter
  @Shape("3")
  Tensor b2 = Tensor.zeros(3);

  Blobs(RandomGenerator random) {
    w1 = Initializers.heNormal(random, 2, 16);
    w2 = Initializers.heNormal(random, 16, 3);
  }

  @Compute
  Tensor logits(@Shape("n, 2") Tensor x) {
    return x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
  }

  @Compute
  @Differentiable(wrt = {"w1", "b1", "w2", "b2"})
  Tensor loss(@Shape("n, 2") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor y) {
    return Losses.softmaxCrossEntropy(logits(x), y).mean();
  }
}
