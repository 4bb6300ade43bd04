package dev.kiln.op;

/**
 * Convolutions and pooling of images {@code [n, channels, rows, columns]}.
 *
 * @param <T> the implementing type itself
 */
public interface ImageMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** As {@link #conv2d(Operand, int, int, int, int)}, dense and in one group. */
  default T conv2d(T filters, int stride, int padding) {
    return conv2d(filters, stride, padding, 1, 1);
  }

  /**
   * The convolution with filters {@code [outputs, channels / groups, rows, columns]}, which are not
   * mirrored; ONNX Conv and PyTorch's conv2d without the bias.
   *
   * @param stride the distance of windows, in rows and columns
   * @param padding zeros around each image
   * @param dilation the distance of the elements of a window
   * @param groups the number of parts of the channels, of which each has filters of its own
   * @return {@code [n, outputs, .., ..]}
   */
  default T conv2d(T filters, int stride, int padding, int dilation, int groups) {
    Operands.given("conv2d", filters);
    Windows.require("conv2d", stride > 0 && padding >= 0 && dilation > 0 && groups > 0);
    return Windows.convolution(
        self(), filters, stride, padding, dilation, stride, padding, dilation, groups);
  }

  /**
   * The greatest element of each square window; ONNX MaxPool. The cotangent goes to the first of
   * those that are equal, as in PyTorch.
   *
   * @param size of the window, in rows and columns
   * @param padding around each image, at most half the size; it is never chosen
   */
  default T maxPool2d(int size, int stride, int padding) {
    Windows.requirePooling("maxPool2d", self(), 4, size, stride, padding);
    return Windows.maxima(self(), size, stride, padding, size, stride, padding);
  }

  /**
   * The mean of each square window, in which padding counts as zeros; ONNX AveragePool with {@code
   * count_include_pad}, which is PyTorch's default.
   *
   * @param size of the window, in rows and columns
   */
  default T averagePool2d(int size, int stride, int padding) {
    Windows.requirePooling("averagePool2d", self(), 4, size, stride, padding);
    return Windows.means(self(), size, stride, padding, size, stride, padding);
  }
}
