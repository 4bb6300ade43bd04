package dev.kiln.tensor;

import dev.kiln.op.Attributes;
import dev.kiln.op.GradientOps;
import java.util.List;
import java.util.Objects;

/**
 * Makes constants for differentiation, in expressions of a model: {@code StopGradient.of(x)} is
 * {@code x}, but no derivative flows through it, in any mode, nor in second derivatives. Tapes see
 * it too.
 *
 * <pre>
 * double step = StopGradient.of(gain(x));   // adapts to x, but is not differentiated
 * return loss(x) * step;
 * </pre>
 */
public final class StopGradient {
  private StopGradient() {}

  /** The number itself; its derivative is zero. */
  public static double of(double value) {
    return value;
  }

  /** The number itself; its derivative is zero. */
  public static float of(float value) {
    return value;
  }

  /**
   * A tensor that is equal to {@code value}; its derivative is zero.
   *
   * @param value floating-point
   * @throws dev.kiln.op.TypeMismatchException if {@code value} is not floating-point
   */
  public static Tensor of(Tensor value) {
    Objects.requireNonNull(value, "value");
    return value.apply(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(value));
  }
}
