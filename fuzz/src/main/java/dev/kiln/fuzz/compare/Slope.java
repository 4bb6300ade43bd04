package dev.kiln.fuzz.compare;

import dev.kiln.fuzz.run.Numbers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A derivative in a direction, or another sum of products.
 *
 * @param scale the sum of the magnitudes of what is added up for it
 */
record Slope(double value, double scale) {
  static final Slope NONE = new Slope(0, 0);

  /** The sum over all names of the products of both. */
  static Slope of(Map<String, Object> direction, Function<String, Object> derivatives) {
    Slope sum = NONE;
    for (Map.Entry<String, Object> each : direction.entrySet()) {
      sum = sum.and(each.getValue(), derivatives.apply(each.getKey()));
    }
    return sum;
  }

  /**
   * With the products of corresponding numbers.
   *
   * @throws IllegalArgumentException if there are not as many in the same places
   */
  Slope and(Object left, Object right) {
    if (!Numbers.areAlike(left, right)) {
      throw new IllegalArgumentException("a derivative of another structure than its value");
    }
    List<Double> first = Numbers.elements(left);
    List<Double> second = Numbers.elements(right);
    double sum = value;
    double magnitudes = scale;
    for (int i = 0; i < first.size(); i++) {
      sum += first.get(i) * second.get(i);
      magnitudes += Math.abs(first.get(i) * second.get(i));
    }
    return new Slope(sum, magnitudes);
  }

  /** Whether there is something to compare. */
  boolean isUsable() {
    return Double.isFinite(value) && scale <= 1e12;
  }

  /** Whether both are the same but for rounding. */
  boolean isClose(Slope other, double tolerance) {
    return Math.abs(other.value - value) <= tolerance * (1 + scale + other.scale);
  }
}
