package com.example.spirals;

import com.example.layers.Encoder;
import com.example.layers.Gain;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.nn.layer.Dense;
import dev.kiln.nn.layer.Sequential;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Tells on which of two spirals a point is: the library's encoder, and layers in sequence. */
@Model
public class Spirals {
  final Encoder encoder;
  final Sequential head;

  Spirals(RandomGenerator random) {
    encoder = new Encoder(random, 2, 32, 0.05);
    head = new Sequential(new Gain(32), Tensor::tanh, new Dense(random, 32, 2));
  }

  /** The logit of each spiral; the key is read in training only. */
  @Compute
  Tensor logits(
      @Shape("n, 2") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    return head.apply(encoder.apply(x, key, training));
  }

  /** The mean loss in training. */
  @Compute
  @Differentiable(wrt = {"encoder", "head"})
  Tensor loss(
      @Shape("n, 2") Tensor x,
      @Shape(value = "n", dtype = DType.INT32) Tensor y,
      @Shape(value = "2", dtype = DType.INT32) Tensor key) {
    return Losses.softmaxCrossEntropy(logits(x, key, true), y).mean();
  }
}
