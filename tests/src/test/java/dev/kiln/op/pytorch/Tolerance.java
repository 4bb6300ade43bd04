package dev.kiln.op.pytorch;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * How much a result may differ from PyTorch's. Unless it must be equal, PyTorch computes in float64
 * also where Kiln computes in float32, so that the whole difference is Kiln's error. The unit is
 * the distance of 1 and the next number of the dtype.
 *
 * @param units how many of them
 * @param floor the least magnitude by which the units are multiplied
 * @param byElement whether they are multiplied by the magnitude of each element, or by that of the
 *     greatest element
 */
record Tolerance(double units, double floor, boolean byElement) {
  /** The same bits, of operands of the same dtype: what selects, counts, compares or rounds. */
  static final Tolerance EXACT = new Tolerance(0, 0, true);

  /** Relative to each element: functions of one element, each with few roundings. */
  static Tolerance ulps(double units) {
    return new Tolerance(units, 0, true);
  }

  /**
   * Relative to the greatest element, or to 1 if that is less: sums, whose terms may cancel, of
   * operands of magnitude 1.
   */
  static Tolerance normwise(double units) {
    return new Tolerance(units, 1, false);
  }

  /** Whether PyTorch computes in the dtype of the operands. */
  boolean isNative() {
    return units == 0;
  }

  /** What is wrong with a result, if anything; PyTorch's may be in float64. */
  Optional<String> difference(Tensor expected, Tensor actual, boolean isNative) {
    boolean isWider = actual.dtype() == DType.FLOAT32 && !isNative;
    DType dtype = isWider ? DType.FLOAT64 : actual.dtype();
    int[] sizes = expected.shape().toArray();
    if (expected.dtype() != dtype || !Arrays.equals(sizes, actual.shape().toArray())) {
      return Optional.of(
          expected.array().typeText() + " but Kiln's is " + actual.array().typeText());
    }
    double[] right = expected.cast(DType.FLOAT64).toDoubleArray();
    double[] found = actual.cast(DType.FLOAT64).toDoubleArray();
    double unit = actual.dtype() == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
    double least = actual.dtype() == DType.FLOAT32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
    double greatest = Arrays.stream(right).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    for (int i = 0; i < right.length; i++) {
      double scale = Math.max(floor, byElement ? Math.abs(right[i]) : greatest);
      double distance = Math.abs(right[i] - found[i]);
      boolean same = right[i] == found[i] || Double.isNaN(right[i]) && Double.isNaN(found[i]);
      if (!same && !(distance <= units * (unit * scale + least))) {
        String excess = "%.3g units".formatted(distance / (unit * scale));
        return Optional.of(
            "element %d is %s, but Kiln's is %s: %s".formatted(i, right[i], found[i], excess));
      }
    }
    return Optional.empty();
  }
}
