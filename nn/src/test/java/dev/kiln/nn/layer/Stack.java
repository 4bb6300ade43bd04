package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Symbols through an embedding, two dense layers and a normalisation. */
@Model
class Stack {
  final Embedding embedding;
  final Dense[] layers = new Dense[2];
  final LayerNorm norm = new LayerNorm(3);

  Stack(RandomGenerator random) {
    embedding = new Embedding(random, 5, 4);
    layers[0] = new Dense(random, 4, 6);
    layers[1] = new Dense(random, 6, 3);
  }

  @Compute
  Tensor logits(@Shape(value = "n", dtype = DType.INT32) Tensor symbol) {
    Tensor y = embedding.apply(symbol);
    for (Dense layer : layers) {
      y = layer.apply(y).tanh();
    }
    return norm.apply(y);
  }

  @Compute
  @Differentiable(wrt = {"embedding", "layers", "norm"})
  Tensor loss(
      @Shape(value = "n", dtype = DType.INT32) Tensor symbol,
      @Shape(value = "n", dtype = DType.INT32) Tensor label) {
    return Losses.softmaxCrossEntropy(logits(symbol), label).mean();
  }
}
