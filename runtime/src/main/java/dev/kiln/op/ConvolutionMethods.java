package dev.kiln.op;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions of sequences {@code [n, channels, length]} and volumes {@code [n, channels, depth,
 * rows, columns]}, and transposed convolutions, composed of those of images. Filters are not
 * mirrored; the bias is added with {@code add}.
 *
 * @param <T> the implementing type itself
 */
public interface ConvolutionMethods<T extends Operand<T>> {
  /** This value. */
  T self();

  /** As {@link #conv1d(Operand, int, int, int, int)}, dense and in one group. */
  default T conv1d(T filters, int stride, int padding) {
    return conv1d(filters, stride, padding, 1, 1);
  }

  /** The convolution with filters {@code [outputs, channels / groups, size]}; ONNX Conv. */
  default T conv1d(T filters, int stride, int padding, int dilation, int groups) {
    require("conv1d", filters, 3, stride, padding, dilation, groups);
    T rows = self().unsqueeze(2);
    return Windows.convolution(
            rows, filters.unsqueeze(2), 1, 0, 1, stride, padding, dilation, groups)
        .squeeze(2);
  }

  /** As {@link #conv3d(Operand, int, int, int, int)}, dense and in one group. */
  default T conv3d(T filters, int stride, int padding) {
    return conv3d(filters, stride, padding, 1, 1);
  }

