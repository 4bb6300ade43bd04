package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Further pooling, and enlarging: of sequences {@code [n, channels, length]}, images {@code [n,
 * channels, rows, columns]} and volumes {@code [n, channels, depth, rows, columns]}.
 *
 * @param <T> the implementing type itself
 */
public interface PoolingMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** The greatest element of each window of a sequence; ONNX MaxPool. */
  default T maxPool1d(int size, int stride, int padding) {
    Windows.requirePooling("maxPool1d", self(), 3, size, stride, padding);
    return Windows.maxima(self().unsqueeze(2), 1, 1, 0, size, stride, padding).squeeze(2);
  }

  /** The mean of each window of a sequence, in which padding counts as zeros. */
  default T averagePool1d(int size, int stride, int padding) {
    Windows.requirePooling("averagePool1d", self(), 3, size, stride, padding);
    return Windows.means(self().unsqueeze(2), 1, 1, 0, size, stride, padding).squeeze(2);
  }

  /** The greatest element of each cubic window of a volume; ONNX MaxPool. */
  default T maxPool3d(int size, int stride, int padding) {
    Windows.requirePooling("maxPool3d", self(), 5, size, stride, padding);
    T planes = Windows.maxima(planes(), size, stride, padding, size, stride, padding);
    return ofColumns(Windows.maxima(columns(planes), size, stride, padding, 1, 1, 0), planes);
  }

  /** The mean of each cubic window of a volume, in which padding counts as zeros. */
  default T averagePool3d(int size, int stride, int padding) {
    Windows.requirePooling("averagePool3d", self(), 5, size, stride, padding);
    T planes = Windows.means(planes(), size, stride, padding, size, stride, padding);
    return ofColumns(Windows.means(columns(planes), size, stride, padding, 1, 1, 0), planes);
  }

  /**
   * As {@link ImageMethods#averagePool2d(int, int, int)}, where padding may not count: then the
   * mean is that of the elements in the window.
   */
  default T averagePool2d(int size, int stride, int padding, boolean countPadding) {
    T means = self().averagePool2d(size, stride, padding);
    if (countPadding || padding == 0) {
      return means;
    }
    List<Dim> image = List.of(Dim.of(1), Dim.of(1), self().dims().get(2), self().dims().get(3));
    T ones = LayoutOps.broadcastTo(self().number(1), image);
    return means.divide(ones.averagePool2d(size, stride, padding));
  }

  /** The norms {@code sum(|x|^p)^(1/p)} of each square window, for {@code p >= 1}; ONNX LpPool. */
  default T lpPool2d(double p, int size, int stride) {
    return lpPool2d(Operands.like(self(), p, "lpPool2d"), size, stride);
  }

  /** As {@link #lpPool2d(double, int, int)}. */
  default T lpPool2d(T p, int size, int stride) {
    T sums = self().abs().pow(p).averagePool2d(size, stride, 0).multiply((double) size * size);
    return sums.pow(p.reciprocal());
  }

  /**
   * The means of a given number of windows, which are the same for each size: window i of n is from
   * {@code floor(i size / n)} to {@code ceil((i + 1) size / n)}; PyTorch's adaptive_avg_pool2d. At
   * most 4096 each.
   */
  default T adaptiveAveragePool2d(int rows, int columns) {
    return adaptive("adaptiveAveragePool2d", true, rows, columns);
  }

  /** The greatest elements of the windows of {@link #adaptiveAveragePool2d}. */
  default T adaptiveMaxPool2d(int rows, int columns) {
    return adaptive("adaptiveMaxPool2d", false, rows, columns);
  }

  /** The mean of each channel, with size 1 in its place; ONNX GlobalAveragePool. */
  default T globalAveragePool() {
    return self().mean(true, spatial("globalAveragePool"));
  }

  /** The greatest element of each channel, with size 1 in its place; ONNX GlobalMaxPool. */
  default T globalMaxPool() {
    return self().max(true, spatial("globalMaxPool"));
  }

  /** Each element {@code factor} times in rows and columns; ONNX Resize, nearest. */
  default T upsampleNearest2d(int factor) {
    Windows.requireRank("upsampleNearest2d", self(), 4);
    Windows.require("upsampleNearest2d", factor > 0);
    List<Dim> dims = self().dims();
    Dim times = Dim.of(factor);
    List<Dim> stretched = List.of(dims.get(0), dims.get(1), dims.get(2), times, dims.get(3), times);
    return LayoutOps.reshape(
        LayoutOps.broadcastTo(self().unsqueeze(3).unsqueeze(5), stretched),
        List.of(dims.get(0), dims.get(1), dims.get(2).times(times), dims.get(3).times(times)));
  }

  /**
   * {@code factor} times as many rows and columns, by linear interpolation between the centres of
   * elements; ONNX Resize, linear with half pixels, PyTorch's without align_corners.
   */
  default T upsampleBilinear2d(int factor) {
    Windows.requireRank("upsampleBilinear2d", self(), 4);
    Windows.require("upsampleBilinear2d", factor > 0);
    return interpolated(interpolated(self(), 2, factor), 3, factor);
  }

  private static <V extends Operand<V>> V interpolated(V x, int axis, int factor) {
    int size = Windows.known("upsampleBilinear2d", x.dims().get(axis));
    int[] below = Creation.zeros(DType.INT32, Math.multiplyExact(size, factor)).ints();
    int[] above = new int[below.length];
    double[] weights = new double[below.length];
    for (int i = 0; i < weights.length; i++) {
      double place = Math.max(0, (i + 0.5) / factor - 0.5);
      below[i] = (int) place;
      above[i] = Math.min(below[i] + 1, size - 1);
      weights[i] = place - below[i];
    }
    int[] sizes = {1, 1, axis == 2 ? weights.length : 1, axis == 2 ? 1 : weights.length};
    V weight = Windows.constant(x, NdArray.of(TensorShape.of(sizes), weights)).cast(x.dtype());
    V first = x.gather(axis, Windows.constant(x, NdArray.of(TensorShape.of(below.length), below)));
    V second = x.gather(axis, Windows.constant(x, NdArray.of(TensorShape.of(above.length), above)));
    return first.add(second.subtract(first).multiply(weight));
  }

  /**
   * {@code factor} times as many rows and columns, by cubic convolution of four elements in each
   * direction, those at the edges repeated; ONNX Resize, cubic with half pixels and a coefficient
   * of -0.75, PyTorch's bicubic without align_corners. Keys, 1981.
   */
  default T upsampleBicubic2d(int factor) {
    Windows.requireRank("upsampleBicubic2d", self(), 4);
    Windows.require("upsampleBicubic2d", factor > 0);
    return cubic(cubic(self(), 2, factor), 3, factor);
  }

  private static <V extends Operand<V>> V cubic(V x, int axis, int factor) {
    int size = Windows.known("upsampleBicubic2d", x.dims().get(axis));
    V sum = null;
    for (int tap = -1; tap <= 2; tap++) {
      int[] places = Creation.zeros(DType.INT32, Math.multiplyExact(size, factor)).ints();
      double[] weights = new double[places.length];
      for (int i = 0; i < weights.length; i++) {
        double place = (i + 0.5) / factor - 0.5;
        double below = Math.floor(place);
        places[i] = (int) Math.max(0, Math.min(size - 1, below + tap));
        double d = Math.abs(place - below - tap);
        weights[i] = d <= 1 ? (1.25 * d - 2.25) * d * d + 1 : 0.75 * (1 - d) * (2 - d) * (2 - d);
      }
      int[] sizes = {1, 1, axis == 2 ? weights.length : 1, axis == 2 ? 1 : weights.length};
      V weight = Windows.constant(x, NdArray.of(TensorShape.of(sizes), weights)).cast(x.dtype());
      TensorShape indices = TensorShape.of(places.length);
      V taken = x.gather(axis, Windows.constant(x, NdArray.of(indices, places))).multiply(weight);
      sum = sum == null ? taken : sum.add(taken);
    }
    return sum;
  }

  private T adaptive(String method, boolean mean, int rows, int columns) {
    Windows.requireRank(method, self(), 4);
    Windows.require(method, rows > 0 && columns > 0);
    if (Math.max(rows, columns) > Windows.MOST) {
      throw new TypeMismatchException(0, method + " to more than " + Windows.MOST + " windows");
    }
    return adaptive(method, mean, adaptive(method, mean, self(), 2, rows), 3, columns);
  }

  private static <V extends Operand<V>> V adaptive(
      String method, boolean mean, V x, int axis, int count) {
    long size = Windows.known(method, x.dims().get(axis));
    if (size == 0) {
      throw new TypeMismatchException(0, method + " of no elements");
    }
    List<V> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      V part = x.slice(axis, (int) (i * size / count), (int) (((i + 1) * size - 1) / count + 1));
      parts.add(mean ? part.mean(true, axis) : part.max(true, axis));
    }
    Attributes along = Attributes.axis(axis);
    return x.apply(SliceOps.CONCATENATE, along, parts);
  }

  private int[] spatial(String method) {
    if (self().rank() < 3) {
      throw new TypeMismatchException(
          0, method + " expects [n, channels, ..], not " + self().dims());
    }
    return IntStream.range(2, self().rank()).toArray();
  }

  /** The channels and planes of a volume as channels. */
  private T planes() {
    List<Dim> dims = self().dims();
    Dim planes = dims.get(1).times(dims.get(2));
    return LayoutOps.reshape(self(), List.of(dims.get(0), planes, dims.get(3), dims.get(4)));
  }

  /** The planes as {@code [n, channels, depth, rows columns]}. */
  private T columns(T planes) {
    List<Dim> dims = self().dims();
    Dim area = planes.dims().get(2).times(planes.dims().get(3));
    return LayoutOps.reshape(planes, List.of(dims.get(0), dims.get(1), dims.get(2), area));
  }

  private static <V extends Operand<V>> V ofColumns(V columns, V planes) {
    List<Dim> dims = new ArrayList<>(columns.dims().subList(0, 3));
    dims.addAll(planes.dims().subList(2, 4));
    return LayoutOps.reshape(columns, dims);
  }
}
