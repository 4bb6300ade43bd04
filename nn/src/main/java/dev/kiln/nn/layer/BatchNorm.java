package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.StopGradient;
import dev.kiln.tensor.Tensor;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015). In training each channel gets the mean 0 and the
 * variance 1 over the batch; the layer also gives its new running statistics, {@code 0.9 old + 0.1
 * new}, which the training puts into {@link #mean} and {@link #variance}. Outside of training each
 * channel is normalised by these. Then each channel has a scale and a bias. 1e-5 is added to
 * variances. The running variance is that of a sample (divided by one less), as in PyTorch.
 *
 * <p>The running statistics are in weight files like parameters. Derivatives with respect to them
 * are 0.
 */
@Model
public class BatchNorm {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  /**
   * What a layer gives for a batch of examples.
   *
   * @param y the normalised examples
   * @param mean the next running mean
   * @param variance the next running variance
   */
  public record Batch(
      @Shape("n, channels") Tensor y,
      @Shape("channels") Tensor mean,
      @Shape("channels") Tensor variance) {}

  /**
   * What a layer gives for a batch of images.
   *
   * @param y the normalised images
   * @param mean the next running mean
   * @param variance the next running variance
   */
  public record Images(
      @Shape("n, channels, height, width") Tensor y,
      @Shape("channels") Tensor mean,
      @Shape("channels") Tensor variance) {}

  @Parameter
  @Shape("channels")
  public Tensor scale;

  @Parameter
  @Shape("channels")
  public Tensor bias;

  /** The running mean. */
  @Parameter
  @Shape("channels")
  public Tensor mean;

  /** The running variance. */
  @Parameter
  @Shape("channels")
  public Tensor variance;

  /** A scale of one, a bias of zero, a running mean of 0 and a running variance of 1. */
  public BatchNorm(int channels) {
    scale = Tensor.ones(channels);
    bias = Tensor.zeros(channels);
    mean = Tensor.zeros(channels);
    variance = Tensor.ones(channels);
  }

  /** The numbers of n examples, each of which is a channel. */
  @Compute
  public Batch apply(@Shape("n, channels") Tensor x, boolean training) {
    Tensor usedMean = StopGradient.of(mean);
    Tensor usedVariance = StopGradient.of(variance);
    Tensor nextMean = StopGradient.of(mean);
    Tensor nextVariance = StopGradient.of(variance);
    if (training) {
      usedMean = x.mean(0);
      usedVariance = x.subtract(usedMean).square().mean(0);
      nextMean = running(nextMean, StopGradient.of(usedMean));
      nextVariance = running(nextVariance, sample(StopGradient.of(usedVariance), x.dim(0)));
    }
    Tensor y = x.batchNormalization(scale, bias, usedMean, usedVariance, EPSILON);
    return new Batch(y, nextMean, nextVariance);
  }

  /** The channels of n images. */
  @Compute
  public Images image(@Shape("n, channels, height, width") Tensor x, boolean training) {
    Tensor usedMean = StopGradient.of(mean);
    Tensor usedVariance = StopGradient.of(variance);
    Tensor nextMean = StopGradient.of(mean);
    Tensor nextVariance = StopGradient.of(variance);
    if (training) {
      Tensor average = x.mean(true, 0, 2, 3);
      usedMean = average.reshape(x.dim(1));
      usedVariance = x.subtract(average).square().mean(0, 2, 3);
      int pixels = x.dim(0) * x.dim(2) * x.dim(3);
      nextMean = running(nextMean, StopGradient.of(usedMean));
      nextVariance = running(nextVariance, sample(StopGradient.of(usedVariance), pixels));
    }
    Tensor y = x.batchNormalization(scale, bias, usedMean, usedVariance, EPSILON);
    return new Images(y, nextMean, nextVariance);
  }

  private static Tensor running(Tensor old, Tensor now) {
    return old.multiply(1 - MOMENTUM).add(now.multiply(MOMENTUM));
  }

  /** The variance of a sample; a batch of one number leaves 0. */
  private static Tensor sample(Tensor variance, int count) {
    float factor = (float) count / Math.max(count - 1, 1);
    return variance.multiply(Tensor.scalar(factor));
  }
}
