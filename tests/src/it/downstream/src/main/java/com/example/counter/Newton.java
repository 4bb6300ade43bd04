package com.example.counter;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/** Newton's method for the square root: a loop that runs until it is exact enough. */
@Model
public class Newton {
  @Parameter
  @Shape("2")
  Tensor weights = Tensor.of(new float[] {0.5f, -1.5f});

  @Compute
  @Differentiable
  public double root(double a) {
    double x = a;
    while (Math.abs(x * x - a) > 1e-12 * a) {
      x = 0.5 * (x + a / x);
    }
    return x;
  }

  @Compute
  @Differentiable
  public Tensor energy(@Shape("2") Tensor x) {
    Tensor energy = x.multiply(weights).square().sum();
    while (energy.greater(1).toBoolean()) {
      energy = energy.multiply(0.5);
    }
    return energy;
  }
}
