package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.Broadcasting;
import java.util.Arrays;

/**
 * Matrix products. Every element of a result is accumulated in the operands' dtype, from 0, in the
 * order of the inner dimension, each product rounded before it is added.
 */
public final class MatrixProducts {
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
    int rows = left.shape().size(-2);
    int inner = left.shape().size(-1);
    int columns = right.shape().size(-1);
    if (right.shape().size(-2) != inner) {
      throw new IllegalArgumentException(
          "matmul: inner sizes of " + left.shape() + " and " + right.shape() + " differ");
    }
    TensorShape leftBatch = batch(left.shape());
    TensorShape rightBatch = batch(right.shape());
    TensorShape batch = Broadcasting.shape(leftBatch, rightBatch);
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    sizes[batch.rank()] = rows;
    sizes[batch.rank() + 1] = columns;
    TensorShape shape = TensorShape.of(sizes);
    int[] leftAt = Broadcasting.positions(leftBatch, batch);
    int[] rightAt = Broadcasting.positions(rightBatch, batch);
    return switch (left.dtype()) {
      case FLOAT32 -> floats(left.floats(), leftAt, right.floats(), rightAt, shape, inner);
      case FLOAT64 -> doubles(left.doubles(), leftAt, right.doubles(), rightAt, shape, inner);
      case INT32 -> ints(left.ints(), leftAt, right.ints(), rightAt, shape, inner);
      case INT64 -> longs(left.longs(), leftAt, right.longs(), rightAt, shape, inner);
      case BOOL -> throw new IllegalArgumentException("matmul is not defined for bool");
    };
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

  // double, copied for float, int, long

  private static NdArray doubles(
      double[] left, int[] leftAt, double[] right, int[] rightAt, TensorShape shape, int inner) {
    int rows = shape.size(-2);
    int columns = shape.size(-1);
    double[] result = new double[shape.elements()];
    for (int batch = 0; batch < leftAt.length; batch++) {
      for (int row = 0; row < rows; row++) {
        int to = (batch * rows + row) * columns;
        int from = (leftAt[batch] * rows + row) * inner;
        for (int k = 0; k < inner; k++) {
          axpy(left[from + k], right, (rightAt[batch] * inner + k) * columns, result, to, columns);
        }
      }
    }
    return NdArray.of(shape, result);
  }

  private static void axpy(double factor, double[] x, int xAt, double[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }

  // copies

  private static NdArray floats(
      float[] left, int[] leftAt, float[] right, int[] rightAt, TensorShape shape, int inner) {
    int rows = shape.size(-2);
    int columns = shape.size(-1);
    float[] result = new float[shape.elements()];
    for (int batch = 0; batch < leftAt.length; batch++) {
      for (int row = 0; row < rows; row++) {
        int to = (batch * rows + row) * columns;
        int from = (leftAt[batch] * rows + row) * inner;
        for (int k = 0; k < inner; k++) {
          axpy(left[from + k], right, (rightAt[batch] * inner + k) * columns, result, to, columns);
        }
      }
    }
    return NdArray.of(shape, result);
  }

  private static void axpy(float factor, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }

  private static NdArray ints(
      int[] left, int[] leftAt, int[] right, int[] rightAt, TensorShape shape, int inner) {
    int rows = shape.size(-2);
    int columns = shape.size(-1);
    int[] result = new int[shape.elements()];
    for (int batch = 0; batch < leftAt.length; batch++) {
      for (int row = 0; row < rows; row++) {
        int to = (batch * rows + row) * columns;
        int from = (leftAt[batch] * rows + row) * inner;
        for (int k = 0; k < inner; k++) {
          axpy(left[from + k], right, (rightAt[batch] * inner + k) * columns, result, to, columns);
        }
      }
    }
    return NdArray.of(shape, result);
  }

  private static void axpy(int factor, int[] x, int xAt, int[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }

  private static NdArray longs(
      long[] left, int[] leftAt, long[] right, int[] rightAt, TensorShape shape, int inner) {
    int rows = shape.size(-2);
    int columns = shape.size(-1);
    long[] result = new long[shape.elements()];
    for (int batch = 0; batch < leftAt.length; batch++) {
      for (int row = 0; row < rows; row++) {
        int to = (batch * rows + row) * columns;
        int from = (leftAt[batch] * rows + row) * inner;
        for (int k = 0; k < inner; k++) {
          axpy(left[from + k], right, (rightAt[batch] * inner + k) * columns, result, to, columns);
        }
      }
    }
    return NdArray.of(shape, result);
  }

  private static void axpy(long factor, long[] x, int xAt, long[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] += factor * x[xAt + i];
    }
  }

  // end of copies
}
