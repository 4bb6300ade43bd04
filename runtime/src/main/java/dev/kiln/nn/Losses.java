package dev.kiln.nn;

import dev.kiln.op.LossMethods;
import dev.kiln.op.LossOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.neural.Classification;
import dev.kiln.op.neural.Distances;
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

  /**
   * The mean cross-entropy of classes; ONNX SoftmaxCrossEntropyLoss and PyTorch's cross_entropy.
   *
   * @param logits {@code [n, classes, ..]}, or {@code [classes]}; floating-point
   * @param labels {@code [n, ..]}, int32 or int64, below {@code classes}; or probabilities of the
   *     dtype and shape of {@code logits}
   * @return a tensor of rank 0
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape do not fit
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels) {
    Objects.requireNonNull(labels, "labels");
    return Classification.crossEntropy(logits, labels);
  }

  /**
   * As {@link #crossEntropy(Tensor, Tensor)} with the share {@code smoothing} of each label spread
   * over all classes. Szegedy and others, 2016.
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, double smoothing) {
    return crossEntropy(logits, labels, logits.number(smoothing));
  }

  /** As {@link #crossEntropy(Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, Tensor smoothing) {
    Objects.requireNonNull(labels, "labels");
    return Classification.crossEntropy(logits, labels, smoothing);
  }

  /**
   * As {@link #crossEntropy(Tensor, Tensor)}, with a weight for each class, by which the mean is
   * weighted, and with a label that does not count.
   *
   * @param weights {@code [classes]}
   * @param ignored the label that does not count, such as -100; a constant in a model
   */
  public static Tensor crossEntropy(Tensor logits, Tensor labels, Tensor weights, int ignored) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(weights, "weights");
    return Classification.crossEntropy(logits, labels, weights, ignored);
  }

  /**
   * As {@link #crossEntropy(Tensor, Tensor, Tensor, int)} with smoothing, where each class has its
   * own weight, as in PyTorch.
   */
  public static Tensor crossEntropy(
      Tensor logits, Tensor labels, Tensor weights, int ignored, double smoothing) {
    return crossEntropy(logits, labels, weights, ignored, logits.number(smoothing));
  }

  /** As with a number, which may be a tensor. */
  public static Tensor crossEntropy(
      Tensor logits, Tensor labels, Tensor weights, int ignored, Tensor smoothing) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(weights, "weights");
    return Classification.crossEntropy(logits, labels, weights, ignored, smoothing);
  }

  /**
   * As {@link #binaryCrossEntropy(Tensor, Tensor)}, with what is true weighted by {@code positive},
   * which broadcasts; PyTorch's pos_weight.
   */
  public static Tensor binaryCrossEntropy(Tensor logits, Tensor target, Tensor positive) {
    Objects.requireNonNull(logits, "logits");
    Objects.requireNonNull(target, "target");
    return Classification.binaryCrossEntropy(logits, target, positive);
  }

  /**
   * {@code d^2 / (2 beta)} of distances d less than beta, else {@code d - beta / 2}; PyTorch's
   * smooth_l1_loss. Girshick, 2015.
   *
   * @param prediction floating-point, of any shape
   * @param target of the dtype and shape of {@code prediction}; there is no broadcasting
   * @return a tensor of rank 0: the mean over all elements
   * @throws dev.kiln.op.definition.TypeMismatchException if dtype or shape differ
   */
  public static Tensor smoothL1(Tensor prediction, Tensor target, double beta) {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(target, "target");
    return Distances.smoothL1(prediction, target, prediction.number(beta));
  }

  /** As {@link #smoothL1(Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor smoothL1(Tensor prediction, Tensor target, Tensor beta) {
    return Distances.smoothL1(prediction, target, beta);
  }

  /**
   * {@code x y / (|x| |y|)} along an axis, which is dropped; the product of the norms counts as at
   * least 1e-8.
   */
  public static Tensor cosineSimilarity(Tensor x, Tensor y, int axis) {
    return Distances.cosineSimilarity(x, y, axis);
  }

  /**
   * {@code 1 - cos} where {@code alike} is positive, else {@code max(0, cos - margin)}, of the
   * {@linkplain #cosineSimilarity similarities} along the last axis; PyTorch's
   * cosine_embedding_loss.
   *
   * @param alike 1 or -1, of the dtype of x and the shape of the similarities
   * @return a tensor of rank 0: the mean
   */
  public static Tensor cosineEmbedding(Tensor x, Tensor y, Tensor alike, double margin) {
    return cosineEmbedding(x, y, alike, x.number(margin));
  }

  /** As {@link #cosineEmbedding(Tensor, Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor cosineEmbedding(Tensor x, Tensor y, Tensor alike, Tensor margin) {
    return Distances.cosineEmbedding(x, y, alike, margin);
  }

  /**
   * {@code max(0, |a - p| - |a - n| + margin)}, with Euclidean distances along the last axis;
   * PyTorch's triplet_margin_loss without its eps. Schroff and others, 2015.
   *
   * @return a tensor of rank 0: the mean over the other axes
   */
  public static Tensor triplet(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    return triplet(anchor, positive, negative, anchor.number(margin));
  }

  /** As {@link #triplet(Tensor, Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor triplet(Tensor anchor, Tensor positive, Tensor negative, Tensor margin) {
    return Distances.triplet(anchor, positive, negative, margin);
  }

  /**
   * {@code max(0, -y (first - second) + margin)}, where y is 1 if the first is to be the greater
   * one and else -1; PyTorch's margin_ranking_loss.
   *
   * @return a tensor of rank 0: the mean
   */
  public static Tensor marginRanking(Tensor first, Tensor second, Tensor y, double margin) {
    return marginRanking(first, second, y, first.number(margin));
  }

  /** As {@link #marginRanking(Tensor, Tensor, Tensor, double)}, with a tensor of rank 0. */
  public static Tensor marginRanking(Tensor first, Tensor second, Tensor y, Tensor margin) {
    return Distances.marginRanking(first, second, y, margin);
  }

  /** The mean of {@code log(1 + exp(-y x))}, for targets y of -1 and 1. */
  public static Tensor softMargin(Tensor prediction, Tensor target) {
    return Distances.softMargin(prediction, target);
  }

  /**
   * For each sequence the negative logarithm of the probability of its labels, whose places are not
   * known: of all sequences of classes that give them where repeated classes and then blanks are
   * left out. Connectionist temporal classification, PyTorch's ctc_loss without reduction. It is
   * infinite where no such sequence is long enough.
   *
   * @param logProbabilities {@code [steps, n, classes]}, as of {@code logSoftmax}; the number of
   *     steps is known
   * @param labels {@code [n, most]}, int32 or int64, other classes than {@code blank}; those behind
   *     the labels of a sequence are not read but are classes, too
   * @param steps {@code [n]}, how many steps each sequence has, at least one
   * @param labelCounts {@code [n]}, how many labels each sequence has
   * @param blank the class for no label; a constant in a model
   * @return {@code [n]}
   * @throws dev.kiln.op.definition.TypeMismatchException if dtypes or shapes do not fit
   */
  public static Tensor ctc(
      Tensor logProbabilities, Tensor labels, Tensor steps, Tensor labelCounts, int blank) {
    Objects.requireNonNull(logProbabilities, "logProbabilities");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(steps, "steps");
    Objects.requireNonNull(labelCounts, "labelCounts");
    return Classification.ctc(logProbabilities, labels, steps, labelCounts, blank);
  }
}
