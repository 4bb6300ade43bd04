package demo;

import dev.kiln.annotation.Generated;

/**
 * {@link Limits} with its compute methods compiled.
 */
@Generated(
    value = "dev.kiln.processor.KilnProcessor",
    comments = "from demo.Limits"
)
public final class CompiledLimits extends Limits {
  public CompiledLimits() {
    super();
  }

  @Override
  double ofDouble(int i) {
    // Limits.java:9
    double[] array = new double[4];
    array[0] = -0.0;
    array[1] = 0.1;
    array[2] = Double.NaN;
    array[3] = Double.NEGATIVE_INFINITY;
    return array[i];
  }

  @Override
  long ofLong(int i) {
    // Limits.java:15
    long[] array = new long[3];
    array[0] = -9223372036854775808L;
    array[1] = -2147483648L;
    array[2] = 1099511627776L;
    return array[i];
  }

  @Override
  float half(float x) {
    return x * 0.5f;
  }
}
