package dev.kiln.gradbench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.gradbench.eval.Eval;
import dev.kiln.gradbench.eval.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private record Size(int n) {}

  private static final Eval<Size> COPY =
      new Eval<>(
          "copy",
          Size.class,
          Map.of(
              "objective", size -> Evaluation.writing(() -> {}, () -> 0),
              "jacobian", size -> Evaluation.of(() -> new double[size.n()])));

  @Test
  void everyContestIsARow() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Contest contest =
        Contest.of(
            COPY,
            Optional.of(COPY),
            "objective",
            "jacobian",
            "n1000",
            new Size(1000),
            new Figures(1, 2, Double.NaN, 1e9));
    new Report(new PrintStream(out, false, StandardCharsets.UTF_8), 0.001, Optional.empty())
        .write(List.of(contest));

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(lines.get(0).contains("Java " + Runtime.version()), lines.get(0));
    String[] header = lines.get(lines.size() - 4).split("\\|");
    String[] row = lines.get(lines.size() - 2).split("\\|");
    assertEquals(header.length, row.length, lines.toString());
    assertEquals("copy", row[1].strip());
    assertEquals("n1000", row[2].strip());
    assertEquals("1.00 / 2.00", row[10].strip());
    assertEquals("", row[11].strip(), "Tapenade was not measured");
    assertEquals("yes", row[13].strip());
    assertTrue(row[14].strip().matches("0 / 80[0-9]{2}"), row[14]);
  }
}
