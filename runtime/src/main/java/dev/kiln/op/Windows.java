package dev.kiln.op;

import dev.kiln.array.NdArray;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.Arrays;
import java.util.List;

/**
 * What convolutions and pooling are composed of: operations on windows of images. A geometry of six
 * numbers is size, stride and padding in the rows, then in the columns; one of seven as in {@link
 * ConvolutionOps}.
 */
final class Windows {
  /** The most windows along an axis that are operations each. */
  static final int MOST = 4096;

  private Windows() {}

  /** The greatest element of each window. */
  static <T extends Operand<T>> T maxima(T x, int... geometry) {
    T places = x.apply(ConvolutionOps.WINDOW_MAXIMA, geometry(geometry), List.of(x));
    return LayoutOps.reshape(x.flatten(0).gather(0, places.flatten(0)), places.dims());
  }

  /** The mean of each window, in which padding counts as zeros. */
  static <T extends Operand<T>> T means(T x, int... geometry) {
    List<Dim> dims = x.dims();
    T planes = LayoutOps.reshape(x, List.of(Dim.of(-1), Dim.of(1), dims.get(2), dims.get(3)));
    int rows = geometry[0];
    int columns = geometry[3];
    List<Dim> window = List.of(Dim.of(1), Dim.of(1), Dim.of(rows), Dim.of(columns));
    T filter = LayoutOps.broadcastTo(x.number(1.0 / rows / columns), window);
    T means =
        convolution(planes, filter, geometry[1], geometry[2], 1, geometry[4], geometry[5], 1, 1);
    return LayoutOps.reshape(
        means, List.of(dims.get(0), dims.get(1), means.dims().get(2), means.dims().get(3)));
  }

  /** ONNX Conv without a bias. */
  static <T extends Operand<T>> T convolution(T x, T filters, int... geometry) {
    return x.apply(ConvolutionOps.CONV_2D, geometry(geometry), List.of(x, filters));
  }

  /** A convolution's adjoint by its images, which have the given dimensions. */
  static <T extends Operand<T>> T transposed(T x, T filters, List<Dim> dims, int... geometry) {
    Attributes attributes = geometry(geometry).with("dims", new Attribute.Dims(dims));
    return x.apply(ConvolutionOps.CONV_2D_IMAGES, attributes, List.of(x, filters));
  }

  /** A constant tensor. */
  static <T extends Operand<T>> T constant(T like, NdArray array) {
    Attributes value = Attributes.of("value", new Attribute.Array(array));
    return like.apply(ConstantOps.TENSOR_CONSTANT, value, List.of());
  }

  private static Attributes geometry(int... numbers) {
    List<Long> values = Arrays.stream(numbers).asLongStream().boxed().toList();
    return Attributes.of("geometry", new Attribute.Integers(values));
  }

  /** Checks the arguments of pooling. */
  static <T extends Operand<T>> void requirePooling(
      String method, T x, int rank, int size, int stride, int padding) {
    require(method, size > 0 && stride > 0 && padding >= 0 && 2 * padding <= size);
    requireRank(method, x, rank);
  }

  static <T extends Operand<T>> void requireRank(String method, T x, int rank) {
    if (x.rank() != rank) {
      String shape =
          switch (rank) {
            case 3 -> "sequences of shape [n, channels, length]";
            case 4 -> "images of shape [n, channels, rows, columns]";
            default -> "volumes of shape [n, channels, depth, rows, columns]";
          };
      throw new TypeMismatchException(0, method + " expects " + shape + ", not " + x.dims());
    }
  }

  static void require(String method, boolean fits) {
    if (!fits) {
      throw new TypeMismatchException(
          0,
          method
              + ": sizes, strides, dilations and groups are positive, padding is neither negative"
              + " nor more than half a window");
    }
  }

  /** A size that is known. */
  static int known(String method, Dim size) {
    if (size.constant().isEmpty()) {
      throw new TypeMismatchException(0, method + " needs a size that is known, not " + size);
    }
    return Math.toIntExact(size.constant().getAsLong());
  }
}
