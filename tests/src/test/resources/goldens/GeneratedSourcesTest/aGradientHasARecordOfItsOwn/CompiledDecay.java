package demo;

import dev.kiln.annotation.Generated;
import dev.kiln.kernel.SavedValues;

/**
 * {@link Decay} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Decay"
)
public final class CompiledDecay extends Decay {
  public CompiledDecay() {
    super();
  }

  @Override
  double loss(double x, int steps) {
    double rate = this.rate;
    int i = 0;
    // Decay.java:12
    while (i < steps) {
      x *= rate;
      i += 1;
    }
    return x * x;
  }

  /**
   * The value of {@code loss} and its derivatives, by reverse mode.
   */
  LossGradient lossGradient(double x, int steps) {
    double rate = this.rate;
    // Decay.java:12
    SavedValues.OfDoubles savedX = new SavedValues.OfDoubles();
    int i = 0;
    while (i < steps) {
      savedX.push(x);
      x *= rate;
      i += 1;
    }
    double value = x * x;
    double dX = 1.0 * x + 1.0 * x;
    double dRate = 0.0;
    while (i > 0) {
      dRate = dRate + dX * savedX.pop();
      i -= 1;
      dX *= rate;
    }
    return new LossGradient(value, dX, dRate);
  }

  /**
   * The value and the derivatives of {@code loss}.
   *
   * @param value the value of the method
   * @param x the derivative with respect to {@code x}
   * @param rate the derivative with respect to {@code rate}
   */
  record LossGradient(double value, double x, double rate) {
  }
}
