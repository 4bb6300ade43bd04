package dev.kiln.nn;

import dev.kiln.op.LossOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.tensor.Tensor;
import java.util.List;
import java.util.Objects;

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
    Objects.requireNonNull(logits, "logits");
    Objects.requireNonNull(labels, "labels");
    return logits.softmaxCrossEntropy(labels);
  }

  /**
   * The mean over all elements of the squares of the differences.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting, which
   *     would hide a target of the wrong shape
   * @return a tensor of rank 0, of the dtype of {@code prediction}
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor meanSquaredError(Tensor prediction, Tensor target) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return prediction.apply(
        LossOps.MEAN_SQUARED_ERROR, Attributes.NONE, List.of(prediction, target));
  }
}
