package dev.kiln.kernel.tensor;

import dev.kiln.array.IllegalIndexException;
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
        throw new IllegalIndexException(
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
    Object to = Elements.makeArbitrary(operand.dtype(), shape.elements());
    if (inner == 1) {
      normalise(from, to, size, logarithm);
      return Elements.wrap(shape, to);
    }
    Object row = Elements.make(operand.dtype(), size);
    Object result = Elements.make(operand.dtype(), size);
    for (int group = 0; group * size < shape.elements(); group++) {
      int start = group / inner * inner * size + group % inner;
      Elements.copy(from, start, inner, row, 0, 1, size);
      normalise(row, result, size, logarithm);
      Elements.copy(result, 0, 1, to, start, inner, size);
    }
    return Elements.wrap(shape, to);
  }

  /** Of groups one after the other. */
  private static void normalise(Object from, Object to, int size, boolean logarithm) {
    if (from instanceof float[] floats) {
      normalise(floats, (float[]) to, size, logarithm);
      return;
    }
    double[] x = (double[]) from;
    double[] result = (double[]) to;
    for (int at = 0; at < x.length; at += size) {
      double greatest = greatest(x, at, size);
      double sum = exponentials(x, at, greatest, result, at, size);
      double logarithmOfSum = logarithm ? ElementaryFunctions.log(sum) : 0;
      for (int i = at; i < at + size; i++) {
        result[i] = logarithm ? logarithm(x[i], greatest, logarithmOfSum) : result[i] / sum;
      }
    }
  }

  /** Of several groups together, since functions of short blocks are slow. */
  private static void normalise(float[] x, float[] to, int size, boolean logarithm) {
    float[] shifted = new float[Math.min(x.length, Math.max(1, BLOCK / Math.max(1, size)) * size)];
    for (int first = 0; first < x.length; first += shifted.length) {
      int count = Math.min(shifted.length, x.length - first);
      System.arraycopy(x, first, shifted, 0, count);
      for (int at = 0; at < count; at += size) {
        subtract(greatest(shifted, at, size), shifted, at, size);
      }
      FloatFunctions.exp(shifted, 0, to, first, count);
      for (int at = first; at < first + count; at += size) {
        double sum = Sums.total(to, at, size);
        if (logarithm) {
          float greatest = greatest(x, at, size);
          double logarithmOfSum = ElementaryFunctions.log(sum);
          for (int i = at; i < at + size; i++) {
            to[i] = (float) logarithm(x[i], greatest, logarithmOfSum);
          }
        } else {
          divide(to, at, size, (float) sum);
        }
      }
    }
  }

  private static void subtract(float number, float[] x, int at, int count) {
    for (int i = at; i < at + count; i++) {
      x[i] -= number;
    }
  }

  private static void divide(float[] x, int at, int count, float divisor) {
    for (int i = at; i < at + count; i++) {
      x[i] /= divisor;
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
