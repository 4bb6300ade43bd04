package dev.kiln.gradbench.report;

import dev.kiln.gradbench.eval.Evaluation;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures evaluations in turns, so that what disturbs the machine disturbs all alike: the
 * processor time of the thread that runs them, which leaves out what other processes took.
 */
final class Stopwatch {
  /** A time is taken of so many nanoseconds at least, as many runs as that needs. */
  private static final long SHORTEST = 1_000_000;

  private static final int FEWEST_ROUNDS = 15;

  /** How often others have their turn. */
  static final int TURNS = 5;

  private final double warmUpSeconds;
  private final double seconds;

  /**
   * A stopwatch.
   *
   * @param warmUpSeconds for each evaluation, before anything is measured
   * @param seconds for each evaluation
   */
  Stopwatch(double warmUpSeconds, double seconds) {
    this.warmUpSeconds = warmUpSeconds;
    this.seconds = seconds;
  }

  /**
   * How an evaluation did.
   *
   * @param milliseconds the median of a run
   * @param bytes allocated in a run
   */
  record Result(double milliseconds, long bytes) {}

  /**
   * The results of the evaluations, in their order.
   *
   * @param others has a turn now and then while the evaluations are measured
   */
  List<Result> measure(List<Evaluation> evaluations, Runnable others) {
    int[] batches = new int[evaluations.size()];
    long total = 0;
    for (int i = 0; i < batches.length; i++) {
      long time = warmUp(evaluations.get(i));
      batches[i] = (int) Math.max(1, SHORTEST / Math.max(1, time));
      total += time * batches[i];
    }
    int rounds = (int) Math.max(FEWEST_ROUNDS, batches.length * seconds * 1e9 / total);
    double[][] times = new double[batches.length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < batches.length; i++) {
        times[i][round] = time(evaluations.get(i), batches[i]);
      }
      if ((round + 1) * TURNS / rounds > round * TURNS / rounds) {
        others.run();
      }
    }
    return IntStream.range(0, batches.length)
        .mapToObj(i -> new Result(median(times[i]) / 1e6, allocated(evaluations.get(i))))
        .toList();
  }

  /** Runs it for a while, and returns the nanoseconds that one run takes now. */
  private long warmUp(Evaluation evaluation) {
    long start = processorTime();
    long last;
    do {
      last = processorTime();
      evaluation.run();
      last = processorTime() - last;
    } while (processorTime() - start < warmUpSeconds * 1e9);
    return last;
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double time(Evaluation evaluation, int batch) {
    long start = processorTime();
    for (int i = 0; i < batch; i++) {
      evaluation.run();
    }
    return (double) (processorTime() - start) / batch;
  }

  static double median(double[] times) {
    Arrays.sort(times);
    int middle = times.length / 2;
    return times.length % 2 == 1 ? times[middle] : (times[middle - 1] + times[middle]) / 2;
  }

  /** The least of a few runs: counting allocates a little itself at first. */
  private static long allocated(Evaluation evaluation) {
    if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)) {
      throw new IllegalStateException("this virtual machine does not count allocated bytes");
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      evaluation.run();
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
