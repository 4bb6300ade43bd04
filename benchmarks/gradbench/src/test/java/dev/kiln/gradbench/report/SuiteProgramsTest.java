package dev.kiln.gradbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import dev.kiln.gradbench.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteProgramsTest {
  private static final Eval<double[]> SQUARES =
      new Eval<>(
          "squares",
          double[].class,
          Map.of(
              "objective", x -> Evaluation.of(() -> x[0] * x[0]),
              "jacobian", x -> Evaluation.of(() -> new double[] {2 * x[0]})));

  @TempDir Path folder;

  @Test
  void theReportShowsWhatTheProgramTook() throws IOException {
    derivative("[6.0]");
    String[] row = report().split("\\|");
    assertEquals("2.00 / 3.00", row[8].strip());
    assertTrue(row[9].strip().matches("0\\.\\d+ / 0\\.\\d+"), row[9]);
  }

  @Test
  void aProgramWithAnotherResultIsNoComparison() throws IOException {
    derivative("[6.1]");
    IllegalStateException e = assertThrows(IllegalStateException.class, this::report);
    assertEquals("squares: output[0]: expected 6.1 but was 6.0", e.getMessage());
  }

  @Test
  void aProgramThatFailsIsNamed() throws IOException {
    program("exit 3");
    IllegalStateException e = assertThrows(IllegalStateException.class, this::report);
    assertTrue(e.getMessage().contains("squares objective ended with status 3"), e.getMessage());
  }

  /** The last row: the runs of the objective take 1, 2 and 4 ms, those of the derivative 3 ms. */
  private String report() {
    Contest contest =
        new Contest(
            SQUARES.name(),
            "n1",
            Json.mapper().createObjectNode().put("x", 3),
            "objective",
            "jacobian",
            SQUARES.prepare("objective", new double[] {3}),
            SQUARES.prepare("jacobian", new double[] {3}),
            Optional.empty(),
            Figures.NONE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Report(new PrintStream(out, false, StandardCharsets.UTF_8), 0.001, Optional.of(folder))
        .write(List.of(contest));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return lines.get(lines.size() - 2);
  }

  /** A program that writes a derivative. */
  private void derivative(String output) throws IOException {
    program(
        """
        grep -q '"x":3' "$1" && grep -q min_seconds "$1" || exit 1
        time() { echo "{\\"name\\": \\"evaluate\\", \\"nanoseconds\\": $1}"; }
        if [ "$2" = objective ]; then
          echo 9.0
          time 1000000; time 2000000; time 4000000
        else
          echo %s
          time 3000000
        fi
        """
            .formatted(output));
  }

  private void program(String script) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the program is a shell script");
    Path program = folder.resolve("squares");
    Files.writeString(program, "#!/bin/sh\n" + script);
    assertTrue(program.toFile().setExecutable(true));
  }
}
