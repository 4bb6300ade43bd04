package dev.kiln.kernel;

import java.lang.module.ResolvedModule;

/**
 * Which inner loops there are is chosen here, once: those with the Vector API where the module
 * {@code jdk.incubator.vector} is present and the processor has vectors of 256 bits, else plain
 * Java. The system property {@code kiln.vectors} chooses instead: {@code false} is plain Java, and
 * with {@code true} it is an error where the module is missing.
 *
 * <p>Inner loops on {@code double} arrays that vectors make faster. Each method does as many of the
 * first iterations of a loop as vectors are good for, and the loop that follows in the code does
 * the others: none are done without the module {@code jdk.incubator.vector}, for short loops, where
 * an index would be out of range, and where an array that is written is read under another name. So
 * errors come from the loop itself.
 *
 * <p>Elements that are written have the bits that the loop would write. Sums have not: a dot
 * product adds four partial sums, of every fourth iteration each. Only sums whose order is free may
 * use it.
 */
public final class InnerLoops {
  /** Where only elements are written, HotSpot's own vectors are as good up to about here. */
  static final int FEWEST_ITERATIONS_OF_AXPY = 24;

  /** A sum of fewer iterations is faster as it is. */
  static final int FEWEST_ITERATIONS_OF_SUM = 12;

  /** Whether loops run on vectors in this virtual machine. */
  public static final boolean VECTORS = hasVectors();

  private InnerLoops() {}

  // The public methods are small enough for HotSpot to inline them wherever they are called.

  private static boolean hasVectors() {
    String chosen = System.getProperty("kiln.vectors", "");
    if (chosen.equals("false")) {
      return false;
    }
    if (!isPresent("jdk.incubator.vector")) {
      if (chosen.equals("true")) {
        throw new IllegalStateException(
            "kiln.vectors is true, but the module is missing: --add-modules jdk.incubator.vector");
      }
      return false;
    }
    Module vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").orElseThrow();
    InnerLoops.class.getModule().addReads(vectors);
    return chosen.equals("true") || VectorLoops.areFast();
  }

  /** As {@code findModule} of the layer says, which makes lambdas where a module is missing. */
  private static boolean isPresent(String name) {
    for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
      if (module.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /**
   * {@code y[yStart + i] += x[xStart + i] * factor}.
   *
   * @param count how many iterations the loop has
   * @return how many iterations were done
   */
  public static int axpy(double[] y, int yStart, double[] x, int xStart, double factor, int count) {
    return VECTORS && count >= FEWEST_ITERATIONS_OF_AXPY
        ? axpyOnVectors(y, yStart, x, xStart, factor, count)
        : 0;
  }

  private static int axpyOnVectors(
      double[] y, int yStart, double[] x, int xStart, double factor, int count) {
    if (y == x || !isInside(y, yStart, count) || !isInside(x, xStart, count)) {
      return 0;
    }
    int iterations = count & -VectorLoops.LANES;
    VectorLoops.axpy(y, yStart, x, xStart, factor, iterations);
    return iterations;
  }

  /** How many of {@code count} iterations {@link #dot} does. */
  public static int dotIterations(double[] x, int xStart, double[] z, int zStart, int count) {
    return VECTORS && count >= FEWEST_ITERATIONS_OF_SUM
        ? iterationsInside(x, xStart, z, zStart, count)
        : 0;
  }

  /** {@code sum + x[xStart + i] * z[zStart + i]} of so many iterations, summed in any order. */
  public static double dot(
      double[] x, int xStart, double[] z, int zStart, double sum, int iterations) {
    return VECTORS && iterations > 0 ? VectorLoops.dot(x, xStart, z, zStart, sum, iterations) : sum;
  }

  /** How many of {@code count} iterations {@link #axpyDot} does. */
  public static int axpyDotIterations(
      double[] y, int yStart, double[] x, int xStart, double[] z, int zStart, int count) {
    return VECTORS && count >= FEWEST_ITERATIONS_OF_SUM
        ? iterationsInside(y, yStart, x, xStart, z, zStart, count)
        : 0;
  }

  /** {@link #axpy} and, of the same {@code x}, {@link #dot} in one loop of so many iterations. */
  public static double axpyDot(
      double[] y,
      int yStart,
      double[] x,
      int xStart,
      double factor,
      double[] z,
      int zStart,
      double sum,
      int iterations) {
    return VECTORS && iterations > 0
        ? VectorLoops.axpyDot(y, yStart, x, xStart, factor, z, zStart, sum, iterations)
        : sum;
  }

  private static int iterationsInside(
      double[] y, int yStart, double[] x, int xStart, double[] z, int zStart, int count) {
    return y != x && y != z && isInside(y, yStart, count)
        ? iterationsInside(x, xStart, z, zStart, count)
        : 0;
  }

  private static int iterationsInside(double[] x, int xStart, double[] z, int zStart, int count) {
    return isInside(x, xStart, count) && isInside(z, zStart, count)
        ? count & -VectorLoops.LANES
        : 0;
  }

  private static boolean isInside(double[] array, int start, int count) {
    return array != null && start >= 0 && start <= array.length - count;
  }
}
