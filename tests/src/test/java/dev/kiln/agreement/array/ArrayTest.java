package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays: read, written, made, of one and more dimensions. */
public final class ArrayTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "PrefixSums",
                """
            @Compute void f(double[] a) {
              for (int i = 1; i < a.length; i++) {
                a[i] += a[i - 1];
              }
            }
            """)
            .on(new double[] {0.1, 0.2, 0.3, 0.4})
            .on(new double[0])
            .on(new double[] {-0.0}),
        model(
                "NewArray",
                """
            @Compute int[] f(int n) {
              int[] squares = new int[n];
              for (int i = 0; i < squares.length; i++) {
                squares[i] = i * i;
              }
              return squares;
            }
            """)
            .on(5)
            .on(0)
            .on(-1),
        model(
                "Initialisers",
                """
            @Compute double f(int i, double x) {
              double[] table = {1, x, 2.5f, 4L, 100, x * x};
              int[] order = new int[] {3, 1, 2, 0, 5, 4};
              boolean[] flags = {true, x > 0};
              return table[order[i]] + (flags[i % 2] ? 100 : 200);
            }
            """)
            .on(0, 3.0)
            .on(1, -3.0)
            .on(4, 0.1)
            .on(5, 0.1),
        model(
                "EveryElementType",
                """
            @Compute double f(int n) {
              int[] i = new int[n];
              long[] l = new long[n];
              float[] s = new float[n];
              double[] d = new double[n];
              boolean[] b = new boolean[n];
              for (int k = 0; k < n; k++) {
                i[k] = k * 1_000_000_007;
                l[k] = i[k] * 3L + l[Math.max(k - 1, 0)];
                s[k] = l[k] / 3f;
                d[k] = s[k] / 3d;
                b[k] = d[k] > 0;
              }
              return b[n - 1] ? d[n - 1] + i[n / 2] : s[n - 1] - l[n / 2];
            }
            """)
            .on(1)
            .on(5)
            .on(8),
        model(
                "DefaultValues",
                """
            @Compute boolean f(int n) {
              double[][] numbers = new double[n][2];
              boolean[] flags = new boolean[n];
              return numbers[n - 1][1] == 0 && !flags[0] && new long[n].length == n;
            }
            """)
            .on(4)
            .on(1),
        model(
                "Matrices",
                """
            @Compute double[][] f(double[][] a, double[][] b) {
              double[][] c = new double[a.length][b[0].length];
              for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < b[0].length; j++) {
                  for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                  }
                }
              }
              return c;
            }
            """)
            .on(new double[][] {{1, 2}, {0.1, 4}}, new double[][] {{0.5, 6, 1}, {7, 0.8, 2}})
            .on(new double[][] {{3}}, new double[][] {{}}),
        model(
                "RaggedRows",
                """
            @Compute int f(int n) {
              int[][] triangle = new int[n][];
              for (int i = 0; i < n; i++) {
                triangle[i] = new int[i + 1];
                triangle[i][0] = 1;
                for (int j = 1; j < triangle[i].length; j++) {
                  int above = j < i ? triangle[i - 1][j] : 0;
                  triangle[i][j] = triangle[i - 1][j - 1] + above;
                }
              }
              int sum = 0;
              for (int[] row : triangle) {
                for (int x : row) {
                  sum = sum * 3 + x;
                }
              }
              return sum;
            }
            """)
            .on(1)
            .on(6)
            .on(0),
        model(
                "NestedInitialiser",
                """
            @Compute int f(int i, int j) {
              int[][] table = {{1, 2, 3}, {}, {i, j}, new int[4]};
              table[3][i] = 9;
              return table[i][j] * 10 + table[3].length + table.length;
            }
            """)
            .on(0, 2)
            .on(2, 1)
            .on(3, 3)
            .on(1, 0),
        model(
                "ThreeDimensions",
                """
            @Compute long f(int n) {
              long[][][] cube = new long[n][n + 1][2];
              for (int i = 0; i < n; i++) {
                for (int j = 0; j <= n; j++) {
                  cube[i][j][0] = i + 10L * j;
                  cube[i][j][1] = cube[i][n - j][0] - cube[n - 1 - i][j][0];
                }
              }
              long sum = 0;
              for (long[][] plane : cube) {
                for (long[] line : plane) {
                  sum = sum * 7 + line[1] - line[0];
                }
              }
              return sum;
            }
            """)
            .on(1)
            .on(4),
        model(
                "ElementsFlow",
                """
            @Compute int f(int[] a) {
              int i = 0;
              int steps = 0;
              while (i >= 0 && i < a.length && steps < 50) {
                int next = a[i];
                a[i] = -1;
                i = next;
                steps++;
              }
              return steps;
            }
            """)
            .on(new int[] {2, 0, 1})
            .on(new int[] {3, 3, 3, 1}),
        model(
                "Reversal",
                """
            @Compute int[] f(int[] a) {
              for (int i = 0, j = a.length - 1; i < j; i++, j--) {
                int t = a[i];
                a[i] = a[j];
                a[j] = t;
              }
              return a;
            }
            """)
            .on(new int[] {1, 2, 3, 4, 5})
            .on(new int[] {1, 2}),
        model(
                "IndexExpressions",
                """
            @Compute int f(int[] a, int[] b) {
              return a[b[a[0]]] + a[a[b[1]] % a.length] * b[b.length - 1];
            }
            """)
            .on(new int[] {1, 2, 0}, new int[] {0, 2, 1}),
        model(
                "LengthOfRows",
                """
            @Compute int f(double[][] a) {
              int sum = a.length;
              for (double[] row : a) {
                sum = sum * 10 + row.length;
              }
              return sum;
            }
            """)
            .on((Object) new double[][] {{1}, {}, {2, 3}})
            .on((Object) new double[0][]),
        model(
                "CopiesOfEveryElementType",
                """
            @Compute double f(double[] d, float[] s, long[] l, int[] i, boolean[] b) {
              double[] doubles = d.clone();
              float[] floats = s.clone();
              long[] longs = l.clone();
              int[] ints = i.clone();
              boolean[] flags = b.clone();
              d[0] = 9;
              s[0] = 9;
              l[0] = 9;
              i[0] = 9;
              b[0] = !b[0];
              return doubles[0] + floats[0] / 3 + longs[0] * ints[0] + (flags[0] ? 0.5 : 0.25);
            }
            """)
            .on(
                new double[] {0.1},
                new float[] {0.2f},
                new long[] {1L << 40},
                new int[] {-3},
                new boolean[] {true}),
        model(
                "CopyThenSort",
                """
            @Compute int[] f(int[] a) {
              int[] sorted = a.clone();
              for (int i = 1; i < sorted.length; i++) {
                for (int j = i; j > 0 && sorted[j - 1] > sorted[j]; j--) {
                  int t = sorted[j];
                  sorted[j] = sorted[j - 1];
                  sorted[j - 1] = t;
                }
              }
              a[0] = sorted[sorted.length - 1];
              return sorted;
            }
            """)
            .on(new int[] {3, 1, 2})
            .on(new int[] {5}),
        model(
                "CopyOfRowsSharesThem",
                """
            @Compute int f(int[][] a) {
              int[][] rows = a.clone();
              rows[0][0] = 50;
              rows[1] = new int[] {7, 8, 9};
              int[][] deep = {a[0].clone(), a[1].clone()};
              a[1][1] = 60;
              return rows[1].length * 1000000 + a[0][0] * 10000 + a[1][1] * 100 + deep[1][1];
            }
            """)
            .on((Object) new int[][] {{1, 2}, {3, 4}}),
        model(
                "CopyOfNoRow",
                """
            @Compute int f(int n) {
              int[][] rows = new int[n][];
              return rows[0].clone().length;
            }
            """)
            .on(0));
  }
}
