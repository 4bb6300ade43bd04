package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.IllegalOperandException;
import dev.kiln.array.NdArray;

/** Java numbers as operands of tensors. */
public final class JavaNumbers {
  private JavaNumbers() {}

  /**
   * Whether a tensor of {@code dtype} can hold {@code value}. Floating-point dtypes round and hold
   * every number; integers hold whole numbers in their range, truth values 0 and 1.
   */
  public static boolean fits(DType dtype, double value) {
    if (dtype.isInteger()) {
      return dtype == DType.INT32
          ? (int) value == value
          // (double) Long.MAX_VALUE is 2^63, which is no long, but casts to the greatest
          : (long) value == value && value < 0x1p63;
    }
    return dtype.isFloating() || value == 0 || value == 1;
  }

  /**
   * Refuses a number that a tensor cannot hold.
   *
   * @param method the method that the number is an argument of
   * @throws IllegalArgumentException if {@code value} does not {@linkplain #fits fit} the dtype
   */
  public static void requireFits(DType dtype, double value, String method) {
    if (!fits(dtype, value)) {
      throw new IllegalOperandException(
          method
              + ": the number "
              + value
              + " does not fit a tensor of dtype "
              + dtype
              + "; cast the tensor to a floating-point dtype first, or give a number of its dtype");
    }
  }

  /**
   * The number as a tensor of rank 0.
   *
   * @throws IllegalArgumentException if {@code value} does not {@linkplain #fits fit} the dtype
   */
  public static NdArray tensor(double value, DType dtype, String method) {
    requireFits(dtype, value, method);
    return Creation.full(dtype, value);
  }
}
