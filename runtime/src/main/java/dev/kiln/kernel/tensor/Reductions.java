package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.BinaryKernels;
import dev.kiln.kernel.elementwise.Broadcasting;
import java.util.Arrays;

/**
 * Kernels that combine the elements along some dimensions. The elements of a group are taken in
 * row-major order. Sums of floats are accumulated in double and rounded once; sums of doubles, ints
 * and longs in their own type.
 */
public final class Reductions {
  private Reductions() {}

  /** The sum over {@code axes}; over all dimensions where there are none. */
  public static NdArray sum(NdArray operand, boolean keepDims, int... axes) {
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(addAt(operand, groups(operand.shape(), kept), kept), keepDims, axes);
  }

  /** The mean over {@code axes}; over all dimensions where there are none. */
  public static NdArray mean(NdArray operand, boolean keepDims, int... axes) {
    NdArray sum = sum(operand, keepDims, axes);
    int count = operand.shape().elements() / Math.max(1, sum.shape().elements());
    return divide(sum, count);
  }

  /** Stretches the cotangent of a mean back over what was averaged, divided by its count. */
  public static NdArray spreadMean(NdArray operand, int... sizes) {
    NdArray spread = Layouts.broadcastTo(operand, sizes);
    return divide(spread, spread.shape().elements() / Math.max(1, operand.shape().elements()));
  }

  /** The adjoint of broadcasting: sums to the given shape. */
  public static NdArray sumTo(NdArray operand, int... sizes) {
    TensorShape shape = TensorShape.of(sizes);
    if (shape.equals(operand.shape())) {
      return operand;
    }
    return addAt(operand, Broadcasting.positions(shape, operand.shape()), shape);
  }

  /** The greatest element over {@code axes}; NaN where there is one. */
  public static NdArray max(NdArray operand, boolean keepDims, int... axes) {
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(fold(operand, groups(operand.shape(), kept), kept, true), keepDims, axes);
  }

  /** The least element over {@code axes}; NaN where there is one. */
  public static NdArray min(NdArray operand, boolean keepDims, int... axes) {
    TensorShape kept = keptShape(operand.shape(), axes);
    return drop(fold(operand, groups(operand.shape(), kept), kept, false), keepDims, axes);
  }

  /**
   * The index (int32) of the first greatest element along {@code axis}; a NaN counts as greatest.
   */
  public static NdArray argmax(NdArray operand, int axis) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    TensorShape kept = keptShape(shape, at);
    if (shape.elements() == 0 && kept.elements() > 0) {
      throw new IllegalArgumentException("argmax of no elements of " + operand.typeText());
    }
    int[] groups = groups(shape, kept);
    int[] best = new int[kept.elements()];
    int[] index = new int[kept.elements()];
    int[] seen = new int[kept.elements()];
    Arrays.fill(best, -1);
    for (int i = 0; i < groups.length; i++) {
      int group = groups[i];
      if (best[group] < 0 || isGreater(operand, i, best[group])) {
        best[group] = i;
        index[group] = seen[group];
      }
      seen[group]++;
    }
    return drop(NdArray.of(kept, index), false, at);
  }

  static boolean isGreater(NdArray operand, int candidate, int best) {
    return switch (operand.dtype()) {
      case FLOAT32 -> isGreater(operand.floats()[candidate], operand.floats()[best]);
      case FLOAT64 -> isGreater(operand.doubles()[candidate], operand.doubles()[best]);
      case INT32 -> operand.ints()[candidate] > operand.ints()[best];
      case INT64 -> operand.longs()[candidate] > operand.longs()[best];
      case BOOL -> throw new IllegalArgumentException("argmax is not defined for bool");
    };
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

  /** For each element, the position of its group in the reduced shape. */
  private static int[] groups(TensorShape shape, TensorShape kept) {
    return Broadcasting.positions(kept, shape);
  }

  /** Adds element {@code i} to the element at {@code positions[i]} of zeros of the given shape. */
  static NdArray addAt(NdArray operand, int[] positions, TensorShape shape) {
    int size = shape.elements();
    switch (operand.dtype()) {
      case FLOAT32 -> {
        double[] sums = new double[size];
        float[] from = operand.floats();
        for (int i = 0; i < positions.length; i++) {
          sums[positions[i]] += from[i];
        }
        float[] rounded = new float[size];
        for (int i = 0; i < size; i++) {
          rounded[i] = (float) sums[i];
        }
        return NdArray.of(shape, rounded);
      }
      case FLOAT64 -> {
        double[] sums = new double[size];
        double[] from = operand.doubles();
        for (int i = 0; i < positions.length; i++) {
          sums[positions[i]] += from[i];
        }
        return NdArray.of(shape, sums);
      }
      case INT32 -> {
        int[] sums = new int[size];
        int[] from = operand.ints();
        for (int i = 0; i < positions.length; i++) {
          sums[positions[i]] += from[i];
        }
        return NdArray.of(shape, sums);
      }
      case INT64 -> {
        long[] sums = new long[size];
        long[] from = operand.longs();
        for (int i = 0; i < positions.length; i++) {
          sums[positions[i]] += from[i];
        }
        return NdArray.of(shape, sums);
      }
      default -> throw new IllegalArgumentException("sum is not defined for bool");
    }
  }

  private static NdArray fold(
      NdArray operand, int[] positions, TensorShape shape, boolean greatest) {
    if (operand.shape().elements() == 0 && shape.elements() > 0) {
      throw new IllegalArgumentException("max or min of no elements of " + operand.typeText());
    }
    boolean[] seen = new boolean[shape.elements()];
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    BinaryKernel pick = greatest ? BinaryKernels.Maximum.KERNEL : BinaryKernels.Minimum.KERNEL;
    for (int i = 0; i < positions.length; i++) {
      int to = positions[i];
      boolean first = !seen[to];
      seen[to] = true;
      switch (operand.dtype()) {
        case FLOAT32 -> {
          float value = operand.floats()[i];
          result.floats()[to] = first ? value : pick.apply(result.floats()[to], value);
        }
        case FLOAT64 -> {
          double value = operand.doubles()[i];
          result.doubles()[to] = first ? value : pick.apply(result.doubles()[to], value);
        }
        case INT32 -> {
          int value = operand.ints()[i];
          result.ints()[to] = first ? value : pick.apply(result.ints()[to], value);
        }
        case INT64 -> {
          long value = operand.longs()[i];
          result.longs()[to] = first ? value : pick.apply(result.longs()[to], value);
        }
        default -> throw new IllegalArgumentException("max is not defined for bool");
      }
    }
    return result;
  }
}
