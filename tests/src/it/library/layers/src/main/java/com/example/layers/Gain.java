package com.example.layers;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.layer.Layer;
import dev.kiln.tensor.Tensor;

/** A factor for each number of an example, which it learns. */
@Model
public class Gain implements Layer {
  @Parameter
  @Shape("width")
  public Tensor factor;

  /** Factors of 1. */
  public Gain(int width) {
    factor = Tensor.ones(width);
  }

  @Override
  @Compute
  @Shape("n, width")
  public Tensor apply(@Shape("n, width") Tensor x) {
    return x.multiply(factor);
  }
}
