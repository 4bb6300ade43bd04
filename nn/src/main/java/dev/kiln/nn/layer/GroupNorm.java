package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/**
 * Group normalisation (Wu and He, 2018): each group of channels of each image gets the mean 0 and
 * the variance 1, then a scale and a bias for each channel. The variance is that of the population,
 * with 1e-5 added. PyTorch's GroupNorm.
 */
@Model
public class GroupNorm implements Layer {
  private static final double EPSILON = 1e-5;

  @Parameter
  @Shape("channels")
  public Tensor scale;

  @Parameter
  @Shape("channels")
  public Tensor bias;

  /** In row i the part that each channel has in the mean of the group of channel i. */
  @Shape("channels, channels")
  public final Tensor parts;

  /**
   * A scale of one and a bias of zero for each channel.
   *
   * @param channels a multiple of the groups
   * @throws IllegalArgumentException if it is none
   */
  public GroupNorm(int groups, int channels) {
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          channels + " channels cannot be divided into " + groups + " groups");
    }
    scale = Tensor.ones(channels);
    bias = Tensor.zeros(channels);
    int members = channels / groups;
    float[][] rows = new float[channels][channels];
    for (int i = 0; i < channels; i++) {
      for (int j = 0; j < members; j++) {
        rows[i][i / members * members + j] = 1f / members;
      }
    }
    parts = Tensor.of(rows);
  }

  /** The normalised images. */
  @Override
  @Compute
  @Shape("n, channels, height, width")
  public Tensor apply(@Shape("n, channels, height, width") Tensor image) {
    Tensor centred = image.subtract(ofGroups(image));
    Tensor deviation = ofGroups(centred.square()).add(EPSILON).sqrt();
    return centred
        .divide(deviation)
        .multiply(scale.unsqueeze(1).unsqueeze(2))
        .add(bias.unsqueeze(1).unsqueeze(2));
  }

  /** The mean of each channel's group, as {@code [n, channels, 1, 1]}. */
  private Tensor ofGroups(Tensor image) {
    return image.mean(2, 3).matmul(parts).unsqueeze(2).unsqueeze(3);
  }
}
