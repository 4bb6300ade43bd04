package dev.kiln.kernel.matrix;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.elementwise.Elements;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The loops of matrix products. Each element of a result is one chain of {@link Math#fma} along the
 * inner dimension, so that the bits do not depend on which of these loops computes it.
 *
 * <p>A block of the right operand is copied to arrays of its rows. HotSpot uses vector instructions
 * where each array of a loop is a variable of its own and is indexed by the counter alone; so the
 * sums of three rows of the result, in arrays of their own, are increased by three rows of the
 * block at a time. On JDK 17 it uses none in a loop over more than six arrays.
 */
final class PanelProducts {
  /**
   * The columns of a block: three rows of sums and three of the block fit the first-level cache.
   */
  private static final int WIDTH = 512;

  /** The rows of a block, which fits the second-level cache. */
  private static final int DEPTH = 132;

  /** Where the rows of a block are used only once, the first-level cache must hold them. */
  private static final int DEPTH_OF_FEW_ROWS = 8;

  /** So many elements of a row are copied before those of the next row. */
  private static final int COPIED = 256;

  /** The rows of the result that are computed together. */
  private static final int ROWS = 3;

  /** The threads that find arrays to use again. */
  private static final int KEPT = 8;

  /** Arrays that the next calls use again, since making them takes longer than small products. */
  private static final AtomicReferenceArray<Object[]> DOUBLES = new AtomicReferenceArray<>(KEPT);

  private static final AtomicReferenceArray<Object[]> FLOATS = new AtomicReferenceArray<>(KEPT);

  private PanelProducts() {}

  // double, copied for float

  /**
   * Adds the product to the result, whose chains go on.
   *
   * @param zero whether the result is zeros, which need not be read
   */
  static void doubles(MatrixView left, Matrices.OfDoubles right, MatrixView result, boolean zero) {
    int rows = left.rows();
    int inner = left.columns();
    int width = widthOf(result.columns());
    int depth = Math.min(inner, rows <= ROWS ? DEPTH_OF_FEW_ROWS : DEPTH);
    double[] from = left.array().doubles();
    double[] to = result.array().doubles();
    double[][] scratch = (double[][]) take(left.array().dtype(), depth);
    for (int column = 0; column < result.columns(); column += width) {
      int n = Math.min(width, result.columns() - column);
      for (int k = 0; k < inner; k += depth) {
        int count = Math.min(depth, inner - k);
        copyBlock(right, k, count, column, n, scratch);
        for (int row = 0; row < rows; ) {
          int together = rows - row < ROWS ? 1 : ROWS;
          if (k > 0 || !zero) {
            copy(to, result, row, together, column, n, scratch, false);
          } else {
            for (int i = 0; i < together; i++) {
              Arrays.fill(scratch[DEPTH + i], 0, n, 0);
            }
          }
          int start = left.at(row, k);
          if (together == 1) {
            addRow(from, start, left.columnStep(), scratch, 0, count, scratch[DEPTH], n);
          } else {
            addRows(from, start, left.rowStep(), left.columnStep(), scratch, count, n);
          }
          copy(to, result, row, together, column, n, scratch, true);
          row += together;
        }
      }
    }
    keep(left.array().dtype(), scratch);
  }

  private static void copyBlock(
      Matrices.OfDoubles right, int k, int count, int column, int n, double[][] block) {
    for (int at = 0; at < n; at += COPIED) {
      int length = Math.min(COPIED, n - at);
      for (int i = transposed(right, k, count, column + at, length, block, at); i < count; i++) {
        right.copy(k + i, column + at, length, block[i], at);
      }
    }
  }

  private static void addRows(
      double[] left, int start, int row, int column, double[][] block, int count, int n) {
    double[] sums0 = block[DEPTH]; // where these are loaded in the loop, HotSpot uses no vectors
    double[] sums1 = block[DEPTH + 1];
    double[] sums2 = block[DEPTH + 2];
    int rest = count % ROWS * 4; // by fours, which is faster than one by one
    int at = start;
    int k = 0;
    for (; k < count - rest; k += ROWS) {
      addThreeByThree(
          sums0,
          sums1,
          sums2,
          block[k],
          block[k + 1],
          block[k + 2],
          left[at],
          left[at + column],
          left[at + 2 * column],
          left[at + row],
          left[at + row + column],
          left[at + row + 2 * column],
          left[at + 2 * row],
          left[at + 2 * row + column],
          left[at + 2 * row + 2 * column],
          n);
      at += ROWS * column;
    }
    for (int i = 0; i < ROWS; i++) {
      addRow(left, at + i * row, column, block, k, count, block[DEPTH + i], n);
    }
  }

  private static void addThreeByThree(
      double[] sums0,
      double[] sums1,
      double[] sums2,
      double[] right0,
      double[] right1,
      double[] right2,
      double left00,
      double left01,
      double left02,
      double left10,
      double left11,
      double left12,
      double left20,
      double left21,
      double left22,
      int n) {
    for (int j = 0; j < n; j++) {
      double x = right0[j];
      double y = right1[j];
      double z = right2[j];
      sums0[j] = Math.fma(left02, z, Math.fma(left01, y, Math.fma(left00, x, sums0[j])));
      sums1[j] = Math.fma(left12, z, Math.fma(left11, y, Math.fma(left10, x, sums1[j])));
      sums2[j] = Math.fma(left22, z, Math.fma(left21, y, Math.fma(left20, x, sums2[j])));
    }
  }

  private static void addRow(
      double[] left,
      int start,
      int column,
      double[][] block,
      int from,
      int count,
      double[] sums,
      int n) {
    int at = start;
    int k = from;
    for (; k + 3 < count; k += 4) {
      addFour(
          sums,
          block[k],
          block[k + 1],
          block[k + 2],
          block[k + 3],
          left[at],
          left[at + column],
          left[at + 2 * column],
          left[at + 3 * column],
          n);
      at += 4 * column;
    }
    for (; k < count; k++) {
      addOne(sums, block[k], left[at], n);
      at += column;
    }
  }

  private static void addFour(
      double[] sums,
      double[] right0,
      double[] right1,
      double[] right2,
      double[] right3,
      double left0,
      double left1,
      double left2,
      double left3,
      int n) {
    for (int j = 0; j < n; j++) {
      double sum = Math.fma(left1, right1[j], Math.fma(left0, right0[j], sums[j]));
      sums[j] = Math.fma(left3, right3[j], Math.fma(left2, right2[j], sum));
    }
  }

  private static void addOne(double[] sums, double[] right, double left, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(left, right[j], sums[j]);
    }
  }

  // copies

  /**
   * Adds the product to the result, whose chains go on.
   *
   * @param zero whether the result is zeros, which need not be read
   */
  static void floats(MatrixView left, Matrices.OfFloats right, MatrixView result, boolean zero) {
    int rows = left.rows();
    int inner = left.columns();
    int width = widthOf(result.columns());
    int depth = Math.min(inner, rows <= ROWS ? DEPTH_OF_FEW_ROWS : DEPTH);
    float[] from = left.array().floats();
    float[] to = result.array().floats();
    float[][] scratch = (float[][]) take(left.array().dtype(), depth);
    for (int column = 0; column < result.columns(); column += width) {
      int n = Math.min(width, result.columns() - column);
      for (int k = 0; k < inner; k += depth) {
        int count = Math.min(depth, inner - k);
        copyBlock(right, k, count, column, n, scratch);
        for (int row = 0; row < rows; ) {
          int together = rows - row < ROWS ? 1 : ROWS;
          if (k > 0 || !zero) {
            copy(to, result, row, together, column, n, scratch, false);
          } else {
            for (int i = 0; i < together; i++) {
              Arrays.fill(scratch[DEPTH + i], 0, n, 0);
            }
          }
          int start = left.at(row, k);
          if (together == 1) {
            addRow(from, start, left.columnStep(), scratch, 0, count, scratch[DEPTH], n);
          } else {
            addRows(from, start, left.rowStep(), left.columnStep(), scratch, count, n);
          }
          copy(to, result, row, together, column, n, scratch, true);
          row += together;
        }
      }
    }
    keep(left.array().dtype(), scratch);
  }

  private static void copyBlock(
      Matrices.OfFloats right, int k, int count, int column, int n, float[][] block) {
    for (int at = 0; at < n; at += COPIED) {
      int length = Math.min(COPIED, n - at);
      for (int i = transposed(right, k, count, column + at, length, block, at); i < count; i++) {
        right.copy(k + i, column + at, length, block[i], at);
      }
    }
  }

  private static void addRows(
      float[] left, int start, int row, int column, float[][] block, int count, int n) {
    float[] sums0 = block[DEPTH]; // where these are loaded in the loop, HotSpot uses no vectors
    float[] sums1 = block[DEPTH + 1];
    float[] sums2 = block[DEPTH + 2];
    int rest = count % ROWS * 4; // by fours, which is faster than one by one
    int at = start;
    int k = 0;
    for (; k < count - rest; k += ROWS) {
      addThreeByThree(
          sums0,
          sums1,
          sums2,
          block[k],
          block[k + 1],
          block[k + 2],
          left[at],
          left[at + column],
          left[at + 2 * column],
          left[at + row],
          left[at + row + column],
          left[at + row + 2 * column],
          left[at + 2 * row],
          left[at + 2 * row + column],
          left[at + 2 * row + 2 * column],
          n);
      at += ROWS * column;
    }
    for (int i = 0; i < ROWS; i++) {
      addRow(left, at + i * row, column, block, k, count, block[DEPTH + i], n);
    }
  }

  private static void addThreeByThree(
      float[] sums0,
      float[] sums1,
      float[] sums2,
      float[] right0,
      float[] right1,
      float[] right2,
      float left00,
      float left01,
      float left02,
      float left10,
      float left11,
      float left12,
      float left20,
      float left21,
      float left22,
      int n) {
    for (int j = 0; j < n; j++) {
      float x = right0[j];
      float y = right1[j];
      float z = right2[j];
      sums0[j] = Math.fma(left02, z, Math.fma(left01, y, Math.fma(left00, x, sums0[j])));
      sums1[j] = Math.fma(left12, z, Math.fma(left11, y, Math.fma(left10, x, sums1[j])));
      sums2[j] = Math.fma(left22, z, Math.fma(left21, y, Math.fma(left20, x, sums2[j])));
    }
  }

  private static void addRow(
      float[] left,
      int start,
      int column,
      float[][] block,
      int from,
      int count,
      float[] sums,
      int n) {
    int at = start;
    int k = from;
    for (; k + 3 < count; k += 4) {
      addFour(
          sums,
          block[k],
          block[k + 1],
          block[k + 2],
          block[k + 3],
          left[at],
          left[at + column],
          left[at + 2 * column],
          left[at + 3 * column],
          n);
      at += 4 * column;
    }
    for (; k < count; k++) {
      addOne(sums, block[k], left[at], n);
      at += column;
    }
  }

  private static void addFour(
      float[] sums,
      float[] right0,
      float[] right1,
      float[] right2,
      float[] right3,
      float left0,
      float left1,
      float left2,
      float left3,
      int n) {
    for (int j = 0; j < n; j++) {
      float sum = Math.fma(left1, right1[j], Math.fma(left0, right0[j], sums[j]));
      sums[j] = Math.fma(left3, right3[j], Math.fma(left2, right2[j], sum));
    }
  }

  private static void addOne(float[] sums, float[] right, float left, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(left, right[j], sums[j]);
    }
  }

  // end of copies

  /** Arrays of rows of a block and, from {@link #DEPTH} on, of sums; no other call has them. */
  private static Object[] take(DType dtype, int depth) {
    Object[] rows = null;
    for (int i = 0; i < KEPT && rows == null; i++) {
      rows = kept(dtype).getAndSet(i, null);
    }
    if (rows == null) {
      int count = DEPTH + ROWS;
      rows = dtype == DType.FLOAT32 ? new float[count][] : new double[count][];
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] == null && (i < depth || i >= DEPTH)) {
        rows[i] = Elements.make(dtype, WIDTH);
      }
    }
    return rows;
  }

  private static void keep(DType dtype, Object[] rows) {
    int i = 0;
    while (i < KEPT && !kept(dtype).compareAndSet(i, null, rows)) {
      i++;
    }
  }

  private static AtomicReferenceArray<Object[]> kept(DType dtype) {
    return dtype == DType.FLOAT32 ? FLOATS : DOUBLES;
  }

  /** Copies rows of the right operand where they are columns in memory, and returns how many. */
  private static int transposed(
      Object right, int k, int count, int column, int n, Object[] block, int at) {
    int done = 0;
    if (right instanceof Matrices.Floats matrix && matrix.view().rowStep() == 1) {
      for (; done + ROWS <= count; done += ROWS) {
        int start = matrix.view().at(k + done, column);
        int step = matrix.view().columnStep();
        Matrices.transpose(matrix.elements(), start, step, block, done, at, n, false);
      }
    }
    return done;
  }

  /** Copies part of some rows of the result to their sums, or back. */
  private static void copy(
      Object to,
      MatrixView result,
      int row,
      int rows,
      int column,
      int n,
      Object[] sums,
      boolean back) {
    int step = result.columnStep();
    if (to instanceof float[] floats && rows == ROWS && result.rowStep() == 1) {
      Matrices.transpose(floats, result.at(row, column), step, sums, DEPTH, 0, n, back);
      return;
    }
    for (int i = 0; i < rows; i++) {
      int at = result.at(row + i, column);
      if (back) {
        Elements.copy(sums[DEPTH + i], 0, 1, to, at, step, n);
      } else {
        Elements.copy(to, at, step, sums[DEPTH + i], 0, 1, n);
      }
    }
  }

  /** The columns of the widest block, where all are about as wide. */
  private static int widthOf(int columns) {
    int blocks = (columns + WIDTH - 1) / WIDTH;
    return (columns + blocks - 1) / Math.max(1, blocks);
  }
}
