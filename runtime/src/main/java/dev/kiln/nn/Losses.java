package dev.kiln.nn;

import dev.kiln.tensor.Tensor;

/** Loss functions. */
public final class Losses {
  private Losses() {}

  /**
   * The cross-entropy of each row's softmax and its label.
   *
   * @param logits {@code [n, classes]}, floating-point
   * @param labels {@code [n]}, int32 or int64, below {@code classes}
   * @return {@code [n]}, of the dtype of {@code logits}
   */
  public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
    return logits.softmaxCrossEntropy(labels);
  }
}
