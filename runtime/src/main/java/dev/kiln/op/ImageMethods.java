package dev.kiln.op;

import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.Arrays;
import java.util.List;

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
    require("conv2d", stride > 0 && padding >= 0 && dilation > 0 && groups > 0);
    return self()
        .apply(
            ConvolutionOps.CONV_2D,
            geometry(stride, padding, dilation, stride, padding, dilation, groups),
            List.of(self(), filters));
  }

  /**
   * The greatest element of each square window; ONNX MaxPool. The cotangent goes to the first of
   * those that are equal, as in PyTorch.
   *
   * @param size of the window, in rows and columns
   * @param padding around each image, at most half the size; it is never chosen
   */
  default T maxPool2d(int size, int stride, int padding) {
    require("maxPool2d", size > 0 && stride > 0 && padding >= 0 && 2 * padding <= size);
    T places =
        self()
            .apply(
                ConvolutionOps.WINDOW_MAXIMA,
                geometry(size, stride, padding, size, stride, padding),
                List.of(self()));
    return LayoutOps.reshape(self().flatten(0).gather(0, places.flatten(0)), places.dims());
  }

  /**
   * The mean of each square window, in which padding counts as zeros; ONNX AveragePool with {@code
   * count_include_pad}, which is PyTorch's default.
   *
   * @param size of the window, in rows and columns
   */
  default T averagePool2d(int size, int stride, int padding) {
    require("averagePool2d", size > 0 && stride > 0 && padding >= 0 && 2 * padding <= size);
    T x = self();
    if (x.rank() != 4) {
      throw new TypeMismatchException(
          0, "averagePool2d expects images of shape [n, channels, rows, columns]");
    }
    List<Dim> dims = x.dims();
    T planes = LayoutOps.reshape(x, List.of(Dim.of(-1), Dim.of(1), dims.get(2), dims.get(3)));
    List<Dim> square = List.of(Dim.of(1), Dim.of(1), Dim.of(size), Dim.of(size));
    T filter = LayoutOps.broadcastTo(x.number(1.0 / size / size), square);
    T means = planes.conv2d(filter, stride, padding);
    return LayoutOps.reshape(
        means, List.of(dims.get(0), dims.get(1), means.dims().get(2), means.dims().get(3)));
  }

  private static Attributes geometry(int... numbers) {
    List<Long> values = Arrays.stream(numbers).asLongStream().boxed().toList();
    return Attributes.of("geometry", new Attribute.Integers(values));
  }

  private static void require(String method, boolean fits) {
    if (!fits) {
      throw new TypeMismatchException(
          0,
          method
              + ": sizes, strides, dilations and groups are positive, padding is neither negative"
              + " nor more than half a window");
    }
  }
}
