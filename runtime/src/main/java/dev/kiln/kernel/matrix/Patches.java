package dev.kiln.kernel.matrix;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;

/**
 * The elements that a convolution multiplies, as a matrix that does not exist as an array. Element
 * k, p of it belongs to place k in the filter (by channel, row and column) and to place p in the
 * result (by row and column).
 *
 * @param start where the channels begin in the array of the images
 * @param offsets how far the element of each place in the filter lies behind that of the place in
 *     the result
 * @param resultColumns the columns of the result
 * @param rowStep how far the next row of the result lies behind one
 * @param columnStep how far the next column of the result lies behind one
 */
record Patches(int start, int[] offsets, int resultColumns, int rowStep, int columnStep) {

  /**
   * Which rows, or columns, of an image belong to which places.
   *
   * @param places the places in the result
   * @param filterPlaces the places in the filter
   */
  record Steps(int stride, int padding, int dilation, int places, int filterPlaces) {
    private int reach() {
      return (filterPlaces - 1) * dilation;
    }

    /** How many rows are missing before the first one. */
    int before() {
      return Math.max(0, padding - Math.min(0, reach()));
    }

    /** How many rows are missing after the last one. */
    int after(int rows) {
      return Math.max(0, (places - 1) * stride - padding + Math.max(0, reach()) - (rows - 1));
    }
  }

  /** Of some channels of padded images. */
  static Patches of(NdArray padded, int firstChannel, int channels, Steps down, Steps across) {
    TensorShape shape = padded.shape();
    int columns = shape.size(3);
    int plane = shape.size(2) * columns;
    int[] offsets = new int[channels * down.filterPlaces() * across.filterPlaces()];
    for (int k = 0; k < offsets.length; k++) {
      int row = k / across.filterPlaces() % down.filterPlaces();
      int column = k % across.filterPlaces();
      offsets[k] =
          k / (down.filterPlaces() * across.filterPlaces()) * plane
              + (down.before() - down.padding() + row * down.dilation()) * columns
              + (across.before() - across.padding() + column * across.dilation());
    }
    return new Patches(
        firstChannel * plane, offsets, across.places(), down.stride() * columns, across.stride());
  }

  // double, copied for float

  /** The matrix. */
  record Doubles(Patches patches, double[] images) implements Matrices.OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      int resultColumns = patches.resultColumns();
      int inRow = column % resultColumns;
      int start = patches.start() + patches.offsets()[row];
      int from = start + column / resultColumns * patches.rowStep();
      for (int done = 0; done < columns; ) {
        int count = Math.min(resultColumns - inRow, columns - done);
        int step = patches.columnStep();
        Matrices.copy(images, from + inRow * step, step, to, at + done, 1, count);
        done += count;
        inRow = 0;
        from += patches.rowStep();
      }
    }
  }

  /** The transposed matrix. */
  record TransposedDoubles(Patches patches, double[] images) implements Matrices.OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      int[] offsets = patches.offsets();
      int place = row % patches.resultColumns() * patches.columnStep();
      int start = patches.start() + row / patches.resultColumns() * patches.rowStep() + place;
      for (int i = 0; i < columns; i++) {
        to[at + i] = images[start + offsets[column + i]];
      }
    }
  }

  // copies

  /** The matrix. */
  record Floats(Patches patches, float[] images) implements Matrices.OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      int resultColumns = patches.resultColumns();
      int inRow = column % resultColumns;
      int start = patches.start() + patches.offsets()[row];
      int from = start + column / resultColumns * patches.rowStep();
      for (int done = 0; done < columns; ) {
        int count = Math.min(resultColumns - inRow, columns - done);
        int step = patches.columnStep();
        Matrices.copy(images, from + inRow * step, step, to, at + done, 1, count);
        done += count;
        inRow = 0;
        from += patches.rowStep();
      }
    }
  }

  /** The transposed matrix. */
  record TransposedFloats(Patches patches, float[] images) implements Matrices.OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      int[] offsets = patches.offsets();
      int place = row % patches.resultColumns() * patches.columnStep();
      int start = patches.start() + row / patches.resultColumns() * patches.rowStep() + place;
      for (int i = 0; i < columns; i++) {
        to[at + i] = images[start + offsets[column + i]];
      }
    }
  }

  // end of copies
}
