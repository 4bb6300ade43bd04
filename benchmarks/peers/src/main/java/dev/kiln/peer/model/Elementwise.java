package dev.kiln.peer.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** A chain of elementwise functions, summed; and a product of matrices. */
@Model
public class Elementwise {
  /** The sum of {@code tanh(a b + 0.5) exp(-a a) + sigmoid(a)}. */
  @Compute
  @Differentiable(wrt = "a")
  public Tensor chain(@Shape("n") Tensor a, @Shape("n") Tensor b) {
    Tensor bell = a.square().negate().exp();
    return a.multiply(b).add(0.5).tanh().multiply(bell).add(a.sigmoid()).sum();
  }

  /** The product of two matrices. */
  @Compute
  public Tensor product(@Shape("n, k") Tensor a, @Shape("k, m") Tensor b) {
    return a.matmul(b);
  }
}
