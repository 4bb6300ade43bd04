package dev.kiln.examples.run;

import dev.kiln.format.SafetensorsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that runs an example and prints its losses, the quality reached and the time. */
@Command(mixinStandardHelpOptions = true, version = "0.1.0")
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

  @Option(
      names = "--save",
      description = "Where to write the parameters of the last fit, as safetensors.")
  private Path weights;

  @Spec private CommandSpec spec;

  /** How many epochs the quality needs. */
  public abstract int usualEpochs();

  /** Runs the example. */
  public abstract Quality run(Run run);

  /**
   * Refuses a file that cannot be written, before time is spent on it.
   *
   * @param option the option that names the file
   */
  protected final void requireFolder(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw invalid(option + ": there is no folder " + folder);
    }
  }

  private ParameterException invalid(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  public final Integer call() throws IOException {
    if (epochs != null && epochs < 1) {
      throw invalid("--epochs must be at least 1, but is " + epochs);
    }
    if (weights != null) {
      requireFolder("--save", weights);
    }
    PrintWriter out = spec.commandLine().getOut();
    Run run = new Run(mode, epochs == null ? usualEpochs() : epochs, seed, out);
    long start = System.nanoTime();
    Quality quality = run(run);
    run.print("%s", quality.text());
    run.print("%.1f seconds", (System.nanoTime() - start) / NANOSECONDS);
    if (weights != null) {
      save(run);
    }
    return isChecked && !quality.isReached() ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private void save(Run run) throws IOException {
    if (run.parameters().isEmpty()) {
      throw invalid("--save: this example has no parameters");
    }
    SafetensorsFile.write(weights, run.parameters());
    run.print("parameters: %s", weights);
  }
}
