package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code -Akiln.explain} says. */
class ExplainTest {
  private static final String LINE =
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
                    """;

  private static final String INACTIVE =
      """
      package demo;
      import dev.kiln.annotation.*;
      import dev.kiln.autodiff.StopGradient;
      import dev.kiln.tensor.Tensor;
      @Model
      public class Inactive {
        double scale = 2;
        @Compute @Differentiable
        double mixed(double x, @NoGradient double y, int n, double[] unused) {
          double twice = 2 * y;
          double size = StopGradient.of(x);
          double level = Math.floor(x);
          int cell = (int) x;
          double logged = Math.log(x);
          assert logged > 0;
          return x * x * twice * scale + size + level + cell + n;
        }
        @Compute @Differentiable
        double relaxed(double[] x, double[][] rows, int n) {
          double[] y = x.clone();
          for (int round = 0; round < n; round++) {
            for (int i = 1; i < y.length; i++) {
              y[i] = y[i] * y[i - 1];
            }
            rows[round] = y;
          }
          return y[0] * rows[0][0];
        }
        @Compute @Differentiable
        Tensor steps(@Shape("n, 3") Tensor x, @Shape("2, 2") Tensor fixed, int count) {
          Tensor y = x;
          Tensor z = fixed;
          for (int i = 0; i < count; i++) {
            y = y.multiply(y);
            z = z.multiply(z);
          }
          return y.sum().add(z.sum());
        }
      }
      """;

  private static String notes(String name, String source, String... options) {
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions((Object[]) options)
            .compile(JavaFileObjects.forSourceString(name, source));
    assertThat(compilation).succeeded();
    return compilation.notes().stream()
        .map(note -> note.getMessage(Locale.ROOT).replace("\n  ", "\n")) // javac indents
        .filter(text -> text.startsWith("the gradient"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void itIsSaidOnlyWhereAskedFor() {
    assertEquals("", notes("demo.Line", LINE));
  }

  @Test
  void whatIsStoredIsNamedByTheUsersVariablesAndLines() {
    assertEquals(
        """
        the gradient of iterate:
          stored: y (line 7), 8 bytes per round of the loop in line 7: the loop carries it from round to round
          stored: Math.sin (line 8), 8 bytes per round of the loop in line 7: costs more to compute again
          recovered: i (line 7)
          no derivative: n: an integer
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
          no derivative: n: an integer
         power, forward and backward on its own:
          stored: Math.exp (line 27), 8 bytes per call: costs more to compute again
          stored: result of power (line 27), 8 bytes per call: it comes out of a branch, a loop or a call
          computed again: equal (line 27)
          computed again: subtract (line 27)
        the gradient of steps:
          not checkpointed: loop (line 43): its reverse keeps nothing from round to round
          recovered: j (line 43)
          no derivative: n: an integer
          checkpointed: loop (line 42): snapshots by recursive halving; 64 rounds are recorded at a time
         loopInLine42Rounds, forward and backward on its own:
          stored: y (line 42), 8 bytes per round of the loop in line 42: the loop carries it from round to round
          recovered: round (line 42)""",
        notes("demo.Line", LINE, "-Akiln.explain"));
  }

  @Test
  void whatHasNoDerivativeIsNamedAndWhy() {
    assertEquals(
        """
        the gradient of mixed:
          nothing is stored
          no derivative: y: it is not differentiated with respect to
          no derivative: n: an integer
          no derivative: unused: the result does not depend on it
          no derivative: scale: it is not differentiated with respect to
          no derivative: twice (line 10): it depends on nothing that is differentiated
          no derivative: size (line 11): a constant to derivatives
          no derivative: level (line 12): derivatives of Math.floor are 0
          no derivative: cell (line 13): an integer
          no derivative: logged (line 14): the result does not depend on it
        the gradient of relaxed:
          recovered: round (line 21)
          recovered: i (line 22)
          stored, what is overwritten in: y (line 23), 8 bytes per round of the loop in line 22: the reverse reads what was there before
          stored, what is overwritten in: rows (line 25), a reference and one to derivatives per round of the loop in line 21: the reverse reads what was there before
          computed again: array_load (line 23)
          computed again: subtract (line 23)
          no derivative: n: an integer
        the gradient of steps:
          stored: y (line 33), 4 bytes for each element of [n, 3] per round of the loop in line 33: the loop carries it from round to round
          stored: z (line 33), 16 bytes per round of the loop in line 33: the loop carries it from round to round
          recovered: i (line 33)
          no derivative: count: an integer""",
        notes("demo.Inactive", INACTIVE, "-Akiln.explain"));
  }
}
