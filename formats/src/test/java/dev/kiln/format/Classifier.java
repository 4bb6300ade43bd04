package dev.kiln.format;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** A model whose weights are read. */
@Model
class Classifier {
  @Parameter
  @Shape("3, hidden")
  Tensor w1 = Tensor.zeros(3, 4);

  @Parameter
  @Shape("hidden")
  Tensor b1 = Tensor.zeros(4);

  @Parameter
  @Shape("hidden, 2")
  Tensor w2 = Tensor.zeros(4, 2);

  @Compute
  @Shape("batch, 2")
  Tensor logits(@Shape("batch, 3") Tensor x) {
    return x.matmul(w1).add(b1).relu().matmul(w2);
  }
}
