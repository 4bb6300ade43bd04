package dev.kiln.train.metric;

import dev.kiln.tensor.Tensor;

/** How often the class of an example is among the k with the greatest scores. */
public final class TopAccuracy {
  private final int k;
  private long right;
  private long examples;

  /** Of no examples so far. */
  public TopAccuracy(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is at least 1, not " + k);
    }
    this.k = k;
  }

  /**
   * Adds a batch. Of equal scores those of lower classes count as greater.
   *
   * @param scores {@code [n, classes]}, of dtype float32
   * @param labels {@code [n]}, of dtype int32
   * @throws IllegalArgumentException if the shapes do not fit, or there is no such class
   */
  public void add(Tensor scores, Tensor labels) {
    float[] numbers = scores.toFloatArray();
    int[] truth = labels.toIntArray();
    int classes = scores.array().shape().rank() == 2 ? scores.array().shape().size(1) : 0;
    if (classes == 0 || classes * truth.length != numbers.length) {
      throw new IllegalArgumentException(
          "scores are [n, classes] and labels [n], not %s and %s"
              .formatted(scores.array().typeText(), labels.array().typeText()));
    }
    for (int label : truth) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "a label is from 0 to " + (classes - 1) + ", not " + label);
      }
    }
    for (int n = 0; n < truth.length; n++) {
      float own = numbers[n * classes + truth[n]];
      int before = 0;
      for (int i = 0; i < classes; i++) {
        float other = numbers[n * classes + i];
        before += other > own || other == own && i < truth[n] ? 1 : 0;
      }
      right += before < k && !Float.isNaN(own) ? 1 : 0;
    }
    examples += truth.length;
  }

  /** The part of examples; NaN without any. */
  public double accuracy() {
    return (double) right / examples;
  }
}
