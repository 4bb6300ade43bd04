package dev.kiln.benchmark;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** A scalar loop whose length depends on its data. */
@Model
public class Orbit {
  /** Runs until {@code x} is as close to the fixed point as {@code tolerance} asks for. */
  @Compute
  @Differentiable(wrt = {"x", "a"})
  public double settle(double x, double a, double tolerance) {
    while (Math.abs(a * Math.sin(x) - x) > tolerance) {
      x = x + 0.01 * (a * Math.sin(x) - x);
    }
    return x;
  }
}
