package dev.kiln.kernel.matrix;

import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.InnerLoops;
import dev.kiln.kernel.Parallelism;
import dev.kiln.kernel.ProductLoops;
import dev.kiln.kernel.elementwise.Broadcasting;
import dev.kiln.kernel.tensor.Creation;
import java.util.Arrays;

/**
 * Matrix products. Each element of a result is one chain of {@link Math#fma} along the inner
 * dimension, in order and from 0, in the operands' dtype; integers wrap. So the bits depend neither
 * on the shapes nor on how the operands are laid out, nor on the processor; without instructions
 * for a fused multiply-add, though, {@code Math.fma} is very slow.
 */
public final class MatrixProducts {
  /** Where fewer products are added, copies cost more than they gain. */
  private static final int FEWEST_PRODUCTS = 2048;

  /** Shorter rows gain nothing from vector instructions. */
  private static final int SHORTEST_ROW = 16;

  /**
   * Without vectors of the Vector API, loops over columns of so few rows are slower than copies.
   */
  private static final int LONGEST_SHORT_ROW = 128;

  /** Where the result has fewer rows, the right operand is not used often enough to be copied. */
  private static final int FEWEST_ROWS = 4;

  /** Where each thread has fewer rows, the columns are divided, which are copied only once then. */
  private static final int FEWEST_DIVIDED = 8;

  /** What rows are divided in; the loops compute three or four rows together. */
  private static final int TILE = 12;

  /** A thread takes at least so many where it takes several times, since it copies all columns. */
  private static final int TILES = 11;

  private MatrixProducts() {}

  /**
   * The matrix product as NumPy's matmul: the last two dimensions are the matrices, those before
   * are broadcast; an operand of rank 1 is a row on the left and a column on the right.
   */
  public static NdArray matmul(NdArray left, NdArray right) {
    if (left.shape().rank() == 1) {
      NdArray row = left.withShape(TensorShape.of(1, left.shape().size(0)));
      return without(matmul(row, right), right.shape().rank() == 1 ? -1 : -2);
    }
    if (right.shape().rank() == 1) {
      NdArray column = right.withShape(TensorShape.of(right.shape().size(0), 1));
      return without(matmul(left, column), -1);
    }
    return matmul(left, right, false, false);
  }

  /** The product of matrices, either of which is read as its transpose where the flag says so. */
  public static NdArray matmul(
      NdArray left, NdArray right, boolean transposeLeft, boolean transposeRight) {
    int rows = left.shape().size(transposeLeft ? -1 : -2);
    int inner = left.shape().size(transposeLeft ? -2 : -1);
    int columns = right.shape().size(transposeRight ? -2 : -1);
    if (right.shape().size(transposeRight ? -1 : -2) != inner) {
      throw new IllegalOperandException(
          "matmul: inner sizes of " + left.shape() + " and " + right.shape() + " differ");
    }
    TensorShape leftBatch = batch(left.shape());
    TensorShape rightBatch = batch(right.shape());
    TensorShape batch = Broadcasting.shape(leftBatch, rightBatch);
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    sizes[batch.rank()] = rows;
    sizes[batch.rank() + 1] = columns;
    NdArray result = Creation.zeros(left.dtype(), sizes);
    if (result.shape().elements() == 0 || inner == 0) {
      return result;
    }
    if (rightBatch.elements() == 1 && !transposeLeft) {
      product(MatrixView.stacked(left), view(right, 0, transposeRight), MatrixView.stacked(result));
      return result;
    }
    int[] leftAt = Broadcasting.positions(leftBatch, batch);
    int[] rightAt = Broadcasting.positions(rightBatch, batch);
    int count = leftAt.length;
    long work = (long) rows * columns * inner;
    Parallelism threads = work < Parallelism.LEAST_WORK ? Parallelism.of(work * count) : null;
    if (threads == null) {
      products(left, leftAt, transposeLeft, right, rightAt, transposeRight, result, 0, count);
    } else {
      threads.divide(
          count,
          1,
          (from, to) ->
              products(
                  left, leftAt, transposeLeft, right, rightAt, transposeRight, result, from, to));
    }
    return result;
  }

