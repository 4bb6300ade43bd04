package dev.kiln.kernel.matrix;

import dev.kiln.kernel.ProductLoops;

/**
 * The loops of matrix products where vectors are there: blocks of the operands are packed in the
 * order in which the innermost loop reads them. Each element is the same chain of {@link Math#fma}
 * as in {@link PanelProducts}.
 */
final class PackedProducts {
  /** The inner size of a block: a packed column of the right operand fits the first-level cache. */
  private static final int DEPTH = 256;

  /** The rows of a packed block of the left operand, which fits the second-level cache. */
  private static final int HEIGHT = 64;

  /** The columns of a packed block of the right operand. */
  private static final int WIDTH = 1024;

  private static final int ROWS = ProductLoops.ROWS;

  private PackedProducts() {}

  // double, copied for float

  /** Adds the product to the result, whose chains go on. */
  static void doubles(MatrixView left, Matrices.OfDoubles right, MatrixView result) {
    int rows = left.rows();
    int inner = left.columns();
    int panel = ProductLoops.widthOfDoubles();
    int width = Math.min(roundedUp(result.columns(), panel), WIDTH);
    int depth = Math.min(inner, DEPTH);
    double[] from = left.array().doubles();
    double[] to = result.array().doubles();
    double[] packedRight = new double[width * depth];
    double[] packedLeft = new double[Math.min(roundedUp(rows, ROWS), HEIGHT) * depth];
    double[] tile = new double[ROWS * panel];
    for (int column = 0; column < result.columns(); column += width) {
      int n = Math.min(width, result.columns() - column);
      for (int k = 0; k < inner; k += depth) {
        int count = Math.min(depth, inner - k);
        right.pack(k, count, column, n, packedRight, panel);
        for (int row = 0; row < rows; row += HEIGHT) {
          int m = Math.min(HEIGHT, rows - row);
          packLeft(from, left, row, m, k, count, packedLeft);
          for (int j = 0; j < n; j += panel) {
            for (int i = 0; i < m; i += ROWS) {
              int at = result.at(row + i, column + j);
              int height = Math.min(ROWS, m - i);
              int length = Math.min(panel, n - j);
              if (height == ROWS && length == panel && result.columnStep() == 1) {
                ProductLoops.add(
                    packedLeft, i * count, packedRight, j * count, count, to, at, result.rowStep());
                continue;
              }
              copyTile(to, at, result.rowStep(), result.columnStep(), height, length, tile, true);
              ProductLoops.add(
                  packedLeft, i * count, packedRight, j * count, count, tile, 0, panel);
              copyTile(to, at, result.rowStep(), result.columnStep(), height, length, tile, false);
            }
          }
        }
      }
    }
  }

  /** The part of a tile that is in the result, between the two. */
  private static void copyTile(
      double[] result,
      int at,
      int rowStep,
      int columnStep,
      int height,
      int length,
      double[] tile,
      boolean toTile) {
    int panel = tile.length / ROWS;
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < length; j++) {
        int there = at + i * rowStep + j * columnStep;
        if (toTile) {
          tile[i * panel + j] = result[there];
        } else {
          result[there] = tile[i * panel + j];
        }
      }
    }
  }

  private static void packLeft(
      double[] from, MatrixView left, int row, int rows, int k, int count, double[] packed) {
    int step = left.columnStep();
    for (int i = 0; i < rows; i++) {
      int at = left.at(row + i, k);
      int to = i / ROWS * ROWS * count + i % ROWS;
      for (int c = 0; c < count; c++) {
        packed[to + c * ROWS] = from[at + c * step];
      }
    }
  }

  // copies

  /** Adds the product to the result, whose chains go on. */
  static void floats(MatrixView left, Matrices.OfFloats right, MatrixView result) {
    int rows = left.rows();
    int inner = left.columns();
    int panel = ProductLoops.widthOfFloats();
    int width = Math.min(roundedUp(result.columns(), panel), WIDTH);
    int depth = Math.min(inner, DEPTH);
    float[] from = left.array().floats();
    float[] to = result.array().floats();
    float[] packedRight = new float[width * depth];
    float[] packedLeft = new float[Math.min(roundedUp(rows, ROWS), HEIGHT) * depth];
    float[] tile = new float[ROWS * panel];
    for (int column = 0; column < result.columns(); column += width) {
      int n = Math.min(width, result.columns() - column);
      for (int k = 0; k < inner; k += depth) {
        int count = Math.min(depth, inner - k);
        right.pack(k, count, column, n, packedRight, panel);
        for (int row = 0; row < rows; row += HEIGHT) {
          int m = Math.min(HEIGHT, rows - row);
          packLeft(from, left, row, m, k, count, packedLeft);
          for (int j = 0; j < n; j += panel) {
            for (int i = 0; i < m; i += ROWS) {
              int at = result.at(row + i, column + j);
              int height = Math.min(ROWS, m - i);
              int length = Math.min(panel, n - j);
              if (height == ROWS && length == panel && result.columnStep() == 1) {
                ProductLoops.add(
                    packedLeft, i * count, packedRight, j * count, count, to, at, result.rowStep());
                continue;
              }
              copyTile(to, at, result.rowStep(), result.columnStep(), height, length, tile, true);
              ProductLoops.add(
                  packedLeft, i * count, packedRight, j * count, count, tile, 0, panel);
              copyTile(to, at, result.rowStep(), result.columnStep(), height, length, tile, false);
            }
          }
        }
      }
    }
  }

  /** The part of a tile that is in the result, between the two. */
  private static void copyTile(
      float[] result,
      int at,
      int rowStep,
      int columnStep,
      int height,
      int length,
      float[] tile,
      boolean toTile) {
    int panel = tile.length / ROWS;
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < length; j++) {
        int there = at + i * rowStep + j * columnStep;
        if (toTile) {
          tile[i * panel + j] = result[there];
        } else {
          result[there] = tile[i * panel + j];
        }
      }
    }
  }

  private static void packLeft(
      float[] from, MatrixView left, int row, int rows, int k, int count, float[] packed) {
    int step = left.columnStep();
    for (int i = 0; i < rows; i++) {
      int at = left.at(row + i, k);
      int to = i / ROWS * ROWS * count + i % ROWS;
      for (int c = 0; c < count; c++) {
        packed[to + c * ROWS] = from[at + c * step];
      }
    }
  }

  // end of copies

  private static int roundedUp(int size, int multiple) {
    return (size + multiple - 1) / multiple * multiple;
  }
}
