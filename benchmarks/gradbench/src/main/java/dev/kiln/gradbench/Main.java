package dev.kiln.gradbench;

import dev.kiln.gradbench.baseline.BaselineEvals;
import dev.kiln.gradbench.check.Checker;
import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.KilnEvals;
import dev.kiln.gradbench.protocol.Tool;
import dev.kiln.gradbench.report.Report;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The tool. Without a command it speaks the suite's protocol on standard input and output. */
@Command(
    name = "kiln-gradbench",
    description = "Kiln as a tool of GradBench: speaks its protocol on standard input and output.",
    mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {
  @Option(
      names = "--hand-written",
      description = "Evaluate the derivatives written by hand, not the generated ones.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean handWritten;

  /** Runs the tool. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    try (BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8)) {
      new Tool(handWritten ? "java-by-hand" : "kiln", evals()).serve(in, out);
    }
    return 0;
  }

  private List<Eval<?>> evals() {
    return handWritten ? BaselineEvals.all() : KilnEvals.all();
  }

  @Command(description = "Compare with the outputs that the suite expects.")
  int check(
      @Parameters(
              description = "The folder with *.json.gz; default: ${DEFAULT-VALUE}",
              defaultValue = "../shared/data/gradbench")
          Path folder)
      throws IOException {
    return new Checker(evals()).check(folder, System.out) ? 0 : 1;
  }

  @Command(description = "Measure everything, and write a report in Markdown.")
  int report(
      @Option(
              names = "--seconds",
              description = "How long to measure each function; default: ${DEFAULT-VALUE}",
              defaultValue = "2")
          double seconds,
      @Option(
              names = "--programs",
              description = "The folder with the suite's C++, to measure it too.")
          Path programs) {
    new Report(System.out, seconds, Optional.ofNullable(programs)).write();
    return 0;
  }
}
