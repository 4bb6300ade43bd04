package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.elementwise.ElementaryFunctions;

/**
 * Softmax and its relatives, computed in double with the greatest element of each group subtracted
 * first, summed in the order of the axis, and rounded once.
 */
public final class SoftmaxKernels {
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
    NdArray log = logSoftmax(logits, -1);
    int classes = logits.shape().size(-1);
    int rows = labels.shape().elements();
    NdArray result = Creation.zeros(logits.dtype(), rows);
    for (int i = 0; i < rows; i++) {
      long label = Creation.indexAt(labels, i);
      if (label < 0 || label >= classes) {
        throw new IndexOutOfBoundsException(
            "softmaxCrossEntropy: label " + label + " in row " + i + " of " + classes + " classes");
      }
      int at = i * classes + (int) label;
      if (logits.dtype() == DType.FLOAT32) {
        result.floats()[i] = -log.floats()[at];
      } else {
        result.doubles()[i] = -log.doubles()[at];
      }
    }
    return result;
  }

  private static NdArray along(NdArray operand, int axis, boolean logarithm) {
    TensorShape shape = operand.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    int size = shape.size(at);
    int inner = 1;
    for (int i = at + 1; i < shape.rank(); i++) {
      inner *= shape.size(i);
    }
    int groups = size == 0 ? 0 : shape.elements() / size;
    double[] group = new double[size];
    NdArray result = Creation.zeros(operand.dtype(), shape.toArray());
    for (int g = 0; g < groups; g++) {
      int start = g / inner * inner * size + g % inner;
      for (int i = 0; i < size; i++) {
        group[i] = get(operand, start + i * inner);
      }
      normalise(group, logarithm);
      for (int i = 0; i < size; i++) {
        set(result, start + i * inner, group[i]);
      }
    }
    return result;
  }

  private static void normalise(double[] group, boolean logarithm) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double value : group) {
      greatest = Math.max(greatest, value);
    }
    double sum = 0;
    for (double value : group) {
      sum += ElementaryFunctions.exp(value - greatest);
    }
    double logarithmOfSum = logarithm ? ElementaryFunctions.log(sum) : 0;
    for (int i = 0; i < group.length; i++) {
      double shifted = group[i] - greatest;
      group[i] = logarithm ? shifted - logarithmOfSum : ElementaryFunctions.exp(shifted) / sum;
    }
  }

  private static double get(NdArray array, int at) {
    return array.dtype() == DType.FLOAT32 ? array.floats()[at] : array.doubles()[at];
  }

  private static void set(NdArray array, int at, double value) {
    if (array.dtype() == DType.FLOAT32) {
      array.floats()[at] = (float) value;
    } else {
      array.doubles()[at] = value;
    }
  }
}
