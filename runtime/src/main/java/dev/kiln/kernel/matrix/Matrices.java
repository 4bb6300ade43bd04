package dev.kiln.kernel.matrix;

import dev.kiln.kernel.ProductLoops;
import dev.kiln.kernel.elementwise.Elements;

/** Right operands of products, which the loops copy block by block. */
final class Matrices {
  private Matrices() {}

  // double, copied for float

  /** A matrix that need not exist as an array. */
  interface OfDoubles {
    /** Copies so many elements of a row, from a column on. */
    void copy(int row, int column, int columns, double[] to, int at);

    /**
     * Copies a part to panels of {@code width} columns, one after the other, each of which has the
     * elements of its rows next to each other.
     */
    default void pack(int row, int rows, int column, int columns, double[] to, int width) {
      double[] line = new double[columns];
      for (int i = 0; i < rows; i++) {
        copy(row + i, column, columns, line, 0);
        for (int j = 0; j < columns; j += width) {
          System.arraycopy(line, j, to, j * rows + i * width, Math.min(width, columns - j));
        }
      }
    }
  }

  /** A matrix in an array. */
  record Doubles(MatrixView view, double[] elements) implements OfDoubles {
    @Override
    public void copy(int row, int column, int columns, double[] to, int at) {
      Elements.copy(elements, view.at(row, column), view.columnStep(), to, at, 1, columns);
    }

    @Override
    public void pack(int row, int rows, int column, int columns, double[] to, int width) {
      for (int j = 0; j < columns; j += width) {
        int start = view.at(row, column + j);
        int step = view.columnStep();
        if (step == 1 && width <= columns - j) {
          ProductLoops.copy(elements, start, view.rowStep(), rows, to, j * rows);
          continue;
        }
        for (int c = 0; c < Math.min(width, columns - j); c++) {
          int from = start + c * step;
          Elements.copy(elements, from, view.rowStep(), to, j * rows + c, width, rows);
        }
      }
    }
  }

  // copies

  /** A matrix that need not exist as an array. */
  interface OfFloats {
    /** Copies so many elements of a row, from a column on. */
    void copy(int row, int column, int columns, float[] to, int at);

    /**
     * Copies a part to panels of {@code width} columns, one after the other, each of which has the
     * elements of its rows next to each other.
     */
    default void pack(int row, int rows, int column, int columns, float[] to, int width) {
      float[] line = new float[columns];
      for (int i = 0; i < rows; i++) {
        copy(row + i, column, columns, line, 0);
        for (int j = 0; j < columns; j += width) {
          System.arraycopy(line, j, to, j * rows + i * width, Math.min(width, columns - j));
        }
      }
    }
  }

  /** A matrix in an array. */
  record Floats(MatrixView view, float[] elements) implements OfFloats {
    @Override
    public void copy(int row, int column, int columns, float[] to, int at) {
      Elements.copy(elements, view.at(row, column), view.columnStep(), to, at, 1, columns);
    }

    @Override
    public void pack(int row, int rows, int column, int columns, float[] to, int width) {
      for (int j = 0; j < columns; j += width) {
        int start = view.at(row, column + j);
        int step = view.columnStep();
        if (step == 1 && width <= columns - j) {
          ProductLoops.copy(elements, start, view.rowStep(), rows, to, j * rows);
          continue;
        }
        for (int c = 0; c < Math.min(width, columns - j); c++) {
          int from = start + c * step;
          Elements.copy(elements, from, view.rowStep(), to, j * rows + c, width, rows);
        }
      }
    }
  }

  // end of copies

  /** Copies so many elements of three columns to three arrays, or back; rows are a step apart. */
  static void transpose(
      float[] matrix,
      int start,
      int step,
      Object[] rows,
      int first,
      int at,
      int count,
      boolean back) {
    float[] row0 = (float[]) rows[first];
    float[] row1 = (float[]) rows[first + 1];
    float[] row2 = (float[]) rows[first + 2];
    int place = start;
    for (int i = at; i < at + count; i++) {
      if (back) {
        matrix[place] = row0[i];
        matrix[place + 1] = row1[i];
        matrix[place + 2] = row2[i];
      } else {
        row0[i] = matrix[place];
        row1[i] = matrix[place + 1];
        row2[i] = matrix[place + 2];
      }
      place += step;
    }
  }
}
