package dev.kiln.kernel.matrix;

import dev.kiln.array.NdArray;

/** A matrix in an array: element i, j is at {@code start + i * rowStep + j * columnStep}. */
record MatrixView(NdArray array, int start, int rows, int columns, int rowStep, int columnStep) {

  /** One of the matrices in the last two dimensions. */
  static MatrixView of(NdArray array, int index) {
    int rows = array.shape().size(-2);
    int columns = array.shape().size(-1);
    return of(array, index, rows, columns);
  }

  /** One of the matrices of so many rows and columns. */
  static MatrixView of(NdArray array, int index, int rows, int columns) {
    return new MatrixView(array, index * rows * columns, rows, columns, columns, 1);
  }

  /** All of the matrices in the last two dimensions, one below the other. */
  static MatrixView stacked(NdArray array) {
    int columns = array.shape().size(-1);
    return of(array, 0, array.shape().elements() / columns, columns);
  }

  MatrixView transposed() {
    return new MatrixView(array, start, columns, rows, columnStep, rowStep);
  }

  MatrixView row(int i) {
    return rows(i, i + 1);
  }

  /** The rows from one on, to before another one. */
  MatrixView rows(int from, int to) {
    return new MatrixView(array, at(from, 0), to - from, columns, rowStep, columnStep);
  }

  /** The columns from one on, to before another one. */
  MatrixView columns(int from, int to) {
    return new MatrixView(array, at(0, from), rows, to - from, rowStep, columnStep);
  }

  /** The columns from one on. */
  MatrixView from(int column) {
    return columns(column, columns);
  }

  int at(int i, int j) {
    return start + i * rowStep + j * columnStep;
  }
}
