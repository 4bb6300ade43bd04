package dev.kiln.example.derivative;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * A linear fit whose weights are kept small by a penalty. How strong the penalty is decides how
 * well the fit does on data that it was not fitted to.
 */
@Model
public class Ridge {
  private static final double RATE = 0.05;

  @Compute
  @Differentiable(wrt = "weights")
  public double fit(double[] weights, double penalty, double[][] x, double[] y) {
    double loss = 0;
    for (int i = 0; i < x.length; i++) {
      double error = -y[i];
      for (int j = 0; j < weights.length; j++) {
        error += x[i][j] * weights[j];
      }
      loss += error * error;
    }
    for (double weight : weights) {
      loss += penalty * weight * weight;
    }
    return loss / 2;
  }

  /** The loss on other data of the weights to which gradient descent leads. */
  @Compute
  @Differentiable(wrt = "penalty")
  public double validation(
      double penalty, double[][] x, double[] y, double[][] otherX, double[] otherY, int steps) {
    double[] weights = new double[x[0].length];
    double[] slope = new double[weights.length];
    for (int step = 0; step < steps; step++) {
      CompiledRidge.fitGradientInto(this, weights, penalty, x, y, slope);
      for (int j = 0; j < weights.length; j++) {
        weights[j] -= RATE * slope[j];
      }
    }
    return fit(weights, 0, otherX, otherY);
  }
}
