package dev.kiln.op;

import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.List;
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

  /**
   * As {@link #batchNormalization(Operand, Operand, Operand, Operand, double)} with the moments of
   * this batch, as in training. A model that keeps running moments computes them with {@code
   * running.lerp(x.channelMean(), 0.1)}.
   */
  default T batchNormalization(T scale, T bias, double epsilon) {
    return batchNormalization(scale, bias, channelMean(), channelVariance(), epsilon);
  }

  /** As with a number, which may be a tensor. */
  default T batchNormalization(T scale, T bias, T epsilon) {
    return batchNormalization(scale, bias, channelMean(), channelVariance(), epsilon);
  }

  /** The mean of each channel, which is dimension 1. */
  default T channelMean() {
    return self().mean(false, allButChannels("channelMean"));
  }

  /** The variance of each channel, divided by the number of elements. */
  default T channelVariance() {
    return self().variance(false, allButChannels("channelVariance"));
  }

  /**
   * {@code (x - mean) / sqrt(variance + epsilon) * scale + bias}, with moments of each example and
   * group of channels, which are dimension 1; ONNX GroupNormalization. Wu and He, 2018.
   *
   * @param scale {@code [channels]}, as is the bias
   */
  default T groupNormalization(int groups, T scale, T bias, double epsilon) {
    return groupNormalization(
        groups, scale, bias, Operands.like(self(), epsilon, "groupNormalization"));
  }

  /** As with a number, which may be a tensor. */
  default T groupNormalization(int groups, T scale, T bias, T epsilon) {
    T x = self();
    List<Dim> dims = x.dims();
    if (dims.size() < 2 || groups < 1 || dims.get(1).dividedBy(Dim.of(groups)).isEmpty()) {
      throw new TypeMismatchException(
          0, "groupNormalization: shape " + dims + " has no channels for " + groups + " groups");
    }
    T rows = LayoutOps.reshape(x, List.of(dims.get(0), Dim.of(groups), Dim.of(-1)));
    T centred = rows.subtract(rows.mean(true, -1));
    T variance = centred.square().mean(true, -1);
    T normal = LayoutOps.reshape(centred.divide(variance.add(epsilon).sqrt()), dims);
    return normal.multiply(perChannel(scale)).add(perChannel(bias));
  }

  /**
   * As {@link #groupNormalization(int, Operand, Operand, double)}, each channel on its own; ONNX
   * InstanceNormalization. Ulyanov and others, 2016.
   */
  default T instanceNormalization(T scale, T bias, double epsilon) {
    return instanceNormalization(
        scale, bias, Operands.like(self(), epsilon, "instanceNormalization"));
  }

  /** As with a number, which may be a tensor. */
  default T instanceNormalization(T scale, T bias, T epsilon) {
    T x = self();
    if (x.rank() < 3) {
      throw new TypeMismatchException(
          0, "instanceNormalization expects [n, channels, ..], not " + x.dims());
    }
    int[] axes = IntStream.range(2, x.rank()).toArray();
    T centred = x.subtract(x.mean(true, axes));
    T variance = centred.square().mean(true, axes);
    T normal = centred.divide(variance.add(epsilon).sqrt());
    return normal.multiply(perChannel(scale)).add(perChannel(bias));
  }

  private int[] allButChannels(String method) {
    if (self().rank() < 2) {
      throw new TypeMismatchException(
          0, method + " expects a batch with channels, not rank " + self().rank());
    }
    return IntStream.range(0, self().rank()).filter(axis -> axis != 1).toArray();
  }

  /**
   * Divided by the Euclidean norm along {@code axis}, which counts as at least 1e-12, so that zeros
   * stay zeros; ONNX LpNormalization, PyTorch's normalize.
   */
  default T l2Normalization(int axis) {
    return self().divide(self().norm2(true, axis).maximum(1e-12));
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
