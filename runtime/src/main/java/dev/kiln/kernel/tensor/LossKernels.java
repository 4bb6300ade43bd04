package dev.kiln.kernel.tensor;

import dev.kiln.array.NdArray;

/** Kernels of loss functions. */
public final class LossKernels {
  private LossKernels() {}

  /** The mean over all elements of the squares of the differences, accumulated as any mean. */
  public static NdArray meanSquaredError(NdArray prediction, NdArray target) {
    NdArray difference = Arithmetic.subtract(prediction, target);
    return Reductions.mean(Arithmetic.square(difference), false);
  }
}
