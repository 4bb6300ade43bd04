package dev.kiln.kernel.matrix;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Elements;
import java.util.Arrays;

/**
 * The elements that a convolution multiplies, as a matrix that does not exist as an array. Element
 * k, p of it belongs to place k in the filter (by channel, row and column) and to place p in the
 * result (by image, row and column).
 *
 * @param start where the channels begin in the array of the images
 * @param offsets how far the element of each place in the filter lies behind that of the place in
 *     the result
 * @param resultColumns the columns of the result
 * @param rowStep how far the next row of the result lies behind one
 * @param columnStep how far the next column of the result lies behind one
 * @param places the places of an image
 * @param imageStep how far the next image lies behind one
 */
record Patches(
    int start,
    int[] offsets,
    int resultColumns,
    int rowStep,
    int columnStep,
    int places,
    int imageStep) {

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

  /**
   * Of the channels of a group, in padded images from one on.
   *
   * @param mayExceed whether rows of the result may go on to the end of the images' rows, where
   *     this makes them consecutive and not much longer
   */
  static Patches of(
      NdArray padded,
      int image,
      int group,
      int channels,
      Steps down,
      Steps across,
      boolean mayExceed) {
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
    int rowStep = down.stride() * columns;
    int imageStep = shape.size(1) * plane;
    boolean exceeds = mayExceed && across.stride() == 1 && rowStep < 2 * across.places();
    int resultColumns = exceeds ? rowStep : across.places();
    return new Patches(
        image * imageStep + group * channels * plane,
        offsets,
        resultColumns,
        rowStep,
        across.stride(),
        (down.places() - 1) * resultColumns + across.places(),
        imageStep);
  }

  /** Those of the rows of the result from one on, without so many last rows. */
  Patches rows(int from, int without) {
    return from(start + from * rowStep, offsets, places - (from + without) * resultColumns);
  }

  /** Those of the places in the filter from one on, to before another one. */
  Patches filterPlaces(int from, int to) {
    return from(start, Arrays.copyOfRange(offsets, from, to), places);
  }

  /** Those of the image that comes so many images later. */
  Patches image(int later) {
    return from(start + later * imageStep, offsets, places);
  }

  private Patches from(int start, int[] offsets, int places) {
    return new Patches(start, offsets, resultColumns, rowStep, columnStep, places, imageStep);
  }

  /** Copies so many elements of a row of the matrix, from a column on. */
  private void copy(Object images, int row, int column, int columns, Object to, int at) {
    int image = column / places;
    int place = column % places;
    for (int done = 0; done < columns; place = 0, image++) {
      int end = Math.min(columns, done + places - place);
      int inRow = place % resultColumns;
      int line = start + offsets[row] + image * imageStep;
      line += place / resultColumns * rowStep;
      while (done < end) {
        int rest = rowsAreConsecutive() ? end : resultColumns - inRow;
        int count = Math.min(rest, end - done);
        Elements.copy(images, line + inRow * columnStep, columnStep, to, at + done, 1, count);
        done += count;
        inRow = 0;
        line += rowStep;
      }
    }
  }

  private boolean rowsAreConsecutive() {
    return columnStep == 1 && resultColumns == rowStep;
  }

  // double, copied for float

  /** The matrix, or the transposed one. */
  record Doubles(Patches patches, double[] images, boolean isTransposed)
      implements Matrices.OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      if (!isTransposed) {
        patches.copy(images, row, column, columns, to, at);
        return;
      }
      int[] offsets = patches.offsets();
      int place = row % patches.resultColumns() * patches.columnStep();
      int start = patches.start() + row / patches.resultColumns() * patches.rowStep() + place;
      for (int i = 0; i < columns; i++) {
        to[at + i] = images[start + offsets[column + i]];
      }
    }
  }

  // copies

  /** The matrix, or the transposed one. */
  record Floats(Patches patches, float[] images, boolean isTransposed)
      implements Matrices.OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      if (!isTransposed) {
        patches.copy(images, row, column, columns, to, at);
        return;
      }
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
