package dev.kiln.benchmark;

import dev.kiln.annotation.Checkpoint;
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/** Steps in time, each of which makes a new state, with and without {@code @Checkpoint}. */
@Model
public class Steps {
  private static double[] step(double[] u, double w) {
    double[] next = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      next[i] = u[i] + w * Math.sin(u[(i + 1) % u.length]);
    }
    return next;
  }

  private static double energy(double[] u) {
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      sum += u[i] * u[i];
    }
    return sum;
  }

  /** Keeps all states for the derivative. */
  @Compute
  @Differentiable
  public double kept(double[] x, double w, int steps) {
    double[] state = x;
    for (int t = 0; t < steps; t++) {
      state = step(state, w);
    }
    return energy(state);
  }

  /** Keeps some states for the derivative. */
  @Compute
  @Differentiable
  public double bounded(double[] x, double w, int steps) {
    double[] state = x;
    for (@Checkpoint int t = 0; t < steps; t++) {
      state = step(state, w);
    }
    return energy(state);
  }
}
