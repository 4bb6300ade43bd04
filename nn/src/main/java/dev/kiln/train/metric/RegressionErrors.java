package dev.kiln.train.metric;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;

/**
 * How far predictions are from their targets. Numbers are added one by one in double precision, so
 * the results do not depend on how they are divided into batches.
 */
public final class RegressionErrors {
  private long count;
  private double squares;
  private double distances;
  private double mean;
  private double spread;

  /**
   * Adds a batch.
   *
   * @throws IllegalArgumentException if both are not floating-point of one shape and dtype
   */
  public void add(Tensor predictions, Tensor targets) {
    NdArray x = predictions.array();
    NdArray y = targets.array();
    if (!x.typeText().equals(y.typeText()) || !x.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "predictions and targets have one floating-point type, not %s and %s"
              .formatted(x.typeText(), y.typeText()));
    }
    for (int i = 0; i < x.shape().elements(); i++) {
      boolean floats = x.dtype() == DType.FLOAT32;
      add(floats ? x.floats()[i] : x.doubles()[i], floats ? y.floats()[i] : y.doubles()[i]);
    }
  }

  /** Adds a prediction. */
  public void add(double prediction, double target) {
    double error = prediction - target;
    squares += error * error;
    distances += Math.abs(error);
    // Welford, 1962: the sum of squared distances from the mean, without cancellation.
    count++;
    double before = target - mean;
    mean += before / count;
    spread += before * (target - mean);
  }

  /** The mean of the squares of the errors; NaN without predictions. */
  public double meanSquaredError() {
    return squares / count;
  }

  /** The mean of the absolute errors; NaN without predictions. */
  public double meanAbsoluteError() {
    return distances / count;
  }

  /**
   * The coefficient of determination: 1 less the sum of squared errors divided by that of the
   * squared distances of targets from their mean. NaN where all targets are equal and all errors
   * are 0.
   */
  public double r2() {
    return 1 - squares / spread;
  }
}
