package dev.kiln.tensor;

import dev.kiln.op.GradientOps;
import dev.kiln.op.definition.Attributes;
import java.util.List;
import java.util.Objects;

/**
 * Marks an expression of a model as constant for differentiation: {@code StopGradient.of(x)}
 * returns {@code x}, and its derivative is zero in all modes, in second derivatives, and on tapes.
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
   * @throws dev.kiln.op.definition.TypeMismatchException if {@code value} is not floating-point
   */
  public static Tensor of(Tensor value) {
    Objects.requireNonNull(value, "value");
    return value.apply(GradientOps.STOP_GRADIENT, Attributes.NONE, List.of(value));
  }
}
