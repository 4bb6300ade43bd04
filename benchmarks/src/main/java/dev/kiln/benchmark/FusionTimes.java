package dev.kiln.benchmark;

import dev.kiln.kernel.InnerLoops;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Prints a table of {@link FusionBenchmark} for machines that do other work as well, by the
 * processor time of this thread with {@code -Dcpu=true}. The modes take turns, and each figure is
 * the median of its rounds.
 */
public final class FusionTimes {
  private static final int ROUNDS = 15;

  private static Object last;

  private FusionTimes() {}

  private interface Work {
    Object run();
  }

  /** Measures. */
  public static void main(String[] arguments) {
    System.out.printf(
        "Java %s, %s%n%n| elements | compiled | eager | session | gradient | tape |%n"
            + "|---|---|---|---|---|---|%n",
        Runtime.version().feature(), InnerLoops.VECTORS ? "Vector API" : "plain Java");
    for (int elements : new int[] {4096, 1048576}) {
      FusionBenchmark benchmark = new FusionBenchmark(elements);
      List<Work> works =
          List.of(
              benchmark::compiled,
              benchmark::eager,
              benchmark::session,
              benchmark::gradient,
              benchmark::tape);
      System.out.printf("| %d |", elements);
      for (double median : medians(works, Math.max(1, 2_000_000 / elements))) {
        System.out.printf(Locale.ROOT, " %.1f |", median);
      }
      System.out.println();
    }
    if (last == null) {
      throw new AssertionError("nothing was computed");
    }
  }

  /** Microseconds per call. */
  private static double[] medians(List<Work> works, int calls) {
    double[][] times = new double[works.size()][ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      for (int i = 0; i < works.size(); i++) {
        Stopwatch watch = new Stopwatch();
        watch.start();
        for (int call = 0; call < calls; call++) {
          last = works.get(i).run();
        }
        watch.stop();
        if (round >= 0) {
          times[i][round] = watch.milliseconds() * 1000 / calls;
        }
      }
    }
    double[] medians = new double[works.size()];
    for (int i = 0; i < medians.length; i++) {
      Arrays.sort(times[i]);
      medians[i] = times[i][ROUNDS / 2];
    }
    return medians;
  }
}
