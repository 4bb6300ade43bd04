package dev.kiln.benchmark;

import dev.kiln.kernel.InnerLoops;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints a table of the benchmarks of kernels against loops by hand, for machines that do other
 * work as well: with {@code -Dcpu=true} by the processor time of this thread. The two take turns,
 * and each figure is the median of its rounds.
 */
public final class KernelTimes {
  private static final int ROUNDS = 21;
  private static final double ROUND_MILLISECONDS = 40;

  private static Object last;

  private KernelTimes() {}

  private interface Work {
    Object run();
  }

  /** Measures. */
  public static void main(String[] arguments) {
    System.out.printf(
        "Java %s, %s%n%n| | Kiln, µs | by hand, µs | Kiln, GFlop/s | by hand / Kiln |%n"
            + "|---|---|---|---|---|%n",
        Runtime.version().feature(), InnerLoops.VECTORS ? "Vector API" : "plain Java");
    for (String shape : MatrixProductBenchmark.SHAPES.split(" ", -1)) {
      MatrixProductBenchmark product = new MatrixProductBenchmark(shape);
      product.check();
      row("product " + shape, product.flops(), product::product, product::byHand);
    }
    ConvolutionBenchmark convolution = new ConvolutionBenchmark();
    convolution.check();
    double flops = ConvolutionBenchmark.FLOPS;
    row("convolution", flops, convolution::convolution, convolution::byHand);
    row("adjoint by the images", flops, convolution::adjointByImages, convolution::byHand);
    row("adjoint by the filters", flops, convolution::adjointByFilters, convolution::byHand);
  }

  private static void row(String name, double flops, Work kiln, Work byHand) {
    double[][] times = new double[2][ROUNDS];
    Work[] both = {kiln, byHand};
    int[] calls = {1, 1};
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (int i = 0; i < 2; i++) {
        double time = time(both[i], calls[i]);
        if (round < 0) {
          // so many calls that a round takes its time
          calls[i] = (int) Math.max(1, ROUND_MILLISECONDS / Math.max(time, 1e-4));
        } else {
          times[i][round] = time;
        }
      }
    }
    double mine = median(times[0]);
    double other = median(times[1]);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.1f | %.1f | %.1f | %.1f |%n",
        name,
        mine * 1e3,
        other * 1e3,
        flops / mine / 1e6,
        other / mine);
  }

  /** The milliseconds of a call. */
  private static double time(Work work, int calls) {
    Stopwatch watch = new Stopwatch();
    watch.start();
    for (int i = 0; i < calls; i++) {
      last = work.run();
    }
    watch.stop();
    if (last == null) {
      throw new IllegalStateException("no result");
    }
    return watch.milliseconds() / calls;
  }

  private static double median(double... times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
