package dev.kiln.example.derivative;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

/** Bodies in a row, each tied to a wall and to its neighbours: all of it is said by the energy. */
@Model
public class Oscillators {
  double mass = 2;
  double spring = 3;

  @Compute
  @Differentiable(wrt = {"q", "p"})
  public double energy(double[] q, double[] p) {
    double energy = 0;
    for (int i = 0; i < q.length; i++) {
      energy += p[i] * p[i] / (2 * mass) + spring * q[i] * q[i] / 2;
    }
    for (int i = 1; i < q.length; i++) {
      double stretch = q[i] - q[i - 1];
      energy += spring * stretch * stretch / 2;
    }
    return energy;
  }

  /** Where the bodies are later: q' = dH/dp and p' = -dH/dq, by the leapfrog method. */
  @Compute
  @Differentiable(
      wrt = {"q", "p"},
      modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
  public double[] positions(double[] q, double[] p, double step, int steps) {
    double[] at = q.clone();
    double[] momentum = p.clone();
    for (int i = 0; i < steps; i++) {
      push(at, momentum, step / 2);
      double[] velocity = CompiledOscillators.energyGradient(this, at, momentum).p();
      for (int j = 0; j < at.length; j++) {
        at[j] += step * velocity[j];
      }
      push(at, momentum, step / 2);
    }
    return at;
  }

  private void push(double[] at, double[] momentum, double time) {
    double[] slope = CompiledOscillators.energyGradient(this, at, momentum).q();
    for (int j = 0; j < momentum.length; j++) {
      momentum[j] -= time * slope[j];
    }
  }
}
