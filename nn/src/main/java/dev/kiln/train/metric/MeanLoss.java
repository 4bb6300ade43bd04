package dev.kiln.train.metric;

/** The mean loss of the examples of several batches, each of which has a mean loss of its own. */
public final class MeanLoss {
  private double sum;
  private long examples;

  /** Adds a batch of so many examples with this mean loss. */
  public void add(double loss, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a batch has at least 1 example, not " + count);
    }
    sum += loss * count;
    examples += count;
  }

  /** The mean of all examples; NaN without any. */
  public double mean() {
    return sum / examples;
  }

  /** How many examples were added. */
  public long examples() {
    return examples;
  }

  /** The sum of the losses of all examples. */
  public double sum() {
    return sum;
  }
}
