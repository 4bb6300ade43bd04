package dev.kiln.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
      import dev.kiln.tensor.StopGradient;
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

  private static final String REASONS =
      """
      package demo;
      import dev.kiln.annotation.*;
      @Model
      public class Reasons {
        @Compute @Differentiable double logOfSum(double[] x) {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            sum += Math.exp(x[i]);
          }
          return Math.log(sum);
        }
        @Compute @Differentiable double byLater(double w, double[] x) {
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            sum += Math.exp(w * x[i]);
          }
          double scale = 0;
          for (int i = 0; i < x.length; i++) {
            scale += x[i];
          }
          return sum * scale;
        }
        @Compute @Differentiable double everySecond(double[] x, int[] next) {
          double product = 1;
          int at = 0;
          for (int i = 0; i < x.length; i += 2) {
            product *= Math.exp(x[at]);
            at = next[at];
          }
          return product;
        }
        @Compute @Differentiable double scratch(double[] x) {
          double[] last = new double[1];
          double sum = 0;
          for (int i = 0; i < x.length; i++) {
            sum += Math.exp(last[0] * x[i]);
            last[0] = x[i];
          }
          return sum;
        }
      }
      """;

  private static final String LITTLE =
      """
      package demo;
      import dev.kiln.annotation.*;
      @Model
      public class Little {
        @Compute @Differentiable double turned(double x, int n) {
          double y = x;
          double sign = 1;
          int k = 1;
          boolean odd = false;
          for (int i = 0; i < n; i++) {
            y = Math.sin(y) * sign * k + (odd ? x : 0);
            sign = -sign;
            k = 9 - k;
            odd = !odd;
          }
          return y;
        }
        @Compute @Differentiable double states(double[] x, int n) {
          double[] state = x;
          for (int t = 0; t < n; t++) {
            double[] next = new double[state.length];
            for (int i = 0; i < state.length; i++) {
              next[i] = state[i] * state[i];
            }
            state = next;
          }
          return state[0];
        }
        @Compute @Differentiable double greatest(double[] x) {
          double max = x[0];
          for (int i = 1; i < x.length; i++) {
            max = Math.max(max, x[i]);
          }
          return max;
        }
        @Compute @Differentiable double chosen(double[] x) {
          double max = x[0];
          for (int i = 1; i < x.length; i++) {
            if (x[i] > max) {
              max = x[i];
            }
          }
          return max;
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

  /** It tells of the gradient that is generated, which is derived once. */
  @Test
  void passesThatAreLeftOutAreLeftOutOfItToo() {
    String source =
        """
        package demo;
        import dev.kiln.annotation.*;
        @Model
        public class Wave {
          @Compute @Differentiable double wave(double[] x) {
            double wave = x[0] * x[0];
            for (int i = 1; i < x.length; i++) {
              wave = Math.exp(Math.sin(wave) * x[i]) * Math.sin(wave);
            }
            return wave;
          }
        }
        """;
    String passes = "-Akiln.passes=-reverse.common-subexpressions";
    assertNotEquals(
        notes("demo.Wave", source, "-Akiln.explain"),
        notes("demo.Wave", source, "-Akiln.explain", passes));
  }

  @Test
  void whatIsStoredIsNamedByTheUsersVariablesAndLines() {
    assertEquals(
        """
        the gradient of iterate:
          saved: y (Line.java:7), 8 bytes per iteration of the loop at Line.java:7: the loop carries it from iteration to iteration
          saved: Math.sin (Line.java:8), 8 bytes per iteration of the loop at Line.java:7: recomputing it costs more
          reversed after its end: loop (Line.java:7): y is not a sum over the iterations
          recovered: i (Line.java:7)
          no derivative: n: an integer
          saves 16 bytes per iteration of the loop at Line.java:7: y, Math.sin; in total 16 * iterations bytes
        the gradient of sum:
          nothing is saved
          reversed after its end: loop (Line.java:14): cheap values are recomputed after the loop
          recovered: i (Line.java:14)
        the gradient of search:
          saved: y (Line.java:21), 8 bytes per iteration of the loop at Line.java:21: the loop carries it from iteration to iteration
          reversed after its end: loop (Line.java:21): y is not a sum over the iterations
          counted: iterations (Line.java:21), 4 bytes: their number is not known before the loop, since its condition does not compare an int variable
          saves 8 bytes per iteration of the loop at Line.java:21: y; in total 8 * iterations bytes
        the gradient of samples:
          nothing is saved
          reversed iteration by iteration: loop (Line.java:31)
        the gradient of recursive:
          nothing is saved
          no derivative: n: an integer
         power, forward and backward on its own:
          saved: Math.exp (Line.java:27), 8 bytes per call: recomputing it costs more
          saved: result of power (Line.java:27), 8 bytes per call: it is the result of a branch, a loop or a call
          recomputed: equal (Line.java:27)
          recomputed: subtract (Line.java:27)
        the gradient of steps:
          reversed after its end: loop (Line.java:43): cheap values are recomputed after the loop
          not checkpointed: loop (Line.java:43): it saves nothing per iteration
          recovered: j (Line.java:43)
          no derivative: n: an integer
          checkpointed: loop (Line.java:42): snapshots in the first run, by which each iteration is run once again; 64 iterations are recorded at a time
         loopInLine42Iterations, forward and backward on its own:
          saved: y (Line.java:42), 8 bytes per iteration of the loop at Line.java:42: the loop carries it from iteration to iteration
          reversed after its end: loop (Line.java:42): a called function is reversed later
          recovered: iteration (Line.java:42)
          saves 8 bytes per iteration of the loop at Line.java:42: y; in total 8 * iterations bytes\
        """,
        notes("demo.Line", LINE, "-Akiln.explain"));
  }

  @Test
  void whatHasNoDerivativeIsNamedAndWhy() {
    assertEquals(
        """
        the gradient of mixed:
          nothing is saved
          no derivative: y: it is not differentiated with respect to
          no derivative: n: an integer
          no derivative: unused: the result does not depend on it
          no derivative: scale: it is not differentiated with respect to
          no derivative: twice (Inactive.java:10): it depends on nothing that is differentiated
          no derivative: size (Inactive.java:11): a constant to derivatives
          no derivative: level (Inactive.java:12): derivatives of Math.floor are 0
          no derivative: cell (Inactive.java:13): an integer
          no derivative: logged (Inactive.java:14): the result does not depend on it
        the gradient of relaxed:
          reversed after its end: loop (Inactive.java:21): y is written in the loop, and not filled anew in each iteration
          recovered: round (Inactive.java:21)
          reversed after its end: loop (Inactive.java:22): the loop around it is reversed later (Inactive.java:21)
          recovered: i (Inactive.java:22)
          saved, overwritten elements of: y (Inactive.java:23), 8 bytes per iteration of the loop at Inactive.java:22: the reverse sweep reads the previous contents
          saved, overwritten elements of: rows (Inactive.java:25), references to the array and its shadow per iteration of the loop at Inactive.java:21: the reverse sweep reads the previous contents
          recomputed: array_load (Inactive.java:23)
          recomputed: subtract (Inactive.java:23)
          no derivative: n: an integer
          saves 8 bytes per iteration of the loop at Inactive.java:22: y; in total 8 * iterations bytes of all runs of the loop
          saves references to the array and its shadow per iteration of the loop at Inactive.java:21: rows; in total (references to the array and its shadow) * iterations
        the gradient of steps:
          saved: y (Inactive.java:33), 4 bytes for each element of [n, 3] per iteration of the loop at Inactive.java:33: the loop carries it from iteration to iteration
          saved: z (Inactive.java:33), 16 bytes per iteration of the loop at Inactive.java:33: the loop carries it from iteration to iteration
          reversed after its end: loop (Inactive.java:33): y is not a sum over the iterations
          recovered: i (Inactive.java:33)
          no derivative: count: an integer
          saves 16 bytes + 4 bytes for each element of [n, 3] per iteration of the loop at Inactive.java:33: y, z; in total (16 bytes + 4 bytes for each element of [n, 3]) * iterations
          tensors take 36*n+60 bytes, besides what loops save\
        """,
        notes("demo.Inactive", INACTIVE, "-Akiln.explain"));
  }

  @Test
  void loopsThatAreNotFusedCountedOrRecoveredAreExplained() {
    assertEquals(
        """
        the gradient of logOfSum:
          saved: Math.exp (Reasons.java:8), 8 bytes per iteration of the loop at Reasons.java:7: recomputing it costs more
          reversed after its end: loop (Reasons.java:7): sum is used in an operation that is not linear in it (Reasons.java:10)
          recovered: i (Reasons.java:7)
          saves 8 bytes per iteration of the loop at Reasons.java:7: Math.exp; in total 8 * iterations bytes
        the gradient of byLater:
          saved: Math.exp (Reasons.java:15), 8 bytes per iteration of the loop at Reasons.java:14: recomputing it costs more
          reversed after its end: loop (Reasons.java:14): scale is known only after the loop (Reasons.java:18)
          recovered: i (Reasons.java:14)
          reversed after its end: loop (Reasons.java:18): cheap values are recomputed after the loop
          recovered: i (Reasons.java:18)
          recomputed: array_load (Reasons.java:15)
          saves 8 bytes per iteration of the loop at Reasons.java:14: Math.exp; in total 8 * iterations bytes
        the gradient of everySecond:
          saved: product (Reasons.java:26), 8 bytes per iteration of the loop at Reasons.java:26: the loop carries it from iteration to iteration
          saved: at (Reasons.java:26), 4 bytes per iteration of the loop at Reasons.java:26: the loop carries it from iteration to iteration; it has an update that cannot be undone exactly (Reasons.java:28)
          saved: Math.exp (Reasons.java:27), 8 bytes per iteration of the loop at Reasons.java:26: recomputing it costs more
          reversed after its end: loop (Reasons.java:26): product is not a sum over the iterations
          counted: iterations (Reasons.java:26), 4 bytes: their number is not known before the loop, since i does not go up, or down, by one to a bound
          no derivative: next: integers
          saves 20 bytes per iteration of the loop at Reasons.java:26: product, at, Math.exp; in total 20 * iterations bytes
        the gradient of scratch:
          saved: last0 (Reasons.java:35), 8 bytes per iteration of the loop at Reasons.java:35: the loop carries it from iteration to iteration
          saved: Math.exp (Reasons.java:36), 8 bytes per iteration of the loop at Reasons.java:35: recomputing it costs more
          reversed after its end: loop (Reasons.java:35): last0 is not a sum over the iterations
          recovered: i (Reasons.java:35)
          recomputed: array_load (Reasons.java:36)
          saves 16 bytes per iteration of the loop at Reasons.java:35: last0, Math.exp; in total 16 * iterations bytes\
        """,
        notes("demo.Reasons", REASONS, "-Akiln.explain"));
  }

  @Test
  void whatCanBeUndoneIsNotStoredAndOfNewArraysOnlyReferences() {
    assertEquals(
        """
        the gradient of turned:
          saved: y (Little.java:10), 8 bytes per iteration of the loop at Little.java:10: the loop carries it from iteration to iteration
          reversed after its end: loop (Little.java:10): y is not a sum over the iterations
          recovered: sign (Little.java:10)
          recovered: k (Little.java:10)
          recovered: odd (Little.java:10)
          recovered: i (Little.java:10)
          recomputed: cast (Little.java:11)
          no derivative: n: an integer
          no derivative: sign (Little.java:7): it depends on nothing that is differentiated
          saves 8 bytes per iteration of the loop at Little.java:10: y; in total 8 * iterations bytes
        the gradient of states:
          saved: state (Little.java:20), references to the array and its shadow per iteration of the loop at Little.java:20: the loop carries it from iteration to iteration
          saved: next (Little.java:21), references to the array and its shadow per iteration of the loop at Little.java:20: recomputing it costs more
          reversed after its end: loop (Little.java:20): state is an array that each iteration passes to the next
          recovered: t (Little.java:20)
          reversed after its end: loop (Little.java:22): the loop around it is reversed later (Little.java:20)
          recovered: i (Little.java:22)
          recomputed: array_length (Little.java:21)
          recomputed: array_load (Little.java:23)
          no derivative: n: an integer
          saves references to the array and its shadow + references to the array and its shadow per iteration of the loop at Little.java:20: state, next; in total (references to the array and its shadow + references to the array and its shadow) * iterations
        the gradient of greatest:
          nothing is saved
          reversed after its end: loop (Little.java:31): max is not a sum over the iterations
          recovered: i (Little.java:31)
          recomputed: not_equal (Little.java:31)
          recomputed: add (Little.java:31)
          recomputed: array_load (Little.java:32)
          recomputed: equal (Little.java:32)
          reversed in the iteration that set it: max (Little.java:31): the loop saves the index of the iteration that set it last; if equal numbers follow, the loop is run again from there
        the gradient of chosen:
          nothing is saved
          reversed in the iteration that set it: max (Little.java:38): the loop saves the index of the iteration that set it last\
        """,
        notes("demo.Little", LITTLE, "-Akiln.explain"));
  }

  /** {@code x = a - x} is taken from the count of updates. */
  @Test
  void ofNumbersThatAlternateNothingIsStored() {
    String source =
        """
        package demo;
        import dev.kiln.annotation.*;
        @Model
        public class Turns {
          @Compute @Differentiable double turns(double a, double x, float w, int n) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
              sum += x * x * w;
              x = a - x;
              w = 6 - w;
            }
            return Math.exp(sum);
          }
        }
        """;
    String notes = notes("demo.Turns", source, "-Akiln.explain");
    assertTrue(notes.contains("\n  nothing is saved\n"), notes);
    String without =
        notes("demo.Turns", source, "-Akiln.explain", "-Akiln.passes=-reverse.alternating-updates");
    assertTrue(without.contains("in total 16 * iterations bytes"), without);
  }

  @Test
  void whatIterationsFillAnewAndWhatIsTheSameInAllIsNotSavedPerIteration() {
    String notes =
        notes(
            "demo.Scratch",
            """
            package demo;
            import dev.kiln.annotation.*;
            @Model
            public class Scratch {
              @Compute @Differentiable double rows(double[] x, double[] w, int n) {
                double[] scratch = new double[n];
                double product = 1;
                for (int i = 0; i < x.length; i++) {
                  for (int j = 0; j < n; j++) { scratch[j] = x[i] * w[j]; }
                  int at = 0;
                  for (int j = 0; j < n; j++) {
                    product += scratch[j] * scratch[j] * w[at];
                    at += 1;
                  }
                }
                return product * product;
              }
              @Compute @Differentiable double copies(double[] x, double[] w, int n) {
                double[] scratch = new double[n];
                double product = 1;
                for (int i = 0; i < x.length; i++) {
                  for (int j = 0; j < n; j++) { scratch[j] = x[i] * w[j]; }
                  for (int j = 0; j < n; j++) { product += scratch[j] * scratch[j] * w[j]; }
                }
                return product * scratch[0];
              }
            }
            """,
            "-Akiln.explain");
    String[] methods = notes.split("the gradient of ");
    assertTrue(methods[1].startsWith("rows:"), notes);
    assertFalse(methods[1].contains("copied:"), notes);
    assertFalse(methods[1].contains("per iteration"), notes);
    assertTrue(methods[2].contains("copied: scratch"), notes);
  }
}
