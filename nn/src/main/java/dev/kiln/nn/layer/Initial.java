package dev.kiln.nn.layer;

import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Numbers that parameters begin with. */
final class Initial {
  private Initial() {}

  /** Uniform numbers in {@code [-bound, bound)}. */
  static Tensor uniform(RandomGenerator random, double bound, int... sizes) {
    return Tensor.uniform(random, sizes).multiply(2 * bound).subtract(bound);
  }
}
