package dev.kiln.train.metric;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;

/**
 * How often examples of each class were taken for each class, and what follows from that. Examples
 * are added batch by batch; the numbers do not depend on the batches.
 */
public final class ConfusionMatrix {
  private final long[][] counts;

  /** Of no examples so far. */
  public ConfusionMatrix(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("there is at least 1 class, not " + classes);
    }
    counts = new long[classes][classes];
  }

  /**
   * Adds an example.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public void add(int label, int guess) {
    requireClass("label", label);
    requireClass("guess", guess);
    counts[label][guess]++;
  }

  /**
   * Adds a batch, in which the guess is the first class with the greatest number.
   *
   * @param scores {@code [n, classes]}, floating-point: logits or probabilities
   * @param labels {@code [n]}, of dtype int32
   * @throws IllegalArgumentException if a shape, a dtype or a label is another one; nothing was
   *     added then
   */
  public void add(Tensor scores, Tensor labels) {
    NdArray array = scores.array();
    if (array.shape().rank() != 2
        || array.shape().size(1) != counts.length
        || labels.array().dtype() != DType.INT32
        || labels.array().shape().rank() != 1
        || labels.array().shape().size(0) != array.shape().size(0)) {
      throw new IllegalArgumentException(
          "scores are [n, %d] and labels i32[n], not %s and %s"
              .formatted(counts.length, array.typeText(), labels.array().typeText()));
    }
    int[] truth = labels.toIntArray();
    for (int each : truth) {
      requireClass("label", each);
    }
    int[] guesses = scores.argmax(1).toIntArray();
    for (int i = 0; i < truth.length; i++) {
      counts[truth[i]][guesses[i]]++;
    }
  }

  private void requireClass(String what, int number) {
    if (number < 0 || number >= counts.length) {
      throw new IllegalArgumentException(
          "a " + what + " is from 0 to " + (counts.length - 1) + ", not " + number);
    }
  }

  /** How many examples of a class were taken for a class. */
  public long count(int label, int guess) {
    return counts[label][guess];
  }

  /** How many examples were added. */
  public long examples() {
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += ofLabel(i);
    }
    return sum;
  }

  /** The part of examples whose guess is right; NaN without examples. */
  public double accuracy() {
    long right = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
    }
    return (double) right / examples();
  }

  /** The part of the guesses of a class that are right; 0 where it was never guessed. */
  public double precision(int guess) {
    long all = 0;
    for (long[] row : counts) {
      all += row[guess];
    }
    return part(counts[guess][guess], all);
  }

  /** The part of the examples of a class that were found; 0 where there are none. */
  public double recall(int label) {
    return part(counts[label][label], ofLabel(label));
  }

  /** The harmonic mean of precision and recall; 0 where both are 0. */
  public double f1(int number) {
    double sum = precision(number) + recall(number);
    return sum == 0 ? 0 : 2 * precision(number) * recall(number) / sum;
  }

  /** The mean of {@link #f1} over all classes (scikit-learn's {@code average="macro"}). */
  public double macroF1() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += f1(i);
    }
    return sum / counts.length;
  }

  private long ofLabel(int label) {
    long sum = 0;
    for (long each : counts[label]) {
      sum += each;
    }
    return sum;
  }

  private static double part(long some, long all) {
    return all == 0 ? 0 : (double) some / all;
  }

  /** A row for each label, a column for each guess. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long[] row : counts) {
      for (int i = 0; i < row.length; i++) {
        text.append(i == 0 ? "" : " ").append("%6d".formatted(row[i]));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