  /**
   * The convolution with filters {@code [outputs, channels / groups, depth, rows, columns]}; ONNX
   * Conv. The depths of the filters and of this must be known. It is the sum of a convolution of
   * images for each plane of the filters, in their order.
   */
  default T conv3d(T filters, int stride, int padding, int dilation, int groups) {
    require("conv3d", filters, 5, stride, padding, dilation, groups);
    T padded = self().pad(2, padding, padding);
    int depth = Windows.known("conv3d", padded.dims().get(2));
    int taps = Windows.known("conv3d", filters.dims().get(2));
    int room = depth - dilation * (taps - 1) - 1;
    if (room < 0 || taps == 0) {
      throw new TypeMismatchException(
          1, "conv3d: filters of depth " + taps + " do not fit a depth of " + depth);
    }
    int[] places = new int[room / stride + 1];
    TensorShape at = TensorShape.of(places.length);
    T sum = null;
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0; i < places.length; i++) {
        places[i] = tap * dilation + i * stride;
      }
      T planes =
          padded
              .gather(2, Windows.constant(self(), NdArray.of(at, places.clone())))
              .transpose(1, 2);
      List<Dim> dims = planes.dims();
      T images =
          LayoutOps.reshape(
              planes,
              List.of(dims.get(0).times(dims.get(1)), dims.get(2), dims.get(3), dims.get(4)));
      T filter = filters.slice(2, tap, tap + 1).squeeze(2);
      T part = images.conv2d(filter, stride, padding, dilation, groups);
      sum = sum == null ? part : sum.add(part);
    }
    List<Dim> dims = sum.dims();
    List<Dim> volumes =
        List.of(self().dims().get(0), Dim.of(places.length), dims.get(1), dims.get(2), dims.get(3));
    return LayoutOps.reshape(sum, volumes).transpose(1, 2);
  }

  /** As the longer one, dense, in one group and without more elements at the end. */
  default T convTranspose1d(T filters, int stride, int padding) {
    return convTranspose1d(filters, stride, padding, 0, 1, 1);
  }

  /**
   * The adjoint of the convolution with these filters {@code [channels, outputs / groups, size]};
   * ONNX ConvTranspose.
   *
   * @param outputPadding how many elements more than the least number the result has; less than the
   *     stride
   * @return {@code [n, outputs, (length - 1) stride - 2 padding + dilation (size - 1) +
   *     outputPadding + 1]}
   */
  default T convTranspose1d(
      T filters, int stride, int padding, int outputPadding, int dilation, int groups) {
    requireTransposed("convTranspose1d", filters, 3, stride, padding, dilation, groups);
    Windows.require("convTranspose1d", outputPadding >= 0 && outputPadding < stride);
    Dim length =
        enlarged(
            self().dims().get(2), filters.dims().get(2), stride, padding, outputPadding, dilation);
    List<Dim> dims = List.of(self().dims().get(0), outputs(filters, groups), Dim.of(1), length);
    T rows = self().unsqueeze(2);
    return Windows.transposed(
            rows, filters.unsqueeze(2), dims, 1, 0, 1, stride, padding, dilation, groups)
        .squeeze(2);
  }

  /** As the longer one, dense, in one group and without more elements at the end. */
  default T convTranspose2d(T filters, int stride, int padding) {
    return convTranspose2d(filters, stride, padding, 0, 1, 1);
  }

  /**
   * The adjoint of the convolution of images with these filters {@code [channels, outputs / groups,
   * rows, columns]}; ONNX ConvTranspose. Sizes as those of {@link #convTranspose1d(Operand, int,
   * int, int, int, int)}.
   */
  default T convTranspose2d(
      T filters, int stride, int padding, int outputPadding, int dilation, int groups) {
    requireTransposed("convTranspose2d", filters, 4, stride, padding, dilation, groups);
    Windows.require("convTranspose2d", outputPadding >= 0 && outputPadding < stride);
    List<Dim> own = self().dims();
    List<Dim> window = filters.dims();
    Dim rows = enlarged(own.get(2), window.get(2), stride, padding, outputPadding, dilation);
    Dim columns = enlarged(own.get(3), window.get(3), stride, padding, outputPadding, dilation);
    List<Dim> dims = List.of(own.get(0), outputs(filters, groups), rows, columns);
    return Windows.transposed(
        self(), filters, dims, stride, padding, dilation, stride, padding, dilation, groups);
  }

  /** As the longer one, dense, in one group and without more elements at the end. */
  default T convTranspose3d(T filters, int stride, int padding) {
    return convTranspose3d(filters, stride, padding, 0, 1, 1);
  }

  /**
   * The adjoint of the convolution of volumes with these filters {@code [channels, outputs /
   * groups, depth, rows, columns]}; ONNX ConvTranspose. The depths of the filters and of this must
   * be known. It is the sum of a transposed convolution of images for each plane of the filters, in
   * their order. Sizes as those of {@link #convTranspose1d(Operand, int, int, int, int, int)}.
   */
  default T convTranspose3d(
      T filters, int stride, int padding, int outputPadding, int dilation, int groups) {
    requireTransposed("convTranspose3d", filters, 5, stride, padding, dilation, groups);
    Windows.require("convTranspose3d", outputPadding >= 0 && outputPadding < stride);
    List<Dim> own = self().dims();
    int depth = Windows.known("convTranspose3d", own.get(2));
    int taps = Windows.known("convTranspose3d", filters.dims().get(2));
    Windows.require("convTranspose3d", depth > 0 && taps > 0);
    T planes =
        LayoutOps.reshape(
            self().transpose(1, 2),
            List.of(own.get(0).times(own.get(2)), own.get(1), own.get(3), own.get(4)));
    int reach = (depth - 1) * stride + 1;
    int room = dilation * (taps - 1);
    T sum = null;
    for (int tap = 0; tap < taps; tap++) {
      T filter = filters.slice(2, tap, tap + 1).squeeze(2);
      T part = planes.convTranspose2d(filter, stride, padding, outputPadding, dilation, groups);
      List<Dim> dims = part.dims();
      T volumes =
          LayoutOps.reshape(
                  part, List.of(own.get(0), own.get(2), dims.get(1), dims.get(2), dims.get(3)))
              .transpose(1, 2);
      List<Dim> spread = new ArrayList<>(volumes.dims());
      spread.set(2, Dim.of((long) depth * stride));
      T apart = LayoutOps.reshape(volumes.unsqueeze(3).pad(3, 0, stride - 1), spread);
      int before = tap * dilation;
      T placed = apart.slice(2, 0, reach).pad(2, before, room - before + outputPadding);
      sum = sum == null ? placed : sum.add(placed);
    }
    return sum.slice(2, padding, reach + room + outputPadding - padding);
  }

  private static Dim enlarged(
      Dim size, Dim window, int stride, int padding, int outputPadding, int dilation) {
    Dim windows = size.minus(Dim.of(1)).times(Dim.of(stride));
    Dim reach = window.minus(Dim.of(1)).times(Dim.of(dilation));
    return windows.plus(reach).plus(Dim.of(1L + outputPadding)).minus(Dim.of(2L * padding));
  }

  private static <V extends Operand<V>> Dim outputs(V filters, int groups) {
    return filters.dims().get(1).times(Dim.of(groups));
  }

  private void require(
      String method, T filters, int rank, int stride, int padding, int dilation, int groups) {
    Windows.requireRank(method, self(), rank);
    Windows.require(method, stride > 0 && padding >= 0 && dilation > 0 && groups > 0);
    if (filters.rank() != rank) {
      throw new TypeMismatchException(
          1, method + " expects filters of rank " + rank + ", not " + filters.dims());
    }
  }

  private void requireTransposed(
      String method, T filters, int rank, int stride, int padding, int dilation, int groups) {
    require(method, filters, rank, stride, padding, dilation, groups);
    Dim channels = self().dims().get(1);
    boolean fits =
        filters.dtype() == self().dtype()
            && filters.dims().get(0).equals(channels)
            && channels.dividedBy(Dim.of(groups)).isPresent();
    if (!fits) {
      throw new TypeMismatchException(
          1,
          method
              + (" of " + channels + " channels in " + groups + " groups expects filters of the")
              + " same dtype for as many channels, not "
              + filters.dims());
    }
  }
}
