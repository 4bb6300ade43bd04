package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code -Akiln.explain} says. */
class ExplainTest {
  private static String notes(String... options) {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions((Object[]) options)
            .compile(
                JavaFileObjects.forSourceString(
                    "demo.Line",
                    """
                    package demo;
                    import dev.kiln.annotation.*;
                    @Model
                    public class Line {
                      @Compute @Differentiable double iterate(double x, int n) {
                        double y = x;
                        for (int i = 0; i < n; i++) {
                          y = Math.sin(y) * x;
                        }
                        return y;
                      }
                      @Compute @Differentiable double sum(double[] x) {
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) {
                          sum += 2 * x[i];
                        }
                        return sum;
                      }
                      @Compute @Differentiable double search(double x) {
                        double y = x;
                        while (y < 10) {
                          y = y * y + 1;
                        }
                        return y;
                      }
                      static double power(double x, int n) {
                        return n == 0 ? 1 : Math.exp(x) * power(x, n - 1);
                      }
                      @Compute @Differentiable double samples(double[] x) {
                        double sum = 0;
                        for (int i = 0; i < x.length; i++) {
                          double y = Math.sin(x[i]);
                          sum += y * y * y;
                        }
                        return sum;
                      }
                      @Compute @Differentiable double recursive(double x, int n) {
                        return power(x, n);
                      }
                      @Compute @Differentiable double steps(double[] x, int n) {
                        double y = x[0];
                        for (@Checkpoint int i = 0; i < n; i++) { y = Math.sin(y); }
                        for (@Checkpoint int j = 0; j < n; j++) { y += x[j]; }
                        return y;
                      }
                    }
                    """));
    return compilation.notes().stream()
        .map(note -> note.getMessage(Locale.ROOT).replace("\n  ", "\n")) // javac indents
        .filter(text -> text.startsWith("the gradient"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void itIsSaidOnlyWhereAskedFor() {
    assertEquals("", notes());
  }

  @Test
  void whatIsStoredIsNamedByTheUsersVariablesAndLines() {
    assertEquals(
        """
        the gradient of iterate:
          stored: y (line 7), 8 bytes per round of the loop in line 7: the loop carries it from round to round
          stored: Math.sin (line 8), 8 bytes per round of the loop in line 7: costs more to compute again
          recovered: i (line 7)
        the gradient of sum:
          nothing is stored
          recovered: i (line 14)
        the gradient of search:
          stored: y (line 21), 8 bytes per round of the loop in line 21: the loop carries it from round to round
          counted: rounds (line 21), 4 bytes: the number of rounds is not known before the loop
        the gradient of samples:
          nothing is stored
          reversed round by round: loop (line 31)
        the gradient of recursive:
          nothing is stored
         power, forward and backward on its own:
          stored: Math.exp (line 27), 8 bytes per call: costs more to compute again
          stored: result of power (line 27), 8 bytes per call: it comes out of a branch, a loop or a call
          computed again: equal (line 27)
          computed again: subtract (line 27)
        the gradient of steps:
          not checkpointed: loop (line 43): its reverse keeps nothing from round to round
          recovered: j (line 43)
          checkpointed: loop (line 42): snapshots by recursive halving; 64 rounds are recorded at a time
         loopInLine42Rounds, forward and backward on its own:
          stored: y (line 42), 8 bytes per round of the loop in line 42: the loop carries it from round to round
          recovered: round (line 42)""",
        notes("-Akiln.explain"));
  }
}
