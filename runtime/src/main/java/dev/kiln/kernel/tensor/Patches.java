package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import java.util.Arrays;

/**
 * The elements that convolutions multiply, as matrices that do not exist as arrays. Element k, p of
 * a matrix belongs to place k in the filter (by channel, row and column) and place p in the result
 * (by row and column). It is 0 outside of the image.
 *
 * @param start where the first channel begins in the array of the images
 * @param rows the rows of the images, and {@code columns} their columns
 * @param resultColumns the columns of the result
 */
record Patches(
    int start,
    int rows,
    int columns,
    int filterRows,
    int filterColumns,
    int resultColumns,
    Steps down,
    Steps across) {

  /** Element {@code place * stride - padding + inFilter * dilation} of an image. */
  record Steps(int stride, int padding, int dilation) {
    int at(int place, int inFilter) {
      return place * stride - padding + inFilter * dilation;
    }

    /** The first place whose element is not before the given one. */
    int firstPlace(int element, int inFilter) {
      return -Math.floorDiv(inFilter * dilation - padding - element, stride);
    }
  }

  /** Of the channels of one group of an image. */
  static Patches of(
      NdArray images,
      int index,
      int groups,
      TensorShape filter,
      int resultColumns,
      Steps down,
      Steps across) {
    TensorShape shape = images.shape();
    int rows = shape.size(2);
    int columns = shape.size(3);
    int start = index * (shape.size(1) / groups) * rows * columns;
    return new Patches(
        start, rows, columns, filter.size(2), filter.size(3), resultColumns, down, across);
  }

  // double, copied for float

  /** The matrix. */
  record Doubles(Patches patches, double[] images) implements Matrices.OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      patches.copyRow(images, row, column, columns, to, at);
    }
  }

  private void copyRow(double[] images, int k, int place, int count, double[] to, int at) {
    int inColumn = k % filterColumns;
    int inRow = k / filterColumns % filterRows;
    int plane = start + k / (filterRows * filterColumns) * rows * columns;
    int before = across.firstPlace(0, inColumn);
    int after = across.firstPlace(columns, inColumn);
    int end = place + count;
    int next = place;
    while (next < end) {
      int column = next % resultColumns;
      int length = Math.min(resultColumns - column, end - next);
      int row = down.at(next / resultColumns, inRow);
      int out = at + next - place - column;
      int last = column + length;
      int first = row < 0 || row >= rows ? last : Math.max(column, Math.min(before, last));
      int beyond = Math.max(first, Math.min(after, last));
      Arrays.fill(to, out + column, out + first, 0);
      int from = plane + row * columns + across.at(0, inColumn);
      if (across.stride() == 1) {
        if (beyond > first) {
          System.arraycopy(images, from + first, to, out + first, beyond - first);
        }
      } else {
        for (int c = first; c < beyond; c++) {
          to[out + c] = images[from + c * across.stride()];
        }
      }
      Arrays.fill(to, out + beyond, out + last, 0);
      next += length;
    }
  }

  /** The transposed matrix. */
  record TransposedDoubles(Patches patches, double[] images) implements Matrices.OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      patches.copyColumn(images, row, column, columns, to, at);
    }
  }

  private void copyColumn(double[] images, int place, int k, int count, double[] to, int at) {
    int row = down.at(place / resultColumns, 0);
    int column = across.at(place % resultColumns, 0);
    int inColumn = k % filterColumns;
    int inRow = k / filterColumns % filterRows;
    int plane = start + k / (filterRows * filterColumns) * rows * columns;
    for (int i = 0; i < count; i++) {
      int r = row + inRow * down.dilation();
      int c = column + inColumn * across.dilation();
      boolean isInside = r >= 0 && r < rows && c >= 0 && c < columns;
      to[at + i] = isInside ? images[plane + r * columns + c] : 0;
      if (++inColumn == filterColumns) {
        inColumn = 0;
        if (++inRow == filterRows) {
          inRow = 0;
          plane += rows * columns;
        }
      }
    }
  }

  // copies

  /** The matrix. */
  record Floats(Patches patches, float[] images) implements Matrices.OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      patches.copyRow(images, row, column, columns, to, at);
    }
  }

  private void copyRow(float[] images, int k, int place, int count, float[] to, int at) {
    int inColumn = k % filterColumns;
    int inRow = k / filterColumns % filterRows;
    int plane = start + k / (filterRows * filterColumns) * rows * columns;
    int before = across.firstPlace(0, inColumn);
    int after = across.firstPlace(columns, inColumn);
    int end = place + count;
    int next = place;
    while (next < end) {
      int column = next % resultColumns;
      int length = Math.min(resultColumns - column, end - next);
      int row = down.at(next / resultColumns, inRow);
      int out = at + next - place - column;
      int last = column + length;
      int first = row < 0 || row >= rows ? last : Math.max(column, Math.min(before, last));
      int beyond = Math.max(first, Math.min(after, last));
      Arrays.fill(to, out + column, out + first, 0);
      int from = plane + row * columns + across.at(0, inColumn);
      if (across.stride() == 1) {
        if (beyond > first) {
          System.arraycopy(images, from + first, to, out + first, beyond - first);
        }
      } else {
        for (int c = first; c < beyond; c++) {
          to[out + c] = images[from + c * across.stride()];
        }
      }
      Arrays.fill(to, out + beyond, out + last, 0);
      next += length;
    }
  }

  /** The transposed matrix. */
  record TransposedFloats(Patches patches, float[] images) implements Matrices.OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      patches.copyColumn(images, row, column, columns, to, at);
    }
  }

  private void copyColumn(float[] images, int place, int k, int count, float[] to, int at) {
    int row = down.at(place / resultColumns, 0);
    int column = across.at(place % resultColumns, 0);
    int inColumn = k % filterColumns;
    int inRow = k / filterColumns % filterRows;
    int plane = start + k / (filterRows * filterColumns) * rows * columns;
    for (int i = 0; i < count; i++) {
      int r = row + inRow * down.dilation();
      int c = column + inColumn * across.dilation();
      boolean isInside = r >= 0 && r < rows && c >= 0 && c < columns;
      to[at + i] = isInside ? images[plane + r * columns + c] : 0;
      if (++inColumn == filterColumns) {
        inColumn = 0;
        if (++inRow == filterRows) {
          inRow = 0;
          plane += rows * columns;
        }
      }
    }
  }

  // end of copies
}
