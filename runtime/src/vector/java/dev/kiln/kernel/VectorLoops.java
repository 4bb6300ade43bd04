package dev.kiln.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of {@link InnerLoops} with the Vector API. Compiled apart from the rest, and
 * loaded only where the module {@code jdk.incubator.vector} is there.
 *
 * <p>Callers have checked the ranges; {@code iterations} is a multiple of {@link #LANES}. Products
 * are rounded before they are added, as Java's operators do. Partial sums are added in a fixed
 * order, which {@code reduceLanes} does not promise; right in the loop's method, since a vector
 * that is passed on may become an object.
 */
final class VectorLoops {
  /** How many partial sums a dot product has, whatever the processor. */
  static final int LANES = 4;

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_256;

  private VectorLoops() {}

  /** Whether the processor has vectors of that size: else these loops would be slow. */
  static boolean areFast() {
    return DoubleVector.SPECIES_PREFERRED.length() >= LANES;
  }

  static void axpy(double[] y, int yStart, double[] x, int xStart, double factor, int iterations) {
    DoubleVector factors = DoubleVector.broadcast(SPECIES, factor);
    for (int i = 0; i < iterations; i += LANES) {
      DoubleVector products = DoubleVector.fromArray(SPECIES, x, xStart + i).mul(factors);
      DoubleVector.fromArray(SPECIES, y, yStart + i).add(products).intoArray(y, yStart + i);
    }
  }

  static double dot(double[] x, int xStart, double[] z, int zStart, double sum, int iterations) {
    DoubleVector sums = DoubleVector.zero(SPECIES);
    for (int i = 0; i < iterations; i += LANES) {
      DoubleVector other = DoubleVector.fromArray(SPECIES, z, zStart + i);
      sums = sums.add(DoubleVector.fromArray(SPECIES, x, xStart + i).mul(other));
    }
    return sum + ((sums.lane(0) + sums.lane(1)) + (sums.lane(2) + sums.lane(3)));
  }

  static double axpyDot(
      double[] y,
      int yStart,
      double[] x,
      int xStart,
      double factor,
      double[] z,
      int zStart,
      double sum,
      int iterations) {
    DoubleVector factors = DoubleVector.broadcast(SPECIES, factor);
    DoubleVector sums = DoubleVector.zero(SPECIES);
    for (int i = 0; i < iterations; i += LANES) {
      DoubleVector elements = DoubleVector.fromArray(SPECIES, x, xStart + i);
      sums = sums.add(elements.mul(DoubleVector.fromArray(SPECIES, z, zStart + i)));
      DoubleVector products = elements.mul(factors);
      DoubleVector.fromArray(SPECIES, y, yStart + i).add(products).intoArray(y, yStart + i);
    }
    return sum + ((sums.lane(0) + sums.lane(1)) + (sums.lane(2) + sums.lane(3)));
  }
}
