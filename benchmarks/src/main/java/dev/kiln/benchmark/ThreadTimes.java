package dev.kiln.benchmark;

import dev.kiln.kernel.InnerLoops;
import dev.kiln.kernel.Parallelism;
import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Prints what one thread takes, and what several threads take, by the clock: so on an idle machine
 * only. The two take turns, and each figure is the median of its rounds. The argument is the number
 * of threads, which is 2 without one.
 */
public final class ThreadTimes {
  private static final int ROUNDS = 15;
  private static final double ROUND_MILLISECONDS = 60;
  private static final int BATCH = 256;

  private static Object last;

  private ThreadTimes() {}

  private interface Work {
    Object run();
  }

  /** Measures. */
  public static void main(String[] arguments) {
    int threads = arguments.length == 0 ? 2 : Integer.parseInt(arguments[0]);
    System.out.printf(
        "Java %s, %s%n%n| ms | 1 thread | %d threads | ratio |%n|---|---|---|---|%n",
        Runtime.version().feature(), InnerLoops.VECTORS ? "Vector API" : "plain Java", threads);
    for (String shape : "128x128x128 256x256x256 512x512x512 1024x1024x1024".split(" ", -1)) {
      MatrixProductBenchmark product = new MatrixProductBenchmark(shape);
      product.check();
      row("product " + shape, threads, product::product);
    }
    ConvolutionBenchmark convolution = new ConvolutionBenchmark();
    convolution.check();
    row("convolution of LeNet, 32 images", threads, convolution::convolution);
    row("adjoint by the images", threads, convolution::adjointByImages);
    row("adjoint by the filters", threads, convolution::adjointByFilters);
    Tensor label = Tensor.of(new Random(3).ints(BATCH, 0, 10).toArray());
    CompiledWidePerceptron wide = new CompiledWidePerceptron(new Random(1));
    Tensor x = Tensor.uniform(new Random(2), BATCH, 784);
    row("loss of the perceptron, 256 images", threads, () -> wide.loss(x, label));
    row("gradient of the perceptron", threads, () -> wide.lossGradient(x, label));
    CompiledLeNet network = new CompiledLeNet(new Random(1));
    Tensor images = Tensor.uniform(new Random(2), BATCH, 1, 28, 28);
    row("loss of LeNet, 256 images", threads, () -> network.loss(images, label));
    row("gradient of LeNet", threads, () -> network.lossGradient(images, label));
  }

  private static void row(String name, int threads, Work work) {
    int[] numbers = {1, threads};
    double[][] times = new double[2][ROUNDS];
    int[] calls = {1, 1};
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (int i = 0; i < 2; i++) {
        double time = time(work, numbers[i], calls[i]);
        if (round < 0) {
          calls[i] = (int) Math.max(1, ROUND_MILLISECONDS / Math.max(time, 1e-3));
        } else {
          times[i][round] = time;
        }
      }
    }
    double one = median(times[0]);
    double several = median(times[1]);
    System.out.printf(
        Locale.ROOT, "| %s | %.3f | %.3f | %.2f |%n", name, one, several, one / several);
  }

  /** The milliseconds of a call. */
  private static double time(Work work, int threads, int calls) {
    try (Parallelism parallelism = Parallelism.open(threads)) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        last = work.run();
      }
      if (last == null) {
        throw new IllegalStateException("no result with " + parallelism.threads() + " threads");
      }
      return (System.nanoTime() - start) / 1e6 / calls;
    }
  }

  private static double median(double... times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
