package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * Convolutions of images {@code [n, c, h, w]} with filters {@code [o, c / groups, kh, kw]}, which
 * are cross-correlations as in ONNX and PyTorch, and their two adjoints. The geometry is {@code
 * stride, padding, dilation} in the rows, the same in the columns, and {@code groups}.
 *
 * <p>All products of one call are added in one order, in the dtype of the operands: by image,
 * filter, row of the result, channel, row and column of the filter, column of the result.
 */
public final class Convolutions {
  private Convolutions() {}

  /** The array that the products of the other two are added to. */
  private enum Sum {
    RESULT,
    IMAGES,
    FILTERS
  }

  /** The convolution, {@code [n, o, rows, columns]}. */
  public static NdArray conv2d(NdArray images, NdArray filters, int... geometry) {
    int[] sizes = {
      images.shape().size(0),
      filters.shape().size(0),
      windows(images, filters, 2, geometry, 0),
      windows(images, filters, 3, geometry, 3)
    };
    NdArray result = Creation.zeros(images.dtype(), sizes);
    run(Sum.RESULT, images, filters, result, geometry);
    return result;
  }

  /** The adjoint by the images, which have the given sizes. */
  public static NdArray conv2dImages(
      NdArray cotangent, NdArray filters, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(cotangent.dtype(), sizes);
    run(Sum.IMAGES, result, filters, cotangent, geometry);
    return result;
  }

  /** The adjoint by the filters, which have the given sizes. */
  public static NdArray conv2dFilters(
      NdArray images, NdArray cotangent, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(images.dtype(), sizes);
    run(Sum.FILTERS, images, result, cotangent, geometry);
    return result;
  }

  /**
   * The positions in the operand of the first greatest element of each window, NaN being the
   * greatest; padding takes no part.
   *
   * @param geometry size, stride and padding of the windows in the rows, then in the columns
   */
  public static NdArray windowMaxima(NdArray operand, int... geometry) {
    TensorShape shape = operand.shape();
    int rows = shape.size(2);
    int columns = shape.size(3);
    int resultRows = windows(rows, geometry[0], geometry[1], geometry[2]);
    int resultColumns = windows(columns, geometry[3], geometry[4], geometry[5]);
    TensorShape resultShape =
        TensorShape.of(shape.size(0), shape.size(1), resultRows, resultColumns);
    int[] positions = new int[resultShape.elements()];
    for (int i = 0; i < positions.length; i++) {
      int plane = i / (resultRows * resultColumns);
      int top = i / resultColumns % resultRows * geometry[1] - geometry[2];
      int left = i % resultColumns * geometry[4] - geometry[5];
      int best = -1;
      for (int r = Math.max(0, top); r < Math.min(rows, top + geometry[0]); r++) {
        for (int c = Math.max(0, left); c < Math.min(columns, left + geometry[3]); c++) {
          int at = (plane * rows + r) * columns + c;
          if (best < 0 || Reductions.isGreater(operand, at, best)) {
            best = at;
          }
        }
      }
      positions[i] = best;
    }
    return NdArray.of(resultShape, positions);
  }

  private static int windows(NdArray images, NdArray filters, int axis, int[] geometry, int at) {
    int reach = geometry[at + 2] * (filters.shape().size(axis) - 1) + 1;
    return windows(images.shape().size(axis), reach, geometry[at], geometry[at + 1]);
  }

  private static int windows(int size, int reach, int stride, int padding) {
    return (size + 2 * padding - reach) / stride + 1;
  }

  /** Adds the products of two of the arrays to the third. */
  private static void run(
      Sum sum, NdArray images, NdArray filters, NdArray result, int... geometry) {
    int channels = images.shape().size(1);
    int outputs = filters.shape().size(0);
    int perGroup = filters.shape().size(1);
    int planes = result.shape().size(0) * outputs;
    for (int plane = 0; plane < planes; plane++) {
      int image = plane / outputs;
      int filter = plane % outputs;
      int firstChannel = filter / (outputs / geometry[6]) * perGroup;
      for (int row = 0; row < result.shape().size(2); row++) {
        for (int channel = 0; channel < perGroup; channel++) {
          int source = image * channels + firstChannel + channel;
          for (int k = 0; k < filters.shape().size(2); k++) {
            int from = row * geometry[0] - geometry[1] + k * geometry[2];
            if (from >= 0 && from < images.shape().size(2)) {
              row(
                  sum,
                  images,
                  filters,
                  result,
                  (source * images.shape().size(2) + from) * images.shape().size(3),
                  ((filter * perGroup + channel) * filters.shape().size(2) + k)
                      * filters.shape().size(3),
                  (plane * result.shape().size(2) + row) * result.shape().size(3),
                  geometry);
            }
          }
        }
      }
    }
  }

  private static void row(
      Sum sum,
      NdArray images,
      NdArray filters,
      NdArray result,
      int imageAt,
      int filterAt,
      int resultAt,
      int... geometry) {
    int columns = images.shape().size(3);
    for (int k = 0; k < filters.shape().size(3); k++) {
      int offset = k * geometry[5] - geometry[4];
      for (int c = 0; c < result.shape().size(3); c++) {
        int from = c * geometry[3] + offset;
        if (from >= 0 && from < columns) {
          if (images.dtype() == DType.FLOAT32) {
            add(
                sum,
                images.floats(),
                imageAt + from,
                filters.floats(),
                filterAt + k,
                result.floats(),
                resultAt + c);
          } else {
            add(
                sum,
                images.doubles(),
                imageAt + from,
                filters.doubles(),
                filterAt + k,
                result.doubles(),
                resultAt + c);
          }
        }
      }
    }
  }

  private static void add(
      Sum sum, double[] images, int i, double[] filters, int f, double[] result, int r) {
    switch (sum) {
      case RESULT -> result[r] += images[i] * filters[f];
      case IMAGES -> images[i] += result[r] * filters[f];
      case FILTERS -> filters[f] += images[i] * result[r];
    }
  }

  private static void add(
      Sum sum, float[] images, int i, float[] filters, int f, float[] result, int r) {
    switch (sum) {
      case RESULT -> result[r] += images[i] * filters[f];
      case IMAGES -> images[i] += result[r] * filters[f];
      case FILTERS -> filters[f] += images[i] * result[r];
    }
  }
}
