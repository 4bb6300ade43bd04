package dev.kiln.kernel.tensor;

import dev.kiln.kernel.InnerLoops;
import dev.kiln.kernel.ProductLoops;

/** Right operands of products, which the loops copy block by block. */
final class Matrices {
  private Matrices() {}

  // double, copied for float

  /** A matrix that need not exist as an array. */
  interface OfDoubles {
    /** Copies a part of so many rows and columns, to rows that are {@code step} apart. */
    void copy(int row, int rows, int column, int columns, double[] to, int at, int step);
  }

  /** A matrix in an array. */
  record Doubles(MatrixView view, double[] elements) implements OfDoubles {
    @Override
    public void copy(int row, int rows, int column, int columns, double[] to, int at, int step) {
      int start = view.at(row, column);
      if (view.columnStep() == 1) {
        if (InnerLoops.VECTORS && columns == step && columns == ProductLoops.widthOfDoubles()) {
          ProductLoops.copy(elements, start, view.rowStep(), rows, to, at);
          return;
        }
        for (int i = 0; i < rows; i++) {
          System.arraycopy(elements, start + i * view.rowStep(), to, at + i * step, columns);
        }
      } else if (rows == 1) {
        Matrices.copy(elements, start, view.columnStep(), to, at, 1, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          int from = start + j * view.columnStep();
          Matrices.copy(elements, from, view.rowStep(), to, at + j, step, rows);
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
    /** Copies a part of so many rows and columns, to rows that are {@code step} apart. */
    void copy(int row, int rows, int column, int columns, float[] to, int at, int step);
  }

  /** A matrix in an array. */
  record Floats(MatrixView view, float[] elements) implements OfFloats {
    @Override
    public void copy(int row, int rows, int column, int columns, float[] to, int at, int step) {
      int start = view.at(row, column);
      if (view.columnStep() == 1) {
        if (InnerLoops.VECTORS && columns == step && columns == ProductLoops.widthOfFloats()) {
          ProductLoops.copy(elements, start, view.rowStep(), rows, to, at);
          return;
        }
        for (int i = 0; i < rows; i++) {
          System.arraycopy(elements, start + i * view.rowStep(), to, at + i * step, columns);
        }
      } else if (rows == 1) {
        Matrices.copy(elements, start, view.columnStep(), to, at, 1, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          int from = start + j * view.columnStep();
          Matrices.copy(elements, from, view.rowStep(), to, at + j, step, rows);
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
