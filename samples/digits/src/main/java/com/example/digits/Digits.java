package com.example.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** A classifier of 8 by 8 images with one hidden layer, for inference only. */
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

  /** The logit of each digit. */
  @Compute
  @Shape("batch, 10")
  public Tensor logits(@Shape("batch, 64") Tensor x) {
    return x.matmul(w1).add(b1).relu().matmul(w2).add(b2);
  }
}
