package dev.kiln.examples.pendulum;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.StopGradient;
import dev.kiln.tensor.Tensor;

/**
 * Swings of a damped pendulum, {@code angle'' = -stiffness sin(angle) - damping angle'}, solved in
 * a while loop by the method of Bogacki and Shampine (1989), whose step length follows from an
 * estimate of the error. Derivatives go through the steps that were made; the choice of their
 * lengths is a constant.
 */
@Model
public class Pendulum {
  private static final double TOLERANCE = 1e-6;

  /** Gravity divided by the length. */
  @Parameter
  @Shape(value = "", dtype = DType.FLOAT64)
  public Tensor stiffness;

  /** Friction divided by the mass. */
  @Parameter
  @Shape(value = "", dtype = DType.FLOAT64)
  public Tensor damping;

  /** A pendulum with a first guess of its parameters. */
  public Pendulum(double stiffness, double damping) {
    this.stiffness = Tensor.scalar(stiffness);
    this.damping = Tensor.scalar(damping);
  }

  /** The angles and speeds of several swings. */
  public record State(
      @Shape(value = "swings", dtype = DType.FLOAT64) Tensor angle,
      @Shape(value = "swings", dtype = DType.FLOAT64) Tensor speed) {
    State plus(State slope, double time) {
      return new State(
          angle.add(slope.angle.multiply(time)), speed.add(slope.speed.multiply(time)));
    }
  }

  /**
   * The mean square of the differences from observations at equal distances of time.
   *
   * @param start the angles at time 0, where the pendulums rest
   * @param observed the angles at each time
   * @param interval the time from each observation to the next
   */
  @Compute
  @Differentiable(
      wrt = {"stiffness", "damping"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape(value = "swings", dtype = DType.FLOAT64) Tensor start,
      @Shape(value = "times, swings", dtype = DType.FLOAT64) Tensor observed,
      double interval) {
    State state = new State(start, start.multiply(0));
    Tensor sum = Tensor.scalar(0.0);
    for (int i = 0; i < observed.dim(0); i++) {
      state = after(state, interval);
      sum = sum.add(state.angle().squaredDifference(observed.get(i)).mean());
    }
    return sum.divide(observed.dim(0));
  }

  private State after(State first, double time) {
    State state = first;
    double passed = 0;
    double step = time;
    while (passed < time) {
      step = Math.min(step, time - passed);
      State k1 = slope(state);
      State k2 = slope(state.plus(k1, step / 2));
      State k3 = slope(state.plus(k2, step * 3 / 4));
      State next = state.plus(k1, step * 2 / 9).plus(k2, step / 3).plus(k3, step * 4 / 9);
      State k4 = slope(next);
      State other =
          state.plus(k1, step * 7 / 24).plus(k2, step / 4).plus(k3, step / 3).plus(k4, step / 8);
      double error = distance(next, other) / TOLERANCE;
      if (error <= 1) {
        state = next;
        passed += step;
      }
      step *= Math.min(4, Math.max(0.2, 0.9 / Math.cbrt(error)));
    }
    return state;
  }

  private State slope(State state) {
    Tensor force = state.angle().sin().multiply(stiffness);
    return new State(state.speed(), force.add(state.speed().multiply(damping)).negate());
  }

  private static double distance(State a, State b) {
    Tensor angle = a.angle().subtract(b.angle()).abs().max();
    Tensor speed = a.speed().subtract(b.speed()).abs().max();
    return StopGradient.of(angle.maximum(speed)).toDouble();
  }
}
