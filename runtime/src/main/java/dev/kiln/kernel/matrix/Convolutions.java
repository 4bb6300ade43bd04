package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.RecycledArrays;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.Parallelism;
import dev.kiln.kernel.elementwise.Elements;
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

  /** Small images are taken together, up to so many places, since short rows are slow. */
  private static final int PLACES = 512;

  /** A comparison takes as long as so many multiplications. */
  private static final int COMPARISON = 8;

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
    correlate(padded, filters, geometry[6], down, across, result);
    return withoutCopy(result, padded, images);
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
    correlate(padded, byChannel, groups, down, across, result);
    return withoutCopy(result, padded, cotangent);
  }

  /** Adds to zeros, for each image and group, the products of its filters and patches. */
  private static void correlate(
      NdArray padded, NdArray filters, int groups, Steps down, Steps across, NdArray result) {
    int images = padded.shape().size(0) * groups;
    int rows = down.places();
    long filterSize = filters.shape().elements() / filters.shape().size(0);
    Parallelism threads = Parallelism.of(result.shape().elements() * filterSize);
    if (threads == null) {
      correlate(padded, filters, groups, down, across, result, 0, images, 0, rows);
    } else if (images < threads.threads()) {
      threads.divide(
          rows,
          rows,
          (from, to) ->
              correlate(padded, filters, groups, down, across, result, 0, images, from, to));
    } else {
      threads.divide(
          images,
          1 + PLACES / Math.max(1, rows * across.places()),
          (from, to) ->
              correlate(padded, filters, groups, down, across, result, from, to, 0, rows));
    }
  }

  /** Those of some images, by group and image, and of these some rows of the result. */
  private static void correlate(
      NdArray padded,
      NdArray filters,
      int groups,
      Steps down,
      Steps across,
      NdArray result,
      int firstImage,
      int endImage,
      int firstRow,
      int endRow) {
    int batch = padded.shape().size(0);
    int outputs = filters.shape().size(0) / groups;
    int together = 1;
    for (int i = firstImage; i < endImage; i += together) {
      int group = i / batch;
      int first = i % batch;
      Patches patches =
          Patches.of(padded, first, group, filters.shape().size(1), down, across, true)
              .rows(firstRow, down.places() - endRow);
      int next = Math.min(batch - first, endImage - i);
      together = Math.max(1, Math.min(next, PLACES / Math.max(1, patches.places())));
      NdArray block = Creation.zeros(padded.dtype(), outputs, together * patches.places());
      add(filters(filters, group, groups), patches, false, padded, MatrixView.of(block, 0));
      int line = across.places();
      for (int j = 0; j < outputs * together; j++) {
        int from = j * patches.places();
        int image = first + j % together;
        int plane = (image * groups + group) * outputs + j / together;
        int to = (plane * down.places() + firstRow) * line;
        for (int row = firstRow; row < endRow; row++) {
          Elements.copy(block.elements(), from, 1, result.elements(), to, 1, line);
          from += patches.resultColumns();
          to += line;
        }
      }
      RecycledArrays.recycle(block);
    }
  }

  /** The adjoint by the filters, which have the given sizes. */
  public static NdArray conv2dFilters(
      NdArray images, NdArray cotangent, int[] geometry, int... sizes) {
    NdArray result = Creation.zeros(images.dtype(), sizes);
    Steps down = steps(images, result.shape(), 2, geometry, 0);
    Steps across = steps(images, result.shape(), 3, geometry, 3);
    NdArray padded = padded(images, 1, 1, down, across);
    int groups = geometry[6];
    int filterSize = sizes[1] * sizes[2] * sizes[3];
    int columns = groups * filterSize;
    Parallelism threads = Parallelism.of((long) cotangent.shape().elements() * filterSize);
    if (threads == null) {
      addFilters(padded, cotangent, groups, down, across, result, 0, columns);
    } else {
      threads.divide(
          columns,
          columns,
          (from, to) -> addFilters(padded, cotangent, groups, down, across, result, from, to));
    }
    return withoutCopy(result, padded, images);
  }

  /** Adds, of each filter of each group, some of the elements, by group and place in the filter. */
  private static void addFilters(
      NdArray padded,
      NdArray cotangent,
      int groups,
      Steps down,
      Steps across,
      NdArray result,
      int from,
      int to) {
    int filterSize = result.shape().elements() / result.shape().size(0);
    for (int group = 0; group < groups; group++) {
      int first = Math.max(0, from - group * filterSize);
      int end = Math.min(filterSize, to - group * filterSize);
      if (first < end) {
        Patches patches =
            Patches.of(padded, 0, group, result.shape().size(1), down, across, false)
                .filterPlaces(first, end);
        MatrixView filters = filters(result, group, groups).columns(first, end);
        for (int i = 0; i < padded.shape().size(0); i++) {
          MatrixView places = places(cotangent, i * groups + group, groups);
          add(places, patches.image(i), true, padded, filters);
        }
      }
    }
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
          left, new Patches.Floats(patches, elements, transposed), result, FEWEST_ROWS, false);
    } else {
      double[] elements = images.doubles();
      MatrixProducts.addDoubles(
          left, new Patches.Doubles(patches, elements, transposed), result, FEWEST_ROWS, false);
    }
  }

  /** The result, when the copy of what it was computed from, if there is one, is done with. */
  private static NdArray withoutCopy(NdArray result, NdArray copy, NdArray original) {
    if (copy != original) {
      RecycledArrays.recycle(copy);
    }
    return result;
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
      Elements.copy(images.elements(), i * count, 1, result.elements(), at, columnStride, count);
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
    int places = resultRows * resultColumns;
    int[] starts = new int[places];
    for (int i = 0; i < places; i++) {
      starts[i] = i / resultColumns * geometry[1] * columns + i % resultColumns * geometry[4];
    }
    int planes = shape.size(0) * shape.size(1);
    long compared = (long) positions.length * geometry[0] * geometry[3];
    Parallelism threads = Parallelism.of(COMPARISON * compared);
    if (threads == null) {
      maxima(operand, geometry, starts, resultColumns, positions, 0, planes);
    } else {
      threads.divide(
          planes,
          1,
          (from, to) -> maxima(operand, geometry, starts, resultColumns, positions, from, to));
    }
    return NdArray.of(resultShape, positions);
  }

  /** Stores the positions for the windows of some planes. */
  private static void maxima(
      NdArray operand,
      int[] geometry,
      int[] starts,
      int resultColumns,
      int[] positions,
      int from,
      int to) {
    int rows = operand.shape().size(2);
    int columns = operand.shape().size(3);
    int places = starts.length;
    boolean isPadded = geometry[2] > 0 || geometry[5] > 0;
    for (int i = from * places; i < to * places; i++) {
      int plane = i / places;
      if (i % places == 0
          && !isPadded
          && operand.elements() instanceof float[] floats
          && maxima(floats, plane * rows * columns, starts, columns, geometry, positions, i)) {
        i += places - 1;
        continue;
      }
      int top = i % places / resultColumns * geometry[1] - geometry[2];
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
  }

  /** Stores the positions for the windows of a plane, and returns whether there was no NaN. */
  private static boolean maxima(
      float[] from, int plane, int[] starts, int columns, int[] geometry, int[] to, int toAt) {
    float sum = 0;
    for (int i = 0; i < starts.length; i++) {
      to[toAt + i] = plane + starts[i];
    }
    for (int r = 0; r < geometry[0]; r++) {
      for (int c = 0; c < geometry[3]; c++) {
        sum += compare(from, plane + r * columns + c, starts, to, toAt);
      }
    }
    return !Float.isNaN(sum);
  }

  /** Compares with one element of each window, and returns the sum of these. */
  private static float compare(float[] from, int offset, int[] starts, int[] to, int toAt) {
    float sum = 0;
    for (int i = 0; i < starts.length; i++) {
      int at = offset + starts[i];
      int best = to[toAt + i];
      sum += from[at];
      to[toAt + i] = from[at] > from[best] ? at : best;
    }
    return sum;
  }

  private static int windows(int size, int reach, int stride, int padding) {
    return (size + 2 * padding - reach) / stride + 1;
  }
}
