package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

@Model
class Perceptron {
  final Sequential net;

  Perceptron(RandomGenerator random) {
    net =
        new Sequential(
            new Dense(random, 4, 6),
            Tensor::relu,
            new LayerNorm(6),
            x -> x.multiply(0.5),
            new Dense(random, 6, 3));
  }

  @Compute
  Tensor logits(@Shape("n, 4") Tensor x) {
    return net.apply(x);
  }

  @Compute
  @Differentiable(wrt = "net")
  Tensor loss(@Shape("n, 4") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor label) {
    return Losses.softmaxCrossEntropy(logits(x), label).mean();
  }
}
