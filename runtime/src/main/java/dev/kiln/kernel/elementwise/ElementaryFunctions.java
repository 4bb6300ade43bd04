package dev.kiln.kernel.elementwise;

/**
 * The transcendental functions of tensors. All are computed in double with fdlibm's algorithms
 * ({@link StrictMath}), so that every platform, mode and thread count gives the same bits.
 */
public final class ElementaryFunctions {
  private ElementaryFunctions() {}

  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  public static double log(double x) {
    return StrictMath.log(x);
  }

  public static double tanh(double x) {
    return StrictMath.tanh(x);
  }

  public static double pow(double x, double y) {
    return StrictMath.pow(x, y);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
