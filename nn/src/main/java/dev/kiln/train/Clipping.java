package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bounds on gradients, which keep one batch from undoing what many have learnt. */
public final class Clipping {
  private Clipping() {}

  /**
   * The norm of all gradients together: the root of the sum of the squares of all elements. Squares
   * are added in double precision, in the order of the map.
   */
  public static double norm(Map<String, Tensor> gradients) {
    double sum = 0;
    for (Tensor gradient : gradients.values()) {
      switch (gradient.array().dtype()) {
        case FLOAT32 -> {
          for (float each : gradient.array().floats()) {
            sum += (double) each * each;
          }
        }
        case FLOAT64 -> {
          for (double each : gradient.array().doubles()) {
            sum += each * each;
          }
        }
        case INT32, INT64, BOOL ->
            throw new IllegalArgumentException(
                "a gradient is of floating-point numbers, not " + gradient.array().typeText());
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * The gradients, multiplied by {@code bound / norm} where their {@link #norm} is larger than the
   * bound (Pascanu, Mikolov and Bengio, 2013).
   */
  public static Map<String, Tensor> byNorm(Map<String, Tensor> gradients, double bound) {
    double norm = norm(gradients);
    if (!(norm > bound)) {
      return gradients;
    }
    Map<String, Tensor> clipped = new LinkedHashMap<>();
    gradients.forEach((name, gradient) -> clipped.put(name, gradient.multiply(bound / norm)));
    return clipped;
  }

  /** The gradients, each element limited to {@code [-bound, bound]}. */
  public static Map<String, Tensor> byValue(Map<String, Tensor> gradients, double bound) {
    Map<String, Tensor> clipped = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> clipped.put(name, gradient.maximum(-bound).minimum(bound)));
    return clipped;
  }
}
