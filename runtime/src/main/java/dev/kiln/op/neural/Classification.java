package dev.kiln.op.neural;

import dev.kiln.annotation.DType;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.LossMethods;
import dev.kiln.op.Operand;
import dev.kiln.op.ShapeMethods;
import dev.kiln.op.SliceOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/** Losses of classes; {@code dev.kiln.nn.Losses} describes them. */
public final class Classification {
  /** The logarithm of what is impossible: not infinite, so that its sums have derivatives. */
  private static final double NONE = -1e30;

  private static final int MOST_STEPS = 4096;

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

  /** The sums over alignments from the first step on: Graves and others, 2006, section 4.1. */
  public static <T extends Operand<T>> T ctc(
      T logProbabilities, T labels, T steps, T labelCounts, int blank) {
    Dim batch = requireShapes(logProbabilities, labels, steps, labelCounts);
    int size = 2 * known(labels.dims().get(1)) + 1;
    int most = known(logProbabilities.dims().get(0));
    T shifted = labels.subtract((long) blank);
    T pairs = ShapeMethods.stack(2, List.of(shifted.multiply(0L), shifted));
    T symbols =
        LayoutOps.reshape(pairs, List.of(batch, Dim.of(size - 1))).pad(1, 0, 1).add((long) blank);
    T maySkip = symbols.notEqualTo((long) blank).and(symbols.notEqualTo(moved(symbols, 2, blank)));
    T first = step(logProbabilities, 0, symbols);
    T sums = joined(first.slice(1, 0, Math.min(2, size)), none(first, batch, size), size);
    for (int t = 1; t < most; t++) {
      T skipped = maySkip.where(moved(sums, 2, NONE), NONE);
      T before = ShapeMethods.stack(0, List.of(sums, moved(sums, 1, NONE), skipped));
      T next = before.logSumExp(0).add(step(logProbabilities, t, symbols));
      sums = steps.greater((long) t).unsqueeze(1).where(next, sums);
    }
    T last = labelCounts.multiply(2L).unsqueeze(1);
    T inLabel = sums.gatherElements(1, last.subtract(1L).maximum(0L));
    T any = labelCounts.greater(0L).unsqueeze(1);
    T total = sums.gatherElements(1, last).logAddExp(any.where(inLabel, NONE)).squeeze(1);
    return total.greater(NONE / 2).where(total.negate(), Double.POSITIVE_INFINITY);
  }

  /** The logarithms of the probabilities of the symbols at a step. */
  private static <T extends Operand<T>> T step(T logProbabilities, int step, T symbols) {
    return logProbabilities.slice(0, step, step + 1).squeeze(0).gatherElements(1, symbols);
  }

  /** Each element {@code by} places later in its row, behind others of the given value. */
  private static <T extends Operand<T>> T moved(T rows, int by, double value) {
    List<Dim> dims = rows.dims();
    int size = known(dims.get(1));
    T before = LayoutOps.broadcastTo(rows.number(value), List.of(dims.get(0), Dim.of(by)));
    return joined(before, rows, size);
  }

  private static <T extends Operand<T>> T none(T like, Dim batch, int size) {
    return LayoutOps.broadcastTo(like.number(NONE), List.of(batch, Dim.of(size)));
  }

  private static <T extends Operand<T>> T joined(T left, T right, int size) {
    Attributes along = Attributes.axis(1);
    return left.apply(SliceOps.CONCATENATE, along, List.of(left, right)).slice(1, 0, size);
  }

  private static int known(Dim size) {
    if (size.constant().isEmpty() || size.constant().getAsLong() > MOST_STEPS) {
      throw new TypeMismatchException(
          0, "ctc needs numbers of steps and labels that are known, at most 4096, not " + size);
    }
    return (int) size.constant().getAsLong();
  }

  private static <T extends Operand<T>> Dim requireShapes(T logs, T labels, T steps, T counts) {
    boolean ranks = logs.rank() == 3 && labels.rank() == 2;
    List<Dim> batch = ranks ? logs.dims().subList(1, 2) : List.of();
    boolean fits =
        ranks
            && logs.dtype().isFloating()
            && labels.dtype().isInteger()
            && labels.dims().subList(0, 1).equals(batch)
            && steps.dtype().isInteger()
            && steps.dims().equals(batch)
            && counts.dtype().isInteger()
            && counts.dims().equals(batch)
            && !logs.dims().get(0).is(0);
    if (!fits) {
      throw new TypeMismatchException(
          0,
          "ctc expects logarithms [steps, n, classes], labels [n, most] and integers [n], not "
              + List.of(logs.dims(), labels.dims(), steps.dims(), counts.dims()));
    }
    return batch.get(0);
  }
}
