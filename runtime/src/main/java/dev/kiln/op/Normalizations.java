package dev.kiln.op;

import dev.kiln.op.definition.TypeMismatchException;
import java.util.stream.IntStream;

/**
 * Normalisations of tensors of floating-point numbers, composed of operations of the catalogue.
 *
 * @param <T> the implementing type itself
 */
public interface Normalizations<T extends Operand<T>> {
  /** This value. */
  T self();

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + bias}, the moments being those of the
   * axes from {@code axis} on; ONNX LayerNormalization. Ba and others, 2016.
   *
   * @param scale of the shape of these axes, or one that broadcasts to it
   * @param bias likewise
   */
  default T layerNormalization(T scale, T bias, int axis, double epsilon) {
    return layerNormalization(
        scale, bias, axis, Operands.like(self(), epsilon, "layerNormalization"));
  }

  /** As with a number, which may be a tensor. */
  default T layerNormalization(T scale, T bias, int axis, T epsilon) {
    T x = self();
    int[] axes = from("layerNormalization", axis);
    T centred = x.subtract(x.mean(true, axes));
    T variance = centred.square().mean(true, axes);
    return centred.divide(variance.add(epsilon).sqrt()).multiply(scale).add(bias);
  }

  /**
   * {@code x / sqrt(mean(x^2) + epsilon) * scale} over the axes from {@code axis} on; ONNX
   * RMSNormalization. Zhang and Sennrich, 2019.
   */
  default T rmsNormalization(T scale, int axis, double epsilon) {
    return rmsNormalization(scale, axis, Operands.like(self(), epsilon, "rmsNormalization"));
  }

  /** As with a number, which may be a tensor. */
  default T rmsNormalization(T scale, int axis, T epsilon) {
    int[] axes = from("rmsNormalization", axis);
    T meanOfSquares = self().square().mean(true, axes);
    return self().divide(meanOfSquares.add(epsilon).sqrt()).multiply(scale);
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + bias} for each channel, which is
   * dimension 1, with moments that are given; ONNX BatchNormalization in inference. Ioffe and
   * Szegedy, 2015.
   *
   * @param scale {@code [channels]}, as are bias, mean and variance
   */
  default T batchNormalization(T scale, T bias, T mean, T variance, double epsilon) {
    return batchNormalization(
        scale, bias, mean, variance, Operands.like(self(), epsilon, "batchNormalization"));
  }

  /** As with a number, which may be a tensor. */
  default T batchNormalization(T scale, T bias, T mean, T variance, T epsilon) {
    T x = self();
    if (x.rank() < 2) {
      throw new TypeMismatchException(
          0, "batchNormalization expects a batch with channels, not rank " + x.rank());
    }
    T slope = scale.divide(variance.add(epsilon).sqrt());
    return x.subtract(perChannel(mean)).multiply(perChannel(slope)).add(perChannel(bias));
  }

  /** Divided by the Euclidean norm along {@code axis}; ONNX LpNormalization. */
  default T l2Normalization(int axis) {
    return self().divide(self().norm2(true, axis));
  }

  private T perChannel(T ofChannel) {
    T stretched = ofChannel;
    for (int i = 2; i < self().rank(); i++) {
      stretched = stretched.unsqueeze(-1);
    }
    return stretched;
  }

  private int[] from(String method, int axis) {
    int rank = self().rank();
    return IntStream.range(Operands.axis(method, axis, rank), rank).toArray();
  }
}
