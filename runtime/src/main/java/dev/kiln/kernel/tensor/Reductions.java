package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.ArithmeticKernels;
import dev.kiln.kernel.elementwise.Strides;
import java.util.Arrays;

/**
 * Kernels that combine the elements along some dimensions.
 *
 * <p>Sums of floats are accumulated in double and rounded once; sums of doubles, ints and longs in
 * their own type. The order is that of the dimensions: neighbouring dimensions that are all summed
 * are one, and of several such groups the last is summed first. Along dimensions that are not the
 * last ones, rows are added in order. Along the last dimensions, 15 and fewer elements are added in
 * order; of more, eight lanes add every eighth element of the whole groups of eight, lanes 4 to 7
 * are added to lanes 0 to 3, lanes 2 and 3 to lanes 0 and 1, lane 1 to lane 0, and then the rest in
 * order. The order is the same for every size of block, mode and processor.
 */
public final class Reductions {
  private Reductions() {}

  /** The sum over {@code axes}, of truth values how many hold; over all where there are none. */
  public static NdArray sum(NdArray operand, boolean keepDims, int... axes) {
    if (operand.dtype() == DType.BOOL) {
      return sum(Creation.cast(operand, DType.INT64), keepDims, axes);
    }
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(Groups.sum(operand, kept), keepDims, axes);
  }

  /** The mean over {@code axes}; over all dimensions where there are none. */
  public static NdArray mean(NdArray operand, boolean keepDims, int... axes) {
    NdArray sum = sum(operand, keepDims, axes);
    int count = operand.shape().elements() / Math.max(1, sum.shape().elements());
    return divide(sum, count);
  }

  /** Stretches the cotangent of a mean back over what was averaged, divided by its count. */
  public static NdArray spreadMean(NdArray operand, int... sizes) {
    int count = TensorShape.of(sizes).elements() / Math.max(1, operand.shape().elements());
    return Layouts.broadcastTo(divide(operand, count), sizes);
  }

  /** The adjoint of broadcasting: sums to the given shape. */
  public static NdArray sumTo(NdArray operand, int... sizes) {
    return Groups.sum(operand, TensorShape.of(sizes));
  }

  /** The greatest element over {@code axes}; NaN where there is one. */
  public static NdArray max(NdArray operand, boolean keepDims, int... axes) {
    if (operand.dtype() == DType.BOOL) {
      return Creation.cast(max(Creation.cast(operand, DType.INT32), keepDims, axes), DType.BOOL);
    }
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(Groups.extremum(operand, kept, ArithmeticKernels.Maximum.KERNEL), keepDims, axes);
  }

  /** The least element over {@code axes}; NaN where there is one. */
  public static NdArray min(NdArray operand, boolean keepDims, int... axes) {
    if (operand.dtype() == DType.BOOL) {
      return Creation.cast(min(Creation.cast(operand, DType.INT32), keepDims, axes), DType.BOOL);
    }
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(Groups.extremum(operand, kept, ArithmeticKernels.Minimum.KERNEL), keepDims, axes);
  }

  /**
   * The index (int32) of the first greatest element along {@code axis}; a NaN counts as greatest.
   */
  public static NdArray argmax(NdArray operand, int axis) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    TensorShape kept = keptShape(shape, at);
    if (shape.elements() == 0 && kept.elements() > 0) {
      throw new IllegalOperandException("argmax or argmin of no elements of " + operand.typeText());
    }
    int size = shape.size(at);
    int stride = Strides.of(shape)[at];
    int[] index = new int[kept.elements()];
    for (int group = 0; group < index.length; group++) {
      int first = group / stride * stride * size + group % stride;
      int best = 0;
      for (int i = 1; i < size; i++) {
        if (isGreater(operand, first + i * stride, first + best * stride)) {
          best = i;
        }
      }
      index[group] = best;
    }
    return drop(NdArray.of(kept, index), false, at);
  }

  /** Whether the element at {@code candidate} is above that at {@code best}; NaN is above all. */
  public static boolean isGreater(NdArray operand, int candidate, int best) {
    Object elements = operand.elements();
    if (elements instanceof float[] floats) {
      return isGreater(floats[candidate], floats[best]);
    }
    if (elements instanceof double[] doubles) {
      return isGreater(doubles[candidate], doubles[best]);
    }
    return elements instanceof int[] ints
        ? ints[candidate] > ints[best]
        : operand.longs()[candidate] > operand.longs()[best];
  }

  private static boolean isGreater(double candidate, double best) {
    return candidate > best || Double.isNaN(candidate) && !Double.isNaN(best);
  }

  private static NdArray divide(NdArray operand, int count) {
    if (operand.dtype() == DType.FLOAT32) {
      return Arithmetic.divide(operand, Creation.scalar((float) count));
    }
    return Arithmetic.divide(operand, Creation.scalar((double) count));
  }

  /** The shape with size 1 along {@code axes}. */
  private static TensorShape keptShape(TensorShape shape, int... axes) {
    int[] sizes = shape.toArray();
    if (axes.length == 0) {
      Arrays.fill(sizes, 1);
    }
    for (int axis : axes) {
      sizes[axis < 0 ? axis + sizes.length : axis] = 1;
    }
    return TensorShape.of(sizes);
  }

  private static NdArray drop(NdArray kept, boolean keepDims, int... axes) {
    if (keepDims) {
      return kept;
    }
    int rank = kept.shape().rank();
    boolean[] dropped = new boolean[rank];
    Arrays.fill(dropped, axes.length == 0);
    for (int axis : axes) {
      dropped[axis < 0 ? axis + rank : axis] = true;
    }
    int[] sizes = new int[rank];
    int count = 0;
    for (int i = 0; i < rank; i++) {
      if (!dropped[i]) {
        sizes[count++] = kept.shape().size(i);
      }
    }
    return kept.withShape(TensorShape.of(Arrays.copyOf(sizes, count)));
  }
}
