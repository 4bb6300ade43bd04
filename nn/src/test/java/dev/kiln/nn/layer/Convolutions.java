package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Layers of different classes in an array, in a list, and one inside another. */
@Model
class Convolutions {
  /** Adds what a layer gives to what it takes. */
  @Model
  static class Residual implements Layer {
    final Layer inner;

    Residual(Layer inner) {
      this.inner = inner;
    }

    @Override
    public Tensor apply(Tensor x) {
      return x.add(inner.apply(x));
    }
  }

  final Layer[] head = {new Dense(new Random(1), 8, 4), new LayerNorm(4)};
  final List<Layer> body;

  Convolutions(RandomGenerator random) {
    body =
        List.of(
            new Conv2d(random, 1, 2, 3),
            new Residual(new Sequential(Tensor::relu, new GroupNorm(1, 2))),
            Convolutions::pooled);
  }

  /** One row of numbers for each image: where the size of images counts, it is said. */
  static Tensor pooled(Tensor x) {
    @Shape("n, 2, 4, 4")
    Tensor image = x;
    return image.maxPool2d(2, 2, 0).reshape(image.dim(0), 8);
  }

  @Compute
  Tensor features(@Shape("n, 1, 6, 6") Tensor image) {
    Tensor y = image;
    for (Layer layer : body) {
      y = layer.apply(y);
    }
    for (int i = 0; i < head.length; i++) {
      y = head[i].apply(y);
    }
    return y;
  }

  @Compute
  @Differentiable(wrt = {"image", "head", "body"})
  Tensor loss(@Shape("n, 1, 6, 6") Tensor image) {
    return features(image).pow(3).mean();
  }
}
