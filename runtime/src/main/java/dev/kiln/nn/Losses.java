package dev.kiln.nn;

import dev.kiln.op.LossMethods;
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

  /**
   * The mean of the distances {@code |x - y|}.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor meanAbsoluteError(Tensor prediction, Tensor target) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return LossMethods.meanAbsoluteError(prediction, target);
  }

  /**
   * {@code -y log(p) - (1 - y) log(1 - p)}, where p is the sigmoid of the logit, without overflow.
   *
   * @param logits floating-point, of any shape
   * @param target of the dtype and shape of {@code logits}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor target) {
    Objects.requireNonNull(logits, "logits");
    Objects.requireNonNull(target, "target");
    return LossMethods.binaryCrossEntropy(logits, target);
  }

  /**
   * {@code max(0, 1 - x y)}, for targets of -1 and 1.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor hinge(Tensor prediction, Tensor target) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return LossMethods.hinge(prediction, target);
  }

  /**
   * {@code log(cosh(x - y))}, without overflow.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor logCosh(Tensor prediction, Tensor target) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return LossMethods.logCosh(prediction, target);
  }

  /**
   * {@code exp(x) - y x}, the negative logarithm of a Poisson density up to a constant.
   *
   * @param logRate floating-point, of any shape
   * @param target of the dtype and shape of {@code logRate}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor poisson(Tensor logRate, Tensor target) {
    Objects.requireNonNull(logRate, "logRate");
    Objects.requireNonNull(target, "target");
    return LossMethods.poisson(logRate, target);
  }

  /**
   * Half the square of the distance up to {@code delta}, linear beyond. Huber, Robust Estimation of
   * a Location Parameter, 1964.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor huber(Tensor prediction, Tensor target, double delta) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return LossMethods.huber(prediction, target, prediction.number(delta));
  }

  /**
   * {@code (log(v) + (x - y)^2 / v) / 2}: the negative logarithm of a Gaussian density up to a
   * constant.
   *
   * @param mean floating-point, of any shape
   * @param target of the dtype and shape of {@code mean}
   * @param variance positive, of a shape that broadcasts to theirs
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor gaussian(Tensor mean, Tensor target, Tensor variance) {
    Objects.requireNonNull(mean, "mean");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(variance, "variance");
    return LossMethods.gaussian(mean, target, variance);
  }

  /**
   * {@code y (log(y) - log(p))} summed over the last axis; zero where y is zero. Kullback and
   * Leibler, 1951.
   *
   * @param logProbabilities the logarithms of p, floating-point
   * @param target probabilities of the dtype and shape of {@code logProbabilities}
   * @return a tensor of rank 0: the mean over all other axes
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor klDivergence(Tensor logProbabilities, Tensor target) {
    Objects.requireNonNull(logProbabilities, "logProbabilities");
    Objects.requireNonNull(target, "target");
    return LossMethods.klDivergence(logProbabilities, target);
  }
}
