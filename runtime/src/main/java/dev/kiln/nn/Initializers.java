package dev.kiln.nn;

import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Initial values of parameters, of dtype float32. */
public final class Initializers {
  private Initializers() {}

  /**
   * Normal numbers with standard deviation {@code sqrt(2 / sizes[0])}, for layers with relu (He et
   * al., Delving Deep into Rectifiers, 2015).
   */
  public static Tensor heNormal(RandomGenerator random, int... sizes) {
    return Tensor.normal(random, sizes).multiply(Math.sqrt(2.0 / sizes[0]));
  }

  /**
   * Normal numbers with standard deviation {@code sqrt(2 / (sizes[0] + sizes[1]))} (Glorot and
   * Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010).
   */
  public static Tensor xavierNormal(RandomGenerator random, int... sizes) {
    return Tensor.normal(random, sizes).multiply(Math.sqrt(2.0 / (sizes[0] + sizes[1])));
  }

  /**
   * Uniform numbers in [-a, a) with {@code a = sqrt(6 / (sizes[0] + sizes[1]))} (Glorot and Bengio,
   * Understanding the difficulty of training deep feedforward neural networks, 2010, equation 16).
   */
  public static Tensor glorotUniform(RandomGenerator random, int... sizes) {
    double bound = Math.sqrt(6.0 / (sizes[0] + sizes[1]));
    return Tensor.uniform(random, sizes).multiply(2 * bound).subtract(bound);
  }

  /** Zeros, for biases. */
  public static Tensor zeros(int... sizes) {
    return Tensor.zeros(sizes);
  }
}
