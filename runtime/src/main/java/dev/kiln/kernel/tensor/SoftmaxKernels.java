package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.ElementaryFunctions;
import dev.kiln.kernel.elementwise.Elements;
import dev.kiln.kernel.elementwise.FloatFunctions;
import dev.kiln.kernel.elementwise.Strides;

/**
 * Softmax and its relatives. The greatest element of each group is subtracted first. The
 * exponentials, of the operand's dtype, are summed in double in the order of {@link Reductions#sum}
 * along the last axis.
 */
public final class SoftmaxKernels {
  /** So many exponentials are computed at once. */
  private static final int BLOCK = 1024;

  private SoftmaxKernels() {}

  /** {@code exp(x) / sum(exp(x))} along {@code axis}. */
  public static NdArray softmax(NdArray operand, int axis) {
    return along(operand, axis, false);
  }

  /** {@code x - log(sum(exp(x)))} along {@code axis}. */
  public static NdArray logSoftmax(NdArray operand, int axis) {
    return along(operand, axis, true);
  }

  /**
   * The negative logarithm of the softmax probability of each row's label.
   *
   * @param logits {@code [n, classes]}, floating-point
   * @param labels {@code [n]}, integers below {@code classes}
   * @return {@code [n]}
   */
  public static NdArray crossEntropy(NdArray logits, NdArray labels) {
    int classes = logits.shape().size(-1);
    int rows = labels.shape().elements();
    Object from = logits.elements();
    Object exponentials = Elements.make(logits.dtype(), classes);
    NdArray result = Creation.zeros(logits.dtype(), rows);
    for (int i = 0; i < rows; i++) {
      long label = Creation.indexAt(labels, i);
      if (label < 0 || label >= classes) {
        throw new IndexOutOfBoundsException(
            "softmaxCrossEntropy: label " + label + " in row " + i + " of " + classes + " classes");
      }
      int at = i * classes;
      if (from instanceof float[] x) {
        float greatest = greatest(x, at, classes);
        double sum = exponentials(x, at, greatest, (float[]) exponentials, 0, classes);
        result.floats()[i] =
            (float) -logarithm(x[at + (int) label], greatest, ElementaryFunctions.log(sum));
      } else {
        double[] x = (double[]) from;
        double greatest = greatest(x, at, classes);
        double sum = exponentials(x, at, greatest, (double[]) exponentials, 0, classes);
        result.doubles()[i] =
            -logarithm(x[at + (int) label], greatest, ElementaryFunctions.log(sum));
      }
    }
    return result;
  }

  private static NdArray along(NdArray operand, int axis, boolean logarithm) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int inner = Strides.of(shape)[at];
    Object from = operand.elements();
    Object to = Elements.make(operand.dtype(), shape.elements());
    Object row = inner == 1 ? from : Elements.make(operand.dtype(), size);
    Object result = inner == 1 ? to : Elements.make(operand.dtype(), size);
    for (int group = 0; group * size < shape.elements(); group++) {
      int start = group / inner * inner * size + group % inner;
      if (inner == 1) {
        normalise(from, start, to, start, size, logarithm);
      } else {
        Elements.copy(from, start, inner, row, 0, 1, size);
        normalise(row, 0, result, 0, size, logarithm);
        Elements.copy(result, 0, 1, to, start, inner, size);
      }
    }
    return Elements.wrap(shape, to);
  }

  @SuppressWarnings("cast") // of use in the copy
  private static void normalise(
      Object from, int at, Object to, int toAt, int count, boolean logarithm) {
    if (from instanceof float[] floats) {
      normalise(floats, at, (float[]) to, toAt, count, logarithm);
    } else {
      normalise((double[]) from, at, (double[]) to, toAt, count, logarithm);
    }
  }

  /** Stores exponentials of floats, and returns their sum. */
  private static double exponentials(
      float[] x, int at, float greatest, float[] to, int toAt, int count) {
    float[] shifted = new float[Math.min(count, BLOCK)];
    for (int first = 0; first < count; first += BLOCK) {
      int length = Math.min(BLOCK, count - first);
      for (int i = 0; i < length; i++) {
        shifted[i] = x[at + first + i] - greatest;
      }
      FloatFunctions.exp(shifted, 0, to, toAt + first, length);
    }
    return Sums.total(to, toAt, count);
  }

  /** Stores exponentials of doubles, and returns their sum. */
  private static double exponentials(
      double[] x, int at, double greatest, double[] to, int toAt, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i] = ElementaryFunctions.exp(x[at + i] - greatest);
    }
    return Sums.total(to, toAt, count);
  }

  private static double logarithm(double x, double greatest, double logarithmOfSum) {
    return x - greatest - logarithmOfSum;
  }

  // double, copied for float

  @SuppressWarnings("cast") // of use in the copy
  private static void normalise(
      double[] x, int at, double[] to, int toAt, int count, boolean logarithm) {
    double greatest = greatest(x, at, count);
    var sum = exponentials(x, at, greatest, to, toAt, count);
    if (logarithm) {
      var logarithmOfSum = ElementaryFunctions.log(sum);
      for (int i = 0; i < count; i++) {
        to[toAt + i] = (double) logarithm(x[at + i], greatest, logarithmOfSum);
      }
    } else {
      double divisor = (double) sum;
      for (int i = 0; i < count; i++) {
        to[toAt + i] /= divisor;
      }
    }
  }

  /** The greatest number; NaNs, which make the sum NaN, do not count. */
  private static double greatest(double[] x, int at, int count) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      if (x[i] > greatest) {
        greatest = x[i];
      }
    }
    return greatest;
  }

  // copies

  @SuppressWarnings("cast") // of use in the copy
  private static void normalise(
      float[] x, int at, float[] to, int toAt, int count, boolean logarithm) {
    float greatest = greatest(x, at, count);
    var sum = exponentials(x, at, greatest, to, toAt, count);
    if (logarithm) {
      var logarithmOfSum = ElementaryFunctions.log(sum);
      for (int i = 0; i < count; i++) {
        to[toAt + i] = (float) logarithm(x[at + i], greatest, logarithmOfSum);
      }
    } else {
      float divisor = (float) sum;
      for (int i = 0; i < count; i++) {
        to[toAt + i] /= divisor;
      }
    }
  }

  /** The greatest number; NaNs, which make the sum NaN, do not count. */
  private static float greatest(float[] x, int at, int count) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      if (x[i] > greatest) {
        greatest = x[i];
      }
    }
    return greatest;
  }

  // end of copies
}
