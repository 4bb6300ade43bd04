package dev.kiln.gradbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.gradbench.check.Comparison;
import dev.kiln.gradbench.protocol.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The suite's C++ in a contest: takes turns with the evaluations, and computes the same. */
final class SuitePrograms implements AutoCloseable {
  private static final double TOLERANCE = 1e-8;

  private final Contest contest;
  private final SuiteProgram program;
  private final List<Double> objective = new ArrayList<>();
  private final List<Double> derivative = new ArrayList<>();
  private JsonNode output;

  /**
   * The program of a contest.
   *
   * @param folder where the programs are, each with the name of its eval
   * @param contest what it computes
   * @param seconds how long a turn takes
   */
  SuitePrograms(Path folder, Contest contest, double seconds) {
    this.contest = contest;
    program = new SuiteProgram(folder.resolve(contest.eval()), contest.input(), seconds);
  }

  /** Evaluates the objective and the derivative for a while. */
  void turn() {
    objective.addAll(program.evaluate(contest.objectiveName()).nanoseconds());
    SuiteProgram.Results results = program.evaluate(contest.derivativeName());
    derivative.addAll(results.nanoseconds());
    output = results.output();
  }

  /**
   * The medians of all turns.
   *
   * @throws IllegalStateException if the derivative is not the one that the contest computed
   */
  Figures figures() {
    JsonNode actual = Json.mapper().valueToTree(contest.derivative().output());
    new Comparison(TOLERANCE)
        .firstDifference(output, actual)
        .ifPresent(
            difference -> {
              throw new IllegalStateException(contest.eval() + ": " + difference);
            });
    return new Figures(milliseconds(objective), milliseconds(derivative), Double.NaN, Double.NaN);
  }

  private static double milliseconds(List<Double> times) {
    return Stopwatch.median(times.stream().mapToDouble(each -> each).toArray()) / 1e6;
  }

  @Override
  public void close() {
    program.close();
  }
}
