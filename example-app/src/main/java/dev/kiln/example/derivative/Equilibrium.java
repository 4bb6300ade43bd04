package dev.kiln.example.derivative;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

/** Where a body comes to rest that a load pushes against a spring. */
@Model
public class Equilibrium {
  @Compute
  @Differentiable(wrt = "x", modes = Mode.HESSIAN_VECTOR_PRODUCT)
  public double energy(double x, double load) {
    return Math.cosh(x) - load * x;
  }

  /** The minimum of the energy, by Newton's method on its derivative. */
  @Compute
  @Differentiable(modes = {Mode.GRADIENT, Mode.JVP})
  public double rest(double load) {
    double x = 0;
    double step = 1;
    while (Math.abs(step) > 1e-12) {
      CompiledEquilibrium.EnergyHvp slope = CompiledEquilibrium.energyHvp(this, x, load, 1);
      step = slope.x() / slope.xProduct();
      x -= step;
    }
    return x;
  }
}
