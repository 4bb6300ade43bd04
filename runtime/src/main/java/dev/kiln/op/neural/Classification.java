package dev.kiln.op.neural;

import dev.kiln.annotation.DType;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.LossMethods;
import dev.kiln.op.Operand;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/** Cross entropies of classes; {@code dev.kiln.nn.Losses} describes them. */
public final class Classification {
  private Classification() {}

  /** With labels or with probabilities. */
  public static <T extends Operand<T>> T crossEntropy(T logits, T labels) {
    return crossEntropy(logits, labels, null, null, null);
  }

  /** With smoothing. */
  public static <T extends Operand<T>> T crossEntropy(T logits, T labels, T smoothing) {
    return crossEntropy(logits, labels, null, null, smoothing);
  }

  /** With weights of the classes and a label that does not count. */
  public static <T extends Operand<T>> T crossEntropy(T logits, T labels, T weights, int ignored) {
    return crossEntropy(logits, labels, weights, Integer.valueOf(ignored), null);
  }

  /** With both, and smoothing. */
  public static <T extends Operand<T>> T crossEntropy(
      T logits, T labels, T weights, int ignored, T smoothing) {
    return crossEntropy(logits, labels, weights, Integer.valueOf(ignored), smoothing);
  }

  private static <T extends Operand<T>> T crossEntropy(
      T logits, T labels, T weights, Integer ignored, T smoothing) {
    T rows = rows(logits);
    if (labels.dtype().isFloating()) {
      requireShape(logits, labels, logits.dims());
      return ofProbabilities(rows, rows(labels), weights, smoothing);
    }
    List<Dim> places = new ArrayList<>(logits.dims());
    places.remove(classAxis(logits));
    requireShape(logits, labels, places);
    T flat = labels.flatten(0);
    T counts = ignored == null ? null : flat.notEqualTo(ignored.longValue());
    T label = counts == null ? flat : counts.where(flat, flat.number(0));
    T each = rows.softmaxCrossEntropy(label);
    T weight = weights == null ? null : weights.gather(0, label);
    T loss = weight == null ? each : each.multiply(weight);
    if (smoothing != null) { // else an impossible class would give 0 times infinity
      T logs = rows.logSoftmax(-1);
      T spread = weights == null ? logs.mean(-1) : logs.multiply(weights).mean(-1);
      loss = loss.multiply(smoothing.negate().add(1)).subtract(spread.multiply(smoothing));
    }
    if (counts == null) {
      return weight == null ? loss.mean() : loss.sum().divide(weight.sum());
    }
    T zero = rows.number(0);
    T total = counts.where(weight == null ? rows.number(1) : weight, zero);
    return counts.where(loss, zero).sum().divide(total.sum());
  }

  /** {@code -y log(p)}, summed over classes, averaged over the rest. */
  private static <T extends Operand<T>> T ofProbabilities(
      T rows, T target, T weights, T smoothing) {
    T probabilities = target;
    if (smoothing != null) {
      T classes = LayoutOps.broadcastTo(rows.number(1), List.of(rows.dims().get(1))).sum();
      probabilities = target.multiply(smoothing.negate().add(1)).add(smoothing.divide(classes));
    }
    T logs = rows.logSoftmax(-1);
    T each = probabilities.multiply(weights == null ? logs : logs.multiply(weights));
    return each.sum(-1).mean().negate();
  }

  /** The logits as {@code [n, classes]}. */
  private static <T extends Operand<T>> T rows(T logits) {
    int rank = logits.rank();
    int axis = classAxis(logits);
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = i < axis ? i : i + 1 < rank ? i + 1 : axis;
    }
    T last = axis == rank - 1 ? logits : logits.permute(axes);
    return LayoutOps.reshape(last, List.of(Dim.of(-1), logits.dims().get(axis)));
  }

  private static <T extends Operand<T>> int classAxis(T logits) {
    if (logits.rank() == 0) {
      throw new TypeMismatchException(0, "crossEntropy expects logits [n, classes, ..], not []");
    }
    return Math.min(1, logits.rank() - 1);
  }

  private static <T extends Operand<T>> void requireShape(T logits, T labels, List<Dim> dims) {
    if (!labels.dims().equals(dims) || labels.dtype() == DType.BOOL) {
      throw new TypeMismatchException(
          1,
          "crossEntropy of logits "
              + logits.dims()
              + " expects integers of shape "
              + dims
              + ", or probabilities of the shape of the logits, not "
              + labels.dtype().text()
              + labels.dims());
    }
  }

  /** With a weight for what is true. */
  public static <T extends Operand<T>> T binaryCrossEntropy(T logits, T target, T positive) {
    LossMethods.requireSameShape("binaryCrossEntropy", logits, target);
    T scale = target.multiply(positive.subtract(1)).add(1);
    T missed = logits.negate().softplus().multiply(scale);
    return logits.multiply(target.negate().add(1)).add(missed).mean();
  }
}
