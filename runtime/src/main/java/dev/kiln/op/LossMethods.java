package dev.kiln.op;

import dev.kiln.op.definition.TypeMismatchException;

/**
 * The loss functions that are composed of operations of the catalogue: means over all elements of
 * two tensors of one shape.
 */
public final class LossMethods {
  private LossMethods() {}

  /** {@code |x - y|}. */
  public static <T extends Operand<T>> T meanAbsoluteError(T prediction, T target) {
    requireSameShape("meanAbsoluteError", prediction, target);
    return prediction.subtract(target).abs().mean();
  }

  /** Quadratic up to a distance of {@code delta}, linear beyond. Huber, 1964. */
  public static <T extends Operand<T>> T huber(T prediction, T target, T delta) {
    requireSameShape("huber", prediction, target);
    T distance = prediction.subtract(target).abs();
    T near = distance.square().multiply(0.5);
    T far = distance.subtract(delta.multiply(0.5)).multiply(delta);
    return distance.lessEqual(delta).where(near, far).mean();
  }

  /** {@code -y log(p) - (1 - y) log(1 - p)}, where p is the sigmoid of the logit. */
  public static <T extends Operand<T>> T binaryCrossEntropy(T logits, T target) {
    requireSameShape("binaryCrossEntropy", logits, target);
    return logits.softplus().subtract(logits.multiply(target)).mean();
  }

  /** {@code max(0, 1 - x y)} for targets of -1 and 1. */
  public static <T extends Operand<T>> T hinge(T prediction, T target) {
    requireSameShape("hinge", prediction, target);
    return prediction.multiply(target).negate().add(1).relu().mean();
  }

  /** {@code log(cosh(x - y))}, without overflow. */
  public static <T extends Operand<T>> T logCosh(T prediction, T target) {
    requireSameShape("logCosh", prediction, target);
    T difference = prediction.subtract(target);
    T distance = difference.less(0).where(difference.negate(), difference); // curved at 0, too
    T decay = distance.multiply(-2).exp().log1p();
    return distance.add(decay).subtract(0.6931471805599453).mean();
  }

  /** {@code exp(x) - y x}, the negative logarithm of a Poisson density up to a constant. */
  public static <T extends Operand<T>> T poisson(T logRate, T target) {
    requireSameShape("poisson", logRate, target);
    return logRate.exp().subtract(target.multiply(logRate)).mean();
  }

  /** {@code (log(v) + (x - y)^2 / v) / 2}, that of a Gaussian density of variance v. */
  public static <T extends Operand<T>> T gaussian(T mean, T target, T variance) {
    requireSameShape("gaussian", mean, target);
    T scaled = mean.subtract(target).square().divide(variance);
    return variance.log().add(scaled).multiply(0.5).mean();
  }

  /**
   * {@code y (log(y) - log(p))}, which is zero where y is zero, summed over the last axis and
   * averaged over the others.
   */
  public static <T extends Operand<T>> T klDivergence(T logProbabilities, T target) {
    requireSameShape("klDivergence", logProbabilities, target);
    T isZero = target.equalTo(0);
    T logTarget = isZero.where(target.number(1), target).log();
    T each = isZero.where(target.number(0), target.multiply(logTarget.subtract(logProbabilities)));
    return each.rank() == 0 ? each : each.sum(false, -1).mean();
  }

  /** Refuses a target of another type than the prediction. */
  public static <T extends Operand<T>> void requireSameShape(String loss, T left, T right) {
    if (left.dtype() != right.dtype() || !left.dims().equals(right.dims())) {
      throw new TypeMismatchException(
          1,
          loss
              + " expects a target of the type of the prediction, "
              + left.dtype().text()
              + left.dims()
              + ", not "
              + right.dtype().text()
              + right.dims());
    }
  }
}
