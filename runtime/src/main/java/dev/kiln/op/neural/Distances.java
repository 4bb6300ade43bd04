package dev.kiln.op.neural;

import dev.kiln.op.LossMethods;
import dev.kiln.op.Operand;

/** Losses of distances and rankings; {@code dev.kiln.nn.Losses} describes them. */
public final class Distances {
  private Distances() {}

  /** {@code d^2 / (2 beta)} of distances up to beta, else {@code d - beta / 2}. */
  public static <T extends Operand<T>> T smoothL1(T prediction, T target, T beta) {
    LossMethods.requireSameShape("smoothL1", prediction, target);
    T distance = prediction.subtract(target).abs();
    T near = distance.square().multiply(0.5).divide(beta);
    return distance.less(beta).where(near, distance.subtract(beta.multiply(0.5))).mean();
  }

  /** {@code x y / (|x| |y|)} along an axis. */
  public static <T extends Operand<T>> T cosineSimilarity(T x, T y, int axis) {
    T norms = x.norm2(false, axis).multiply(y.norm2(false, axis));
    return x.multiply(y).sum(false, axis).divide(norms.maximum(1e-8));
  }

  /** {@code 1 - cos} where alike, else {@code max(0, cos - margin)}. */
  public static <T extends Operand<T>> T cosineEmbedding(T x, T y, T alike, T margin) {
    T cosine = cosineSimilarity(x, y, -1);
    LossMethods.requireSameShape("cosineEmbedding", cosine, alike);
    return alike.greater(0).where(cosine.negate().add(1), cosine.subtract(margin).relu()).mean();
  }

  /** {@code max(0, |a - p| - |a - n| + margin)}. */
  public static <T extends Operand<T>> T triplet(T anchor, T positive, T negative, T margin) {
    LossMethods.requireSameShape("triplet", anchor, positive);
    LossMethods.requireSameShape("triplet", anchor, negative);
    T near = anchor.subtract(positive).norm2(false, -1);
    T far = anchor.subtract(negative).norm2(false, -1);
    return near.subtract(far).add(margin).relu().mean();
  }

  /** {@code max(0, -y (x1 - x2) + margin)}. */
  public static <T extends Operand<T>> T marginRanking(T first, T second, T order, T margin) {
    LossMethods.requireSameShape("marginRanking", first, second);
    LossMethods.requireSameShape("marginRanking", first, order);
    return second.subtract(first).multiply(order).add(margin).relu().mean();
  }

  /** {@code log(1 + exp(-y x))}. */
  public static <T extends Operand<T>> T softMargin(T prediction, T target) {
    LossMethods.requireSameShape("softMargin", prediction, target);
    return prediction.multiply(target).negate().softplus().mean();
  }
}
