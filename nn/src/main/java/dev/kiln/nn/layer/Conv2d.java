package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A convolution of images (in fact a correlation, as everywhere in machine learning) with square
 * filters and a bias for each channel of the result. {@link #apply} moves the filters by one pixel
 * inside of the image; {@link #padded} also over one pixel of zeros around it, which keeps the size
 * where the filters are 3 by 3.
 */
@Model
public class Conv2d implements Layer {
  @Parameter
  @Shape("out, in, size, size")
  public Tensor weight;

  @Parameter
  @Shape("out, 1, 1")
  public Tensor bias;

  /**
   * Normal numbers with the standard deviation {@code sqrt(2 / (in size^2))}, and zeros.
   *
   * @param in the channels of the image
   * @param out the channels of the result
   * @param size the height and the width of a filter
   */
  public Conv2d(RandomGenerator random, int in, int out, int size) {
    weight =
        Initializers.heNormal(random, in * size * size, out)
            .transpose()
            .reshape(out, in, size, size);
    bias = Tensor.zeros(out, 1, 1);
  }

  /** The convolution of each of n images. */
  @Override
  @Compute
  public Tensor apply(@Shape("n, in, height, width") Tensor image) {
    return image.conv2d(weight, 1, 0).add(bias);
  }

  /** The convolution with one pixel of zeros around the image. */
  @Compute
  public Tensor padded(@Shape("n, in, height, width") Tensor image) {
    return image.conv2d(weight, 1, 1).add(bias);
  }
}
