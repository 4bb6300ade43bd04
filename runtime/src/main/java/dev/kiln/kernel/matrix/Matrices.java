package dev.kiln.kernel.matrix;

import dev.kiln.kernel.ProductLoops;

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
      Matrices.copy(elements, view.at(row, column), view.columnStep(), to, at, 1, columns);
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
          Matrices.copy(elements, from, view.rowStep(), to, j * rows + c, width, rows);
        }
      }
    }
  }

  static void copy(
      double[] from, int start, int step, double[] to, int toStart, int toStep, int count) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(from, start, to, toStart, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toStart + i * toStep] = from[start + i * step];
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
      Matrices.copy(elements, view.at(row, column), view.columnStep(), to, at, 1, columns);
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
          Matrices.copy(elements, from, view.rowStep(), to, j * rows + c, width, rows);
        }
      }
    }
  }

  static void copy(
      float[] from, int start, int step, float[] to, int toStart, int toStep, int count) {
    if (step == 1 && toStep == 1) {
      System.arraycopy(from, start, to, toStart, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      to[toStart + i * toStep] = from[start + i * step];
    }
  }

  // end of copies
}
