package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gradients of several batches, for one step by all of them. Immutable. */
public final class GradientSum {
  private static final GradientSum EMPTY = new GradientSum(Map.of(), 0);

  private final Map<String, Tensor> sums;
  private final int count;

  private GradientSum(Map<String, Tensor> sums, int count) {
    this.sums = sums;
    this.count = count;
  }

  /** The sum of no gradients. */
  public static GradientSum empty() {
    return EMPTY;
  }

  /** This sum and the gradients of one more batch. */
  public GradientSum plus(Map<String, Tensor> gradients) {
    Map<String, Tensor> next = new LinkedHashMap<>(sums);
    gradients.forEach((name, gradient) -> next.merge(name, gradient, Tensor::add));
    return new GradientSum(next, count + 1);
  }

  /** How many batches were added. */
  public int count() {
    return count;
  }

  /** The sums. */
  public Map<String, Tensor> sum() {
    return new LinkedHashMap<>(sums);
  }

  /** The sums divided by the number of batches. */
  public Map<String, Tensor> mean() {
    Map<String, Tensor> mean = new LinkedHashMap<>();
    sums.forEach((name, sum) -> mean.put(name, sum.divide((double) count)));
    return mean;
  }
}
