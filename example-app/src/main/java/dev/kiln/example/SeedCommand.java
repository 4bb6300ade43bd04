package dev.kiln.example;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the counters in every way, and says what an iteration costs. */
@Command(name = "seed", description = "Runs two counters until they meet: first += 2, second += 1.")
final class SeedCommand implements Runnable {
  /** The second counter ends at twice the gap, which float32 holds exactly up to here. */
  private static final int LARGEST_GAP = 1 << 23;

  private static final long MEASURED_NANOS = 200_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--gap",
      defaultValue = "10",
      description = "How far the counters are apart at first; ${DEFAULT-VALUE} unless given.")
  private int gap;

  @Option(names = "--mode", description = "Only one of ${COMPLETION-CANDIDATES}.")
  private SeedMode only;

  @Override
  public void run() {
    if (gap < 1 || gap > LARGEST_GAP) {
      throw new ParameterException(
          spec.commandLine(), "--gap must be from 1 to " + LARGEST_GAP + ", but is " + gap);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (SeedMode mode : SeedMode.values()) {
      if (only == null || only == mode) {
        SeedProgram program = SeedProgram.of(mode);
        Counter.Counters counters = program.run(0, gap);
        out.printf(
            Locale.ROOT,
            "%-35s (%d, %d) %10.2f ns per iteration%n",
            mode.description(),
            counters.first(),
            counters.second(),
            nanosPerIteration(program));
        out.flush();
      }
    }
  }

  /** Runs for a while to warm up, then for as long again to measure. */
  private double nanosPerIteration(SeedProgram program) {
    run(program);
    return run(program);
  }

  private double run(SeedProgram program) {
    long runs = 0;
    long start = System.nanoTime();
    long elapsed;
    do {
      program.run(0, gap);
      runs++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < MEASURED_NANOS);
    return (double) elapsed / runs / gap;
  }
}
