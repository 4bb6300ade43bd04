package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** The suite's first example: a square and its derivative. */
@Model
public class Hello {
  /**
   * {@code x²}.
   *
   * @param x any number
   */
  @Compute
  @Differentiable
  public double square(double x) {
    return x * x;
  }
}