  /** Writes some of the products of a batch. */
  private static void products(
      NdArray left,
      int[] leftAt,
      boolean transposeLeft,
      NdArray right,
      int[] rightAt,
      boolean transposeRight,
      NdArray result,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      product(
          view(left, leftAt[i], transposeLeft),
          view(right, rightAt[i], transposeRight),
          MatrixView.of(result, i));
    }
  }

  private static MatrixView view(NdArray array, int index, boolean transposed) {
    MatrixView view = MatrixView.of(array, index);
    return transposed ? view.transposed() : view;
  }

  private static TensorShape batch(TensorShape shape) {
    return TensorShape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
  }

  private static NdArray without(NdArray array, int axis) {
    int[] sizes = array.shape().toArray();
    int at = axis + sizes.length;
    int[] fewer = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, fewer, 0, at);
    System.arraycopy(sizes, at + 1, fewer, at, fewer.length - at);
    return array.withShape(TensorShape.of(fewer));
  }

  /** Writes the product. The result is not empty. */
  private static void product(MatrixView left, MatrixView right, MatrixView result) {
    int rows = left.rows();
    int columns = right.columns();
    int longest = InnerLoops.VECTORS ? 2 * SHORTEST_ROW - 1 : LONGEST_SHORT_ROW;
    if (columns < rows
        && (columns < 2 * SHORTEST_ROW || columns <= longest && 2 * columns <= rows)) {
      product(right.transposed(), left.transposed(), result.transposed());
      return;
    }
    Parallelism threads = Parallelism.of((long) rows * columns * left.columns());
    if (threads == null) {
      part(left, right, result);
    } else if (rows < FEWEST_DIVIDED * threads.threads()) {
      threads.divide(
          columns,
          columns,
          (from, to) -> part(left, right.columns(from, to), result.columns(from, to)));
    } else {
      threads.divide(
          (rows + TILE - 1) / TILE,
          TILES,
          (from, to) -> {
            int first = from * TILE;
            int end = Math.min(rows, to * TILE);
            part(left.rows(first, end), right, result.rows(first, end));
          });
    }
  }

  private static void part(MatrixView left, MatrixView right, MatrixView result) {
    Object elements = left.array().elements();
    if (elements instanceof float[]) {
      floats(left, right, result);
    } else if (elements instanceof double[]) {
      doubles(left, right, result);
    } else if (elements instanceof int[]) {
      ints(left, right, result);
    } else {
      longs(left, right, result);
    }
  }

  // double, copied for float

  private static void doubles(MatrixView left, MatrixView right, MatrixView result) {
    int columns = right.columns();
    boolean hasFewRows = left.rows() < FEWEST_ROWS;
    if (hasFewRows && InnerLoops.VECTORS && right.columnStep() == 1 && result.columnStep() == 1) {
      rowsOfDoubles(left, right, result);
    } else if (columns < SHORTEST_ROW
        || (long) left.rows() * columns * left.columns() < FEWEST_PRODUCTS
        || hasFewRows && right.rowStep() == 1) {
      ChainProducts.doubles(left, right, result);
    } else {
      Matrices.Doubles matrix = new Matrices.Doubles(right, right.array().doubles());
      // reading zeros costs time where columns are rows in memory
      addDoubles(left, matrix, result, FEWEST_ROWS, result.columnStep() > 1);
    }
  }

  /**
   * Adds the product to the result, whose chains go on; packs from so many rows on.
   *
   * @param zero whether the result is known to be zeros
   */
  static void addDoubles(
      MatrixView left, Matrices.OfDoubles right, MatrixView result, int fewestRows, boolean zero) {
    if (InnerLoops.VECTORS && left.rows() >= fewestRows) {
      PackedProducts.doubles(left, right, result);
    } else {
      PanelProducts.doubles(left, right, result, zero);
    }
  }

  private static void rowsOfDoubles(MatrixView left, MatrixView right, MatrixView result) {
    double[] from = left.array().doubles();
    double[] by = right.array().doubles();
    double[] to = result.array().doubles();
    int columns = right.columns();
    for (int i = 0; i < left.rows(); i++) {
      int done =
          ProductLoops.row(
              from,
              left.at(i, 0),
              left.columnStep(),
              by,
              right.start(),
              right.rowStep(),
              left.columns(),
              to,
              result.at(i, 0),
              columns);
      if (done < columns) {
        ChainProducts.doubles(left.row(i), right.from(done), result.row(i).from(done));
      }
    }
  }

  // copies

  private static void floats(MatrixView left, MatrixView right, MatrixView result) {
    int columns = right.columns();
    boolean hasFewRows = left.rows() < FEWEST_ROWS;
    if (hasFewRows && InnerLoops.VECTORS && right.columnStep() == 1 && result.columnStep() == 1) {
      rowsOfFloats(left, right, result);
    } else if (columns < SHORTEST_ROW
        || (long) left.rows() * columns * left.columns() < FEWEST_PRODUCTS
        || hasFewRows && right.rowStep() == 1) {
      ChainProducts.floats(left, right, result);
    } else {
      Matrices.Floats matrix = new Matrices.Floats(right, right.array().floats());
      // reading zeros costs time where columns are rows in memory
      addFloats(left, matrix, result, FEWEST_ROWS, result.columnStep() > 1);
    }
  }

  /**
   * Adds the product to the result, whose chains go on; packs from so many rows on.
   *
   * @param zero whether the result is known to be zeros
   */
  static void addFloats(
      MatrixView left, Matrices.OfFloats right, MatrixView result, int fewestRows, boolean zero) {
    if (InnerLoops.VECTORS && left.rows() >= fewestRows) {
      PackedProducts.floats(left, right, result);
    } else {
      PanelProducts.floats(left, right, result, zero);
    }
  }

  private static void rowsOfFloats(MatrixView left, MatrixView right, MatrixView result) {
    float[] from = left.array().floats();
    float[] by = right.array().floats();
    float[] to = result.array().floats();
    int columns = right.columns();
    for (int i = 0; i < left.rows(); i++) {
      int done =
          ProductLoops.row(
              from,
              left.at(i, 0),
              left.columnStep(),
              by,
              right.start(),
              right.rowStep(),
              left.columns(),
              to,
              result.at(i, 0),
              columns);
      if (done < columns) {
        ChainProducts.floats(left.row(i), right.from(done), result.row(i).from(done));
      }
    }
  }

  // end of copies

  // long, copied for int

  private static void longs(MatrixView left, MatrixView right, MatrixView result) {
    long[] from = left.array().longs();
    long[] by = right.array().longs();
    long[] to = result.array().longs();
    for (int row = 0; row < left.rows(); row++) {
      for (int k = 0; k < left.columns(); k++) {
        long factor = from[left.at(row, k)];
        for (int column = 0; column < right.columns(); column++) {
          to[result.at(row, column)] += factor * by[right.at(k, column)];
        }
      }
    }
  }

  // copies

  private static void ints(MatrixView left, MatrixView right, MatrixView result) {
    int[] from = left.array().ints();
    int[] by = right.array().ints();
    int[] to = result.array().ints();
    for (int row = 0; row < left.rows(); row++) {
      for (int k = 0; k < left.columns(); k++) {
        int factor = from[left.at(row, k)];
        for (int column = 0; column < right.columns(); column++) {
          to[result.at(row, column)] += factor * by[right.at(k, column)];
        }
      }
    }
  }

  // end of copies
}
