package dev.kiln.examples.pendulum;

import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Quality;
import dev.kiln.examples.run.Run;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Lbfgs;
import dev.kiln.train.Trainable.Slope;
import java.util.Random;
import picocli.CommandLine.Command;

/**
 * Finds the stiffness and the damping of a pendulum from noisy observations of its angle, with
 * L-BFGS. The observations come from the fourth-order method of Runge and Kutta with small steps.
 */
@Command(name = "pendulum", description = "Finds the law of a pendulum from noisy observations.")
public final class PendulumExample extends Example {
  private static final double STIFFNESS = 12.2625; // 9.81 m/s^2, 0.8 m
  private static final double DAMPING = 0.25;
  private static final double NOISE = 0.01;
  private static final double INTERVAL = 0.05;
  private static final int TIMES = 60;
  private static final double[] STARTS = {0.4, 1.2, 2.0, 2.6};

  @Override
  public int usualEpochs() {
    return 30;
  }

  /** Each epoch is a step of L-BFGS at most; a loss is printed for each of its trials. */
  @Override
  public Quality run(Run run) {
    Pendulum model = run.mode() == Mode.EAGER ? new Pendulum(8, 0) : new CompiledPendulum(8, 0);
    Tensor start = Tensor.of(STARTS);
    Tensor observed = observations(new Random(run.seed()));
    Lbfgs.Result result =
        new Lbfgs(10, run.epochs(), 1e-6)
            .minimize(
                PendulumParameters.get(model),
                parameters -> {
                  PendulumParameters.set(model, parameters);
                  Slope slope = slope(model, start, observed);
                  run.loss(slope.loss());
                  return new Lbfgs.Slope(slope.loss(), slope.gradients());
                });
    PendulumParameters.set(model, result.parameters());
    run.found(result.parameters());
    run.figure("stiffness", model.stiffness.toDouble());
    run.print("  in truth %s", STIFFNESS);
    run.figure("damping", model.damping.toDouble());
    run.print("  in truth %s", DAMPING);
    run.print("error %.5f rad, noise %s rad", Math.sqrt(result.value()), NOISE);
    return Quality.atMost("stiffness, relative error", error(model.stiffness, STIFFNESS), 0.002)
        .and(Quality.atMost("damping, relative error", error(model.damping, DAMPING), 0.02));
  }

  private static double error(Tensor found, double truth) {
    return Math.abs(found.toDouble() / truth - 1);
  }

  private static Slope slope(Pendulum model, Tensor start, Tensor observed) {
    if (model instanceof CompiledPendulum compiled) {
      CompiledPendulum.LossGradient gradient = compiled.lossGradient(start, observed, INTERVAL);
      return new Slope(gradient.value(), gradient.gradients());
    }
    return Slope.taped(PendulumParameters.get(model), () -> model.loss(start, observed, INTERVAL));
  }

  private static Tensor observations(Random random) {
    double[][] angles = new double[TIMES][STARTS.length];
    for (int swing = 0; swing < STARTS.length; swing++) {
      double angle = STARTS[swing];
      double speed = 0;
      int steps = 100;
      double h = INTERVAL / steps;
      for (int i = 0; i < TIMES * steps; i++) {
        double k1 = acceleration(angle, speed);
        double speed2 = speed + h / 2 * k1;
        double k2 = acceleration(angle + h / 2 * speed, speed2);
        double speed3 = speed + h / 2 * k2;
        double k3 = acceleration(angle + h / 2 * speed2, speed3);
        double speed4 = speed + h * k3;
        double k4 = acceleration(angle + h * speed3, speed4);
        angle += h / 6 * (speed + 2 * speed2 + 2 * speed3 + speed4);
        speed += h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        if ((i + 1) % steps == 0) {
          angles[i / steps][swing] = angle + NOISE * random.nextGaussian();
        }
      }
    }
    return Tensor.of(angles);
  }

  private static double acceleration(double angle, double speed) {
    return -STIFFNESS * Math.sin(angle) - DAMPING * speed;
  }
}
