package dev.kiln.examples.run;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs an example and prints its losses, the quality reached and the time. */
public abstract class Example implements Callable<Integer> {
  private static final double NANOSECONDS = 1e9;

  @Option(
      names = "--mode",
      defaultValue = "COMPILED",
      description =
          "How to run the model: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private Mode mode;

  @Option(
      names = "--epochs",
      description = "How often to see all examples; without it, as often as the quality needs.")
  private Integer epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "What all random numbers are made from; ${DEFAULT-VALUE} unless given.")
  private long seed;

  @Option(
      names = "--check",
      description = "End with status 1 where the quality is not the one asked for.")
  private boolean isChecked;

  @Spec private CommandSpec spec;

  /** How many epochs the quality needs. */
  public abstract int usualEpochs();

  /** Runs the example. */
  public abstract Quality run(Run run);

  /** What to throw for an option that does not fit. */
  protected final ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  public final Integer call() {
    if (epochs != null && epochs < 1) {
      throw invalid("--epochs must be at least 1, but is " + epochs);
    }
    PrintWriter out = spec.commandLine().getOut();
    Run run = new Run(mode, epochs == null ? usualEpochs() : epochs, seed, out);
    long start = System.nanoTime();
    Quality quality = run(run);
    run.print("%s", quality.text());
    run.print("%.1f seconds", (System.nanoTime() - start) / NANOSECONDS);
    return isChecked && !quality.isReached() ? ExitCode.SOFTWARE : ExitCode.OK;
  }
}
