package dev.kiln.benchmark;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** A scalar loop whose rounds take a few instructions each. */
@Model
public class Recurrence {
  /** Goes on until the step is as small as {@code tolerance} asks for. */
  @Compute
  @Differentiable(wrt = {"x", "y"})
  public double settle(double x, double y, double tolerance) {
    double step = 1;
    while (step > tolerance) {
      double next = y * y / 4 + x / 2;
      step = Math.abs(next - y);
      y = next;
    }
    return y;
  }
}
