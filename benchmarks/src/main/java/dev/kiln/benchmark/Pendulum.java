package dev.kiln.benchmark;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** A pendulum whose force is the derivative of its energy, and the same by hand. */
@Model
public class Pendulum {
  private static final double STEP = 0.01;

  @Compute
  @Differentiable(wrt = "angle")
  public double energy(double angle, double stiffness) {
    double bent = angle * angle;
    return 1 - Math.cos(angle) + stiffness * bent * bent;
  }

  /** The final angle; the force is the derivative of the energy. */
  @Compute
  @Differentiable(wrt = {"angle", "stiffness"})
  public double swing(double angle, double stiffness, int steps) {
    double at = angle;
    double speed = 0;
    for (int i = 0; i < steps; i++) {
      speed -= STEP * CompiledPendulum.energyGradient(this, at, stiffness).angle();
      at += STEP * speed;
    }
    return at;
  }

  /** The final angle; the force is written by hand. */
  @Compute
  @Differentiable(wrt = {"angle", "stiffness"})
  public double swingByHand(double angle, double stiffness, int steps) {
    double at = angle;
    double speed = 0;
    for (int i = 0; i < steps; i++) {
      speed -= STEP * (Math.sin(at) + 4 * stiffness * at * at * at);
      at += STEP * speed;
    }
    return at;
  }
}
