package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Patches.Steps;

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
  private Convolutions() {}

  /** The convolution, {@code [n, o, rows, columns]}. */
  public static NdArray conv2d(NdArray images, NdArray filters, int... geometry) {
    TensorShape filter = filters.shape();
    int rows = windows(images, filters, 2, geometry, 0);
    int columns = windows(images, filters, 3, geometry, 3);
    NdArray result =
        Creation.zeros(images.dtype(), images.shape().size(0), filter.size(0), rows, columns);
    Steps down = new Steps(geometry[0], geometry[1], geometry[2]);
    Steps across = new Steps(geometry[3], geometry[4], geometry[5]);
    int groups = geometry[6];
    for (int i = 0; i < images.shape().size(0) * groups; i++) {
      Patches patches = Patches.of(images, i, groups, filter, columns, down, across);
      add(
          filters(filters, i % groups, groups),
          patches,
          false,
          images,
          channels(result, i, groups));
    }
    return result;
  }

  /** The adjoint by the images, which have the given sizes. */
  public static NdArray conv2dImages(
      NdArray cotangent, NdArray filters, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(cotangent.dtype(), sizes);
    int groups = geometry[6];
    TensorShape filter = filters.shape();
    int[] grouped = {
      groups, filter.size(0) / groups, filter.size(1), filter.size(2), filter.size(3)
    };
    // the filters of a channel next to each other
    NdArray transposed =
        Layouts.permute(filters.withShape(TensorShape.of(grouped)), 0, 2, 1, 3, 4)
            .withShape(
                TensorShape.of(
                    groups * filter.size(1), grouped[1], filter.size(2), filter.size(3)));
    NdArray spread = spread(cotangent, geometry[0], geometry[3]);
    Steps down = new Steps(1, -geometry[1], -geometry[2]);
    Steps across = new Steps(1, -geometry[4], -geometry[5]);
    for (int i = 0; i < sizes[0] * groups; i++) {
      Patches patches = Patches.of(spread, i, groups, filter, sizes[3], down, across);
      add(
          filters(transposed, i % groups, groups),
          patches,
          false,
          spread,
          channels(result, i, groups));
    }
    return result;
  }

  /** The adjoint by the filters, which have the given sizes. */
  public static NdArray conv2dFilters(
      NdArray images, NdArray cotangent, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(images.dtype(), sizes);
    Steps down = new Steps(geometry[0], geometry[1], geometry[2]);
    Steps across = new Steps(geometry[3], geometry[4], geometry[5]);
    int groups = geometry[6];
    int columns = cotangent.shape().size(3);
    for (int i = 0; i < images.shape().size(0) * groups; i++) {
      Patches patches = Patches.of(images, i, groups, result.shape(), columns, down, across);
      add(
          channels(cotangent, i, groups),
          patches,
          true,
          images,
          filters(result, i % groups, groups));
    }
    return result;
  }

  /** The filters of a group, a row each. */
  private static MatrixView filters(NdArray filters, int group, int groups) {
    TensorShape shape = filters.shape();
    int columns = shape.size(1) * shape.size(2) * shape.size(3);
    return MatrixView.of(filters, group, shape.size(0) / groups, columns);
  }

  /** The channels of a group of an image, a row each. */
  private static MatrixView channels(NdArray images, int index, int groups) {
    TensorShape shape = images.shape();
    return MatrixView.of(images, index, shape.size(1) / groups, shape.size(2) * shape.size(3));
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
          result);
    } else {
      double[] elements = images.doubles();
      MatrixProducts.addDoubles(
          left,
          transposed
              ? new Patches.TransposedDoubles(patches, elements)
              : new Patches.Doubles(patches, elements),
          result);
    }
  }

  /** Zeros between the rows and the columns, where the stride is greater than 1. */
  private static NdArray spread(NdArray array, int rowStride, int columnStride) {
    if (rowStride == 1 && columnStride == 1) {
      return array;
    }
    TensorShape shape = array.shape();
    int rows = (shape.size(2) - 1) * rowStride + 1;
    int columns = (shape.size(3) - 1) * columnStride + 1;
    NdArray result = Creation.zeros(array.dtype(), shape.size(0), shape.size(1), rows, columns);
    for (int i = 0; i < array.shape().elements(); i++) {
      int row = i / shape.size(3);
      int at =
          (row / shape.size(2) * rows + row % shape.size(2) * rowStride) * columns
              + i % shape.size(3) * columnStride;
      if (array.dtype() == DType.FLOAT32) {
        result.floats()[at] = array.floats()[i];
      } else {
        result.doubles()[at] = array.doubles()[i];
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

  private static int windows(NdArray images, NdArray filters, int axis, int[] geometry, int at) {
    int reach = geometry[at + 2] * (filters.shape().size(axis) - 1) + 1;
    return windows(images.shape().size(axis), reach, geometry[at], geometry[at + 1]);
  }

  private static int windows(int size, int reach, int stride, int padding) {
    return (size + 2 * padding - reach) / stride + 1;
  }
}
