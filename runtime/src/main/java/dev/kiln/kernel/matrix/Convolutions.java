package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.matrix.Patches.Steps;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.kernel.tensor.Reductions;

/**
 * Convolutions of images {@code [n, c, h, w]} with filters {@code [o, c / groups, kh, kw]}, which
 * are cross-correlations as in ONNX and PyTorch, and their two adjoints. The geometry is {@code
 * stride, padding, dilation} in the rows, the same in the columns, and {@code groups}.
 *
 * <p>Each element of a result is one chain of {@link Math#fma} from 0 on, in the dtype of the
 * operands: of a convolution by channel, row and column of the filter; of the adjoint by the images
 * by filter, row and column of the filter; of the adjoint by the filters by image, row and column
 * of the convolution's result. What lies outside of an image, or between the elements of a
 * cotangent where the stride is greater than 1, is a 0 that takes part in the chain.
 */
public final class Convolutions {
  /** For fewer filters, packing what they multiply takes longer than it saves. */
  private static final int FEWEST_ROWS = 12;

  private Convolutions() {}

  /** The convolution, {@code [n, o, rows, columns]}. */
  public static NdArray conv2d(NdArray images, NdArray filters, int... geometry) {
    Steps down = steps(images, filters.shape(), 2, geometry, 0);
    Steps across = steps(images, filters.shape(), 3, geometry, 3);
    int batch = images.shape().size(0);
    NdArray result =
        Creation.zeros(
            images.dtype(), batch, filters.shape().size(0), down.places(), across.places());
    NdArray padded = padded(images, 1, 1, down, across);
    int groups = geometry[6];
    int channels = filters.shape().size(1);
    for (int i = 0; i < batch * groups; i++) {
      Patches patches = Patches.of(padded, i * channels, channels, down, across);
      add(filters(filters, i % groups, groups), patches, false, padded, places(result, i, groups));
    }
    return result;
  }

  /** The adjoint by the images, which have the given sizes. */
  public static NdArray conv2dImages(
      NdArray cotangent, NdArray filters, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(cotangent.dtype(), sizes);
    int groups = geometry[6];
    TensorShape filter = filters.shape();
    int rows = filter.size(2);
    int columns = filter.size(3);
    int outputs = filter.size(0) / groups;
    // for each channel, what all filters have for it
    NdArray byChannel =
        Layouts.permute(
                filters.withShape(TensorShape.of(groups, outputs, filter.size(1), rows, columns)),
                0,
                2,
                1,
                3,
                4)
            .withShape(TensorShape.of(groups * filter.size(1), outputs, rows, columns));
    Steps down = new Steps(1, -geometry[1], -geometry[2], sizes[2], rows);
    Steps across = new Steps(1, -geometry[4], -geometry[5], sizes[3], columns);
    NdArray padded = padded(cotangent, geometry[0], geometry[3], down, across);
    for (int i = 0; i < sizes[0] * groups; i++) {
      Patches patches = Patches.of(padded, i * outputs, outputs, down, across);
      add(
          filters(byChannel, i % groups, groups),
          patches,
          false,
          padded,
          places(result, i, groups));
    }
    return result;
  }

  /** The adjoint by the filters, which have the given sizes. */
  public static NdArray conv2dFilters(
      NdArray images, NdArray cotangent, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(images.dtype(), sizes);
    Steps down = steps(images, result.shape(), 2, geometry, 0);
    Steps across = steps(images, result.shape(), 3, geometry, 3);
    NdArray padded = padded(images, 1, 1, down, across);
    int groups = geometry[6];
    for (int i = 0; i < images.shape().size(0) * groups; i++) {
      Patches patches = Patches.of(padded, i * sizes[1], sizes[1], down, across);
      add(places(cotangent, i, groups), patches, true, padded, filters(result, i % groups, groups));
    }
    return result;
  }

  private static Steps steps(NdArray images, TensorShape filter, int axis, int[] geometry, int at) {
    int size = filter.size(axis);
    int reach = geometry[at + 2] * (size - 1) + 1;
    int places = windows(images.shape().size(axis), reach, geometry[at], geometry[at + 1]);
    return new Steps(geometry[at], geometry[at + 1], geometry[at + 2], places, size);
  }

  /** The filters of a group, a row each. */
  private static MatrixView filters(NdArray filters, int group, int groups) {
    TensorShape shape = filters.shape();
    int columns = shape.size(1) * shape.size(2) * shape.size(3);
    return MatrixView.of(filters, group, shape.size(0) / groups, columns);
  }

  /** The filters' results for an image and a group, a row each. */
  private static MatrixView places(NdArray results, int index, int groups) {
    TensorShape shape = results.shape();
    return MatrixView.of(results, index, shape.size(1) / groups, shape.size(2) * shape.size(3));
  }

  private static void add(
      MatrixView left, Patches patches, boolean transposed, NdArray images, MatrixView result) {
    if (images.dtype() == DType.FLOAT32) {
      float[] elements = images.floats();
      MatrixProducts.addFloats(
          left,
          transposed
              ? new Patches.TransposedFloats(patches, elements)
              : new Patches.Floats(patches, elements),
          result,
          FEWEST_ROWS);
    } else {
      double[] elements = images.doubles();
      MatrixProducts.addDoubles(
          left,
          transposed
              ? new Patches.TransposedDoubles(patches, elements)
              : new Patches.Doubles(patches, elements),
          result,
          FEWEST_ROWS);
    }
  }

  /** The images with zeros around them and, where a stride is more than 1, between elements. */
  private static NdArray padded(
      NdArray images, int rowStride, int columnStride, Steps down, Steps across) {
    TensorShape shape = images.shape();
    int rows = (shape.size(2) - 1) * rowStride + 1;
    int columns = (shape.size(3) - 1) * columnStride + 1;
    int top = down.before();
    int left = across.before();
    int height = top + rows + down.after(rows);
    int width = left + columns + across.after(columns);
    if (height == shape.size(2) && width == shape.size(3)) {
      return images;
    }
    NdArray result = Creation.zeros(images.dtype(), shape.size(0), shape.size(1), height, width);
    int lines = shape.size(0) * shape.size(1) * shape.size(2);
    int count = shape.size(3);
    for (int i = 0; i < lines; i++) {
      int row = i / shape.size(2) * height + top + i % shape.size(2) * rowStride;
      int at = row * width + left;
      if (images.dtype() == DType.FLOAT32) {
        Matrices.copy(images.floats(), i * count, 1, result.floats(), at, columnStride, count);
      } else {
        Matrices.copy(images.doubles(), i * count, 1, result.doubles(), at, columnStride, count);
      }
    }
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

  private static int windows(int size, int reach, int stride, int padding) {
    return (size + 2 * padding - reach) / stride + 1;
  }
}
