package dev.kiln.example.derivative;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * A spacecraft that leaves a circular orbit of radius 1. Its engine pushes it along its velocity;
 * the force of gravity is the gradient of the potential.
 */
@Model
public class Transfer {
  private static final double STEP = 0.001;

  @Compute
  @Differentiable
  public double potential(double x, double y) {
    return -1 / Math.sqrt(x * x + y * y);
  }

  /** The energy after so long a burn. */
  @Compute
  @Differentiable(wrt = "thrust")
  public double energy(double thrust, double duration) {
    double x = 1;
    double y = 0;
    double u = 0;
    double v = 1;
    double time = 0;
    while (time < duration) {
      CompiledTransfer.PotentialGradient slope = CompiledTransfer.potentialGradient(this, x, y);
      double speed = Math.sqrt(u * u + v * v);
      u += STEP * (thrust * u / speed - slope.x());
      v += STEP * (thrust * v / speed - slope.y());
      x += STEP * u;
      y += STEP * v;
      time += STEP;
    }
    return (u * u + v * v) / 2 + potential(x, y);
  }

  /** How far the energy is from the one that is wanted. */
  @Compute
  @Differentiable(wrt = "thrust")
  public double miss(double thrust, double duration, double wanted) {
    double error = energy(thrust, duration) - wanted;
    return error * error;
  }
}
