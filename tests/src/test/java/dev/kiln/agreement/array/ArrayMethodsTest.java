package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** The methods of Arrays and System that copy, fill, compare and sort, and clone(). */
public final class ArrayMethodsTest extends AgreementTable {
  private static final double NAN = Double.NaN;

  @Override
  public List<Program> programs() {
    return List.of(
        withImports(
                "Fills",
                """
                @Compute void f(double[] x, int from, int to) {
                  Arrays.fill(x, from, to, x.length);
                  Arrays.fill(x, to, x.length, 0.5f);
                }
                @Compute double g(float y, long z, boolean b, int n) {
                  float[] floats = new float[n];
                  long[] longs = new long[n];
                  boolean[] truths = new boolean[n];
                  double[][] rows = new double[n][];
                  java.util.Arrays.fill(floats, y);
                  Arrays.fill(longs, 7);
                  Arrays.fill(truths, 1, n, b);
                  Arrays.fill(rows, new double[] {y, z});
                  rows[0][1]++;
                  return floats[n - 1] + longs[0] + (truths[1] ? 2 : 0) + (truths[0] ? 4 : 0)
                      + rows[n - 1][1];
                }
                """)
            .on(new double[] {1, 2, 3, 4}, 1, 3)
            .on(new double[] {1, 2, 3, 4}, 0, 4)
            .on(new double[] {1, 2, 3, 4}, 2, 2)
            .on(new double[] {1, 2, 3, 4}, 3, 1)
            .on(new double[] {1, 2, 3, 4}, -1, 1)
            .on(new double[] {1, 2, 3, 4}, 1, 5)
            .calling("g", 1.5f, 3L, true, 2),
        withImports(
                "Copies",
                """
                @Compute double[] f(double[] x, int n) { return Arrays.copyOf(x, n); }
                @Compute long[] g(long[] x, int from, int to) { return Arrays.copyOfRange(x, from, to); }
                @Compute int[][] h(int[][] x, int n) {
                  int[][] copy = Arrays.copyOf(x, n);
                  int[][] part = Arrays.copyOfRange(x, 1, 2);
                  part[0][0]++;
                  return copy;
                }
                @Compute boolean[] k(boolean[] x) { return Arrays.copyOf(x, x.length + 1); }
                """)
            .on(new double[] {1, -0.0, NAN}, 2)
            .on(new double[] {1, 2, 3}, 5)
            .on(new double[] {1, 2, 3}, -1)
            .calling("g", new long[] {1, 2, 3}, 1, 3)
            .calling("g", new long[] {1, 2, 3}, 2, 6)
            .calling("g", new long[] {1, 2, 3}, 3, 3)
            .calling("g", new long[] {1, 2, 3}, 4, 5)
            .calling("g", new long[] {1, 2, 3}, 2, 1)
            .calling("g", new long[] {1, 2, 3}, -1, 2)
            .calling("h", new int[][] {{1}, {2}, {3}}, 2)
            .calling("h", new int[][] {{1}, {2}, {3}}, 4)
            .calling("k", (Object) new boolean[] {true, false}),
        withImports(
                "Moves",
                """
                @Compute void f(double[] x, int from, int to, int n) {
                  System.arraycopy(x, from, x, to, n);
                }
                @Compute void g(float[] x, int from, float[] y, int to, int n) {
                  System.arraycopy(x, from, y, to, n);
                }
                @Compute int h(int[][] x, int n) {
                  int[][] y = new int[4][];
                  System.arraycopy(x, 0, y, 1, n);
                  y[1][0] = 9;
                  return y[n][0] + (y[0] == y[3] ? 100 : 0);
                }
                """)
            .on(new double[] {1, 2, 3, 4, 5}, 0, 2, 3)
            .on(new double[] {1, 2, 3, 4, 5}, 2, 0, 3)
            .on(new double[] {1, 2, 3, 4, 5}, 1, 1, 3)
            .on(new double[] {1, 2, 3, 4, 5}, 1, 4, 0)
            .on(new double[] {1, 2, 3, 4, 5}, 5, 5, 0)
            .on(new double[] {1, 2, 3, 4, 5}, 6, 0, 0)
            .on(new double[] {1, 2, 3, 4, 5}, 3, 0, 3)
            .on(new double[] {1, 2, 3, 4, 5}, 0, 3, 3)
            .on(new double[] {1, 2, 3, 4, 5}, 0, 0, -1)
            .on(new double[] {1, 2, 3, 4, 5}, -1, 0, 1)
            .on(new double[] {1, 2, 3, 4, 5}, 0, -1, 1)
            .on(new double[] {1, 2, 3, 4, 5}, Integer.MAX_VALUE, 0, Integer.MAX_VALUE)
            .calling("g", new float[] {1, 2}, 0, new float[] {3, 4, 5}, 1, 2)
            .calling("g", new float[] {1, 2}, 0, new float[] {3, 4, 5}, 1, 3)
            .calling("h", new int[][] {{1}, {2}, {3}}, 2)
            .calling("h", new int[][] {{1}, {2}, {3}}, 3)
            .calling("h", new int[][] {{1}, {2}, {3}}, 4),
        withImports(
                "Equality",
                """
                @Compute boolean f(double[] x, double[] y) { return Arrays.equals(x, y); }
                @Compute boolean g(int[] x, int n) { return Arrays.equals(x, Arrays.copyOf(x, n)); }
                @Compute boolean h(long[][] x, boolean deep) {
                  return Arrays.equals(x, deep ? new long[][] {x[0].clone()} : x.clone());
                }
                """)
            .on(new double[] {1, NAN}, new double[] {1, NAN})
            .on(new double[] {0.0}, new double[] {-0.0})
            .on(new double[] {1}, new double[] {1, 2})
            .calling("g", new int[] {1, 2}, 2)
            .calling("g", new int[] {1, 2}, 3)
            .calling("h", new long[][] {{1}}, true)
            .calling("h", new long[][] {{1}}, false),
        withImports(
                "Sorts",
                """
                @Compute void f(double[] x) { Arrays.sort(x); }
                @Compute void g(double[] x, int from, int to) { Arrays.sort(x, from, to); }
                @Compute float[] h(float[] x) { float[] y = x.clone(); Arrays.sort(y); return y; }
                @Compute int[] k(int[] x) { Arrays.sort(x); return x; }
                @Compute long[] l(long[] x) { Arrays.sort(x, 1, x.length); return x; }
                """)
            .on((Object) new double[] {3, NAN, -0.0, 0.0, -0.0, 1e300, -1e300, NAN, 2, 3})
            .on((Object) new double[] {0.0, -0.0, Double.NEGATIVE_INFINITY})
            .on((Object) new double[] {})
            .on((Object) new double[] {1})
            .calling("g", new double[] {5, 4, 3, 2, 1}, 1, 4)
            .calling("g", new double[] {5, 4, 3, 2, 1}, 2, 2)
            .calling("g", new double[] {5, 4, 3, 2, 1}, 3, 2)
            .calling("g", new double[] {5, 4, 3, 2, 1}, -1, 2)
            .calling("g", new double[] {5, 4, 3, 2, 1}, 1, 6)
            .calling("h", (Object) new float[] {3, Float.NaN, -0f, 0f, -7})
            .calling("k", (Object) new int[] {3, -2, Integer.MIN_VALUE, Integer.MAX_VALUE, 3, 0, 1})
            .calling("l", (Object) new long[] {3, -2, Long.MIN_VALUE, Long.MAX_VALUE, 3, 0, 1}),
        withImports(
                "Clones",
                """
                @Compute double f(double[][] x) {
                  double[][] y = x.clone();
                  y[0] = y[0].clone();
                  y[0][0] += 10;
                  y[1][0] += 10;
                  return x[0][0] + 100 * x[1][0] + (x[1] == y[1] ? 1000 : 0);
                }
                @Compute int g(int[][][] x) {
                  int[][][] y = x.clone();
                  y[0][0][0]++;
                  return x[0][0][0];
                }
                """)
            .on((Object) new double[][] {{1}, {2}})
            .calling("g", (Object) new int[][][] {{{1}}}),
        withImports(
                "CopiesOfRecords",
                """
                record P(double x, int n) {}
                @Compute double f(P[] ps, int n) {
                  P[] copy = Arrays.copyOf(ps, n);
                  System.arraycopy(ps, 0, copy, 1, n - 1);
                  Arrays.fill(ps, new P(3, 4));
                  double sum = ps[0].x();
                  for (P each : copy) { sum = 2 * sum + each.x() * each.n(); }
                  return sum;
                }
                """)
            .on(array("P", instance("P", 1.5, 2), instance("P", -1.0, 3)), 2)
            .on(array("P", instance("P", 1.5, 2), instance("P", -1.0, 3)), 3)
            .on(array("P", instance("P", 1.5, 2), instance("P", -1.0, 3)), 4));
  }

  /** A model in a file that imports Arrays. */
  public static Program withImports(String name, String members) {
    Program program = model(name, members.replace("Arrays.", "java.util.Arrays."));
    return new Program(
        program.name(), program.source().replace("java.util.java.util.", "java.util."), List.of());
  }
}
