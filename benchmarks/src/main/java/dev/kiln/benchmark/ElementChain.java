package dev.kiln.benchmark;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** A chain of elementwise operations, summed. */
@Model
public class ElementChain {
  /** {@code sum(tanh(a x + b) exp(-x^2) + sigmoid(x))}. */
  @Compute
  @Differentiable(wrt = "x")
  public Tensor wave(@Shape("n") Tensor x, @Shape("") Tensor a, @Shape("") Tensor b) {
    Tensor bell = x.square().negate().exp();
    return a.multiply(x).add(b).tanh().multiply(bell).add(x.sigmoid()).sum();
  }
}
