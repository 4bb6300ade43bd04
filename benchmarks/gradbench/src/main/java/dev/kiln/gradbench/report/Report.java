package dev.kiln.gradbench.report;

import dev.kiln.gradbench.eval.Evaluation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the contests' results as Markdown. */
public final class Report {
  private static final String HEADER =
      """
      | eval | size | objective ms | derivative ms | ratio | by hand ms | generated / by hand \
      | C++ of the same run, objective / derivative ms | generated / C++ of the same run \
      | C++ once, objective / derivative ms | Tapenade C once, ms | target ms | reached \
      | bytes per objective / derivative |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  /** The compiler of the virtual machine takes a second for the largest methods. */
  private static final double WARM_UP = 4;

  private final PrintStream out;
  private final double seconds;
  private final Optional<Path> programs;
  private final Stopwatch stopwatch;

  /**
   * A report.
   *
   * @param out where it goes
   * @param seconds how long to measure each evaluation; it is warmed up for longer
   * @param programs the folder with the suite's C++, where it was built
   */
  public Report(PrintStream out, double seconds, Optional<Path> programs) {
    this.out = out;
    this.seconds = seconds;
    this.programs = programs;
    stopwatch = new Stopwatch(WARM_UP * seconds, seconds);
  }

  /** Measures everything and writes it. */
  public void write() {
    write(Contests.all());
  }

  void write(List<Contest> contests) {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    out.printf("## Java %s, %s Vector API%n%n", Runtime.version(), vectors ? "with" : "without");
    out.println(
        """
        Medians of the processor time of one thread; generated code and code written by hand take turns in one process.
        "By hand" is plain Java in `dev.kiln.gradbench.baseline`. "C++ of the same run" is \
        GradBench's own tool "manual" (g++ -O3 -march=native), processor time of one thread, which \
        takes turns with these. The other figures of C++ are GradBench's tools (manual and \
        Tapenade), measured once on the same kind of machine; only their order of magnitude is \
        comparable.
        """);
    out.print(HEADER);
    for (Contest contest : contests) {
      row(contest);
    }
    out.println();
  }

  private void row(Contest contest) {
    List<Evaluation> evaluations = new ArrayList<>();
    evaluations.add(contest.objective());
    evaluations.add(contest.derivative());
    contest.byHand().ifPresent(evaluations::add);
    Figures suite = Figures.NONE;
    List<Stopwatch.Result> results;
    if (programs.isPresent()) {
      try (SuitePrograms others =
          new SuitePrograms(programs.get(), contest, seconds / Stopwatch.TURNS)) {
        results = stopwatch.measure(evaluations, others::turn);
        suite = others.figures();
      }
    } else {
      results = stopwatch.measure(evaluations, () -> {});
    }
    double objective = results.get(0).milliseconds();
    double derivative = results.get(1).milliseconds();
    double byHand = results.size() > 2 ? results.get(2).milliseconds() : Double.NaN;
    Figures figures = contest.figures();
    out.printf(
        "| %s | %s | %s | %s | %s | %s | %s | %s / %s | %s / %s | %s / %s | %s | %s | %s | %d / %d"
            + " |%n",
        contest.eval(),
        contest.size(),
        number(objective),
        number(derivative),
        number(derivative / objective),
        number(byHand),
        number(derivative / byHand),
        number(suite.objective()),
        number(suite.derivative()),
        number(objective / suite.objective()),
        number(derivative / suite.derivative()),
        number(figures.objective()),
        number(figures.derivative()),
        number(figures.tapenade()),
        number(figures.target()),
        reached(derivative, figures.target()),
        results.get(0).bytes(),
        results.get(1).bytes());
    out.flush();
  }

  private static String reached(double derivative, double target) {
    if (Double.isNaN(target)) {
      return "";
    }
    return derivative <= target ? "yes" : "no, " + number(derivative / target) + "x";
  }

  /** Three digits; nothing for NaN. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
