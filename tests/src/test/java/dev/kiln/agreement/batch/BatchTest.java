package dev.kiln.agreement.batch;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Batched forms of methods on numbers, arrays and records. */
class BatchTest {
  private static final double[] NUMBERS = {0.5, -1.25, 3};

  @Test
  void numbers() {
    BatchCheck model =
        BatchCheck.model(
            "Numbers",
            """
            @Compute @Vectorized double f(double x, int n) { return x * Math.sin(x) / n; }
            """);
    model.on(NUMBERS, new int[] {1, 2, 3}).agrees("f", 3);
    model.on(new double[0], new int[0]).agrees("f", 0);
  }

  @Test
  void allTypesOfNumbers() {
    BatchCheck model =
        BatchCheck.model(
            "Types",
            """
            @Compute @Vectorized
            float f(byte a, short b, char c, int d, long e, float g, boolean h) {
              return h ? a + b + c : d * g + e;
            }
            @Compute @Vectorized byte g(byte a) { return (byte) (a * 3); }
            @Compute @Vectorized boolean h(long a) { return a > 2; }
            """);
    model
        .on(
            new byte[] {-1, 100},
            new short[] {-300, 7},
            new char[] {'a', 'z'},
            new int[] {5, 6},
            new long[] {1L << 40, 3},
            new float[] {0.1f, 0.2f},
            new boolean[] {true, false})
        .agrees("f", 2);
    model.on((Object) new byte[] {100, -100}).agrees("g", 2);
    model.on((Object) new long[] {1, 2, 3}).agrees("h", 3);
  }

  /** Each example runs as many iterations as it needs. */
  @Test
  void tripCountsThatDependOnData() {
    BatchCheck model =
        BatchCheck.model(
            "Halving",
            """
            @Compute @Vectorized double f(double x, double rate) {
              double time = 0;
              while (x > 1e-3) {
                x -= x * rate;
                time += rate;
                if (time > 40) { break; }
              }
              return time;
            }
            """);
    model.on(new double[] {1, 50, 0, 7}, new double[] {0.5, 0.25, 0.1, 0.001}).agrees("f", 4);
  }

  @Test
  void arraysOfAnyLength() {
    BatchCheck model =
        BatchCheck.model(
            "Rows",
            """
            @Compute @Vectorized double[] f(double[] x) {
              double[] sums = new double[x.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += x[i]; sums[i] = sum; }
              return sums;
            }
            @Compute @Vectorized int g(int[][] x) { return x[0][0] + x.length; }
            @Compute @Vectorized void h(double[] x) { x[0] = x[1] * 2; }
            @Compute @Vectorized double[] same(double[] x) { return x; }
            """);
    double[][] rows = {{1, 2, 3}, {}, {0.5}};
    model.on((Object) rows).agrees("f", 3).agrees("same", 3);
    model.on((Object) new double[0][]).agrees("f", 0);
    model.on((Object) new int[][][] {{{1}}, {{2}, {3}}}).agrees("g", 2);
    model.on((Object) new double[][] {{1, 2}, {3, 4}}).agrees("h", 2);
  }

  /** What has no leading axis is the same for all examples, which may write it one by one. */
  @Test
  void argumentsThatAllExamplesShare() {
    BatchCheck model =
        BatchCheck.model(
            "Shared",
            """
            @Compute @Vectorized(over = "x")
            double f(double x, double[] sums, int at) {
              sums[at] += x;
              return sums[at];
            }
            """);
    model.on(NUMBERS, new double[] {1, 2}, 1).sharing(1, 2).agrees("f", 3);
  }

  @Test
  void records() {
    BatchCheck model =
        BatchCheck.model(
            "Points",
            """
            record Point(double x, double y) {}
            record Box(Point low, Point high, int[] tags) {}
            @Compute @Vectorized Point f(Point p, double by) {
              return new Point(p.x() * by, p.y() + p.x());
            }
            @Compute @Vectorized Box g(Box b) {
              return new Box(b.high(), f(b.low(), 2), b.tags());
            }
            @Compute @Vectorized Point h(Point[] points, int at) { return points[at]; }
            @Compute @Vectorized double i(Point[] points) {
              double sum = 0;
              for (Point each : points) { sum += each.x() * each.y(); }
              points[0] = new Point(sum, sum);
              return sum;
            }
            """);
    Object first = instance("Point", 1.5, 2.0);
    Object second = instance("Point", -1.0, 0.25);
    model.on(array("Point", first, second), new double[] {2, 3}).agrees("f", 2);
    Object box = instance("Box", first, second, new int[] {1, 2});
    model.on(array("Box", box, box)).agrees("g", 2);
    Object rows = array("Point[]", array("Point", first, second), array("Point", second, null));
    model.on(rows, new int[] {0, 1}).agrees("h", 2);
    Object present = array("Point[]", array("Point", first, second), array("Point", second));
    model.on(present).agrees("i", 2);
  }

  /** Calls, recursion, fields of the model and of nested models. */
  @Test
  void methodsThatCallMethods() {
    BatchCheck model =
        BatchCheck.model(
            "Calling",
            """
            double scale = 1.5;
            @Parameter double[] weights = {1, 2, 3};
            int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
            @Compute double g(double x) { return x * weights[1] + scale; }
            @Compute @Vectorized double f(double x, int n) { return g(x) * fibonacci(n); }
            """);
    model.on(NUMBERS, new int[] {3, 7, 10}).agrees("f", 3);
  }

  @Test
  void allArgumentsHaveAsManyExamples() {
    BatchCheck model =
        BatchCheck.model(
            "Sizes",
            """
            @Compute @Vectorized double f(double x, double[] y) { return x * y[0]; }
            @Compute @Vectorized @Shape("2") Tensor g(@Shape("2") Tensor x, float y) {
              return x.multiply(y);
            }
            """);
    double[][] two = {{1}, {2}};
    assertFails(model, "fBatch: x has 3 examples, but y has 2", "none", "fBatch", NUMBERS, two);
    Tensor three = Tensor.zeros(3, 2);
    assertFails(
        model, "gBatch: x has 3 examples, but y has 2", "none", "gBatch", three, new float[2]);
  }

  @Test
  void anExceptionNamesTheExample() {
    BatchCheck model =
        BatchCheck.model(
            "Failing",
            """
            @Compute @Differentiable @Vectorized double f(double x, int n) {
              if (n < 0) { throw new IllegalArgumentException("negative: " + n); }
              return x / n;
            }
            @Compute @Vectorized int g(int exampleAtHand) { return exampleAtHand + 1; }
            """);
    int[] n = {2, 1, -7};
    assertFails(model, "negative: -7", "fBatch: example 2", "fBatch", NUMBERS, n);
    String gradient = "fBatchGradient";
    assertFails(model, "negative: -7", "fBatchGradient: example 2", gradient, NUMBERS, n);
    assertArrayEquals(new int[] {3, 2, -6}, (int[]) model.compiled("gBatch", n));
  }

  private static void assertFails(
      BatchCheck model, String message, String example, String batch, Object... arguments) {
    assertFails(message, example, () -> model.compiled(batch, arguments));
    assertFails(message, example, () -> model.session(batch, arguments));
  }

  private static void assertFails(String message, String example, Executable call) {
    IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, call);
    assertEquals(message, thrown.getMessage());
    String suppressed =
        Arrays.stream(thrown.getSuppressed()).findFirst().map(Throwable::getMessage).orElse("none");
    assertEquals(example, suppressed);
    String first = thrown.getStackTrace()[0].getFileName();
    assertTrue(first != null && !first.startsWith("Compiled"), first);
  }
}
