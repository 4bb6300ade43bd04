package dev.kiln.benchmark;

import java.util.Arrays;

/** Compares gradients before their times are compared. */
final class SameGradient {
  private static final double TOLERANCE = 1e-9;

  private SameGradient() {}

  /**
   * Requires that two gradients are equal but for rounding.
   *
   * @throws IllegalStateException if they are not
   */
  static void require(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i] - actual[i]) > TOLERANCE * Math.max(1, Math.abs(expected[i]))) {
        throw new IllegalStateException(
            Arrays.toString(expected) + " is not " + Arrays.toString(actual));
      }
    }
  }
}
