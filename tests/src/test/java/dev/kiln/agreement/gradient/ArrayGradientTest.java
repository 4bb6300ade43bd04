package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of code that writes arrays in place. */
public final class ArrayGradientTest extends GradientTable {
  private static final double[] SHORT = {0.5, -1.25};
  private static final double[] LONG = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ScratchArray",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] square = new double[x.length];
              for (int i = 0; i < x.length; i++) { square[i] = x[i] * x[i]; }
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += square[i] * square[x.length - 1 - i]; }
              return sum;
            }
            """)
            .on(LONG)
            .on(new double[0]),
        model(
                "InputOverwrittenBeforeUse",
                """
            @Compute @Differentiable float f(double d, float e) {
              do {
                d = 0.0;
              } while (false);
              double[] h = new double[] {d};
              return e;
            }
            """)
            .on(0.5, 0.25f),
        model(
                "RowOfAPassiveArgumentReplaced",
                """
            @Compute @Differentiable double f(double[] a, double[][] b, double c) {
              b[0] = a;
              return c * c;
            }
            """)
            .on(new double[] {1.5, 2, 4}, new double[][] {{3, 4}}, 0.5),
        model(
                "NumberReplacedByTheCondition",
                """
            @Compute @Differentiable double f(double x, double z) {
              double y = 0;
              int i = 0;
              while ((y = x * z + i) < 3) {
                y = 0;
                i++;
              }
              return y * y;
            }
            """)
            .on(0.5, 0.25),
        model(
                "RowOfAnArgumentReplaced",
                """
            @Compute @Differentiable double f(double[] a, double[][] b) {
              double x = b[0][0] * 3;
              b[0] = a;
              return x + 2 * b[0][0] * b[0][1];
            }
            """)
            .on(new double[] {1.5, 2}, new double[][] {{3, 4}}),
        model(
                "ScratchUsedAgainInEachRound",
                """
            @Compute @Differentiable double f(double[] x, int rounds) {
              double[] t = new double[x.length];
              double sum = 0;
              for (int r = 0; r < rounds; r++) {
                for (int i = 0; i < x.length; i++) { t[i] = x[i] * (r + 1) + sum * 0.1; }
                for (int i = 0; i < x.length; i++) { sum += Math.sin(t[i]) * t[i]; }
              }
              return sum;
            }
            """)
            .on(LONG, 3)
            .on(SHORT, 0),
        model(
                "ScratchFilledInPart",
                """
            @Compute @Differentiable double f(double[] x, int rounds) {
              double[] t = new double[x.length];
              double sum = 0;
              for (int r = 0; r < rounds; r++) {
                for (int i = r; i < x.length; i++) { t[i] = x[i] * t[i - r] + x[0]; }
                for (int i = 0; i < x.length; i++) { sum += t[i] * t[i]; }
              }
              return sum;
            }
            """)
            .on(LONG, 3)
            .on(LONG, 7),
        model(
                "AccumulatedElements",
                """
            @Compute @Differentiable double f(double[] x, double[] q) {
              int n = x.length;
              double[] out = new double[n];
              double sum = 0;
              for (int round = 0; round < 2; round++) {
                int l = 0;
                for (int i = 0; i < n; i++) { out[i] = q[i] * x[i]; }
                for (int i = 0; i < n; i++) {
                  for (int j = i + 1; j < n; j++) { out[j] += q[n + l++] * x[i]; }
                }
                for (int i = 0; i < n; i++) { sum += out[i] * out[i]; }
              }
              return sum;
            }
            """)
            .on(new double[] {1.5, -0.5, 0.25}, new double[] {1, 2, 3, 0.5, 0.4, 0.3}),
        model(
                "ElementsOverwrittenInPlace",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] a = new double[x.length];
              for (int i = 0; i < x.length; i++) { a[i] = x[i]; }
              for (int i = 1; i < a.length; i++) { a[i] = a[i] * a[i - 1]; a[i - 1] = Math.exp(a[i]); }
              double sum = 0;
              for (double each : a) { sum += each * each; }
              return sum;
            }
            """)
            .on(LONG),
        model(
                "PowersInPlace",
                """
            @Compute @Differentiable double f(double[] x, int n) {
              double[] a = {x[0], x[1]};
              for (int i = 0; i < n; i++) {
                a[0] = a[0] * a[1];
                a[1] = Math.sin(a[0]) + a[1];
              }
              return a[0] * a[1];
            }
            """)
            .on(SHORT, 4)
            .on(SHORT, 0),
        model(
                "FreshArrayInEachRound",
                """
            @Compute @Differentiable double f(double[] x, int n) {
              double sum = 0;
              double[] before = new double[] {1, 1};
              for (int i = 0; i < n; i++) {
                double[] now = {x[0] * before[1], before[0] + x[1]};
                sum += now[0] * now[1];
                before = now;
              }
              return sum * before[0];
            }
            """)
            .on(SHORT, 1)
            .on(SHORT, 5),
        model(
                "MatrixProduct",
                """
            @Compute @Differentiable double f(double[][] a, double[][] b) {
              double[][] c = new double[a.length][b[0].length];
              for (int i = 0; i < a.length; i++) {
                for (int k = 0; k < b.length; k++) {
                  for (int j = 0; j < b[0].length; j++) { c[i][j] += a[i][k] * b[k][j]; }
                }
              }
              double sum = 0;
              for (double[] row : c) { for (double v : row) { sum += v * v * v; } }
              return sum;
            }
            """)
            .on(
                new double[][] {{1, 2}, {-1, 0.5}, {0.25, 3}},
                new double[][] {{0.5, -1}, {1.5, 2}}),
        model(
                "IndexFromData",
                """
            @Compute @Differentiable double f(double[] x, int[] order) {
              double[] a = new double[x.length];
              int[] count = new int[x.length];
              for (int i = 0; i < order.length; i++) {
                int k = order[i];
                count[k]++;
                a[k] += x[i % x.length] * count[k];
              }
              double sum = 0;
              for (int i = 0; i < a.length; i++) { sum += a[i] * a[i] * count[i]; }
              return sum;
            }
            """)
            .on(LONG, new int[] {3, 1, 1, 0, 3, 3, 2}),
        model(
                "IntegerArrayOverwritten",
                """
            @Compute @Differentiable double f(double[] x, int n) {
              int[] index = {0, 1, 2};
              double product = 1;
              for (int i = 0; i < n; i++) {
                product *= x[index[i % 3]] + i;
                index[i % 3] = (index[i % 3] + 2) % x.length;
              }
              return product;
            }
            """)
            .on(LONG, 7),
        model(
                "ExitWhileWriting",
                """
            @Compute @Differentiable double f(double[] x, double limit) {
              double[] a = new double[x.length];
              double sum = 0;
              outer:
              for (int r = 0; r < 10; r++) {
                for (int i = 0; i < x.length; i++) {
                  a[i] = a[i] * 0.5 + x[i] * x[i];
                  sum += a[i] * a[i];
                  if (sum > limit) { break outer; }
                  if (a[i] < 0.3) { continue outer; }
                }
              }
              return sum + a[0] * a[1];
            }
            """)
            .on(LONG, 40.0)
            .on(LONG, 0.1)
            .on(new double[] {0.1, 2, 3}, 5.0),
        model(
                "WritesInABranch",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] a = {x[0], x[1]};
              if (x[0] > 0) { a[1] = a[0] * a[1]; } else { a[0] = a[0] * a[0]; a[1] = 3; }
              if (a[1] < 1) { a[0] = a[0] * a[1]; }
              return a[0] * a[0] * a[1];
            }
            """)
            .on(SHORT)
            .on(new double[] {-0.5, 3}),
        model(
                "LinearSystem",
                """
            @Compute @Differentiable double f(double[][] m, double[] b) {
              int n = b.length;
              double[][] a = new double[n][n + 1];
              for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) { a[i][j] = m[i][j]; }
                a[i][n] = b[i];
              }
              for (int k = 0; k < n; k++) {
                int pivot = k;
                for (int i = k + 1; i < n; i++) {
                  if (Math.abs(a[i][k]) > Math.abs(a[pivot][k])) { pivot = i; }
                }
                double[] row = a[k];
                a[k] = a[pivot];
                a[pivot] = row;
                for (int i = k + 1; i < n; i++) {
                  double factor = a[i][k] / a[k][k];
                  for (int j = k; j <= n; j++) { a[i][j] -= factor * a[k][j]; }
                }
              }
              double[] x = new double[n];
              for (int i = n - 1; i >= 0; i--) {
                double sum = a[i][n];
                for (int j = i + 1; j < n; j++) { sum -= a[i][j] * x[j]; }
                x[i] = sum / a[i][i];
              }
              double norm = 0;
              for (double v : x) { norm += v * v; }
              return norm;
            }
            """)
            .on(new double[][] {{0.5, 2, -1}, {4, 1, 0.5}, {1, -1, 3}}, new double[] {1, 2, 3}),
        model(
                "FloatsAndWhile",
                """
            @Compute @Differentiable(wrt = "scale") double f(double scale, double[] x) {
              double[] a = new double[x.length];
              int i = 0;
              while (i < x.length && scale * i < 3) { a[i] = scale * x[i] + scale; i += 1; }
              double sum = 1;
              do { i--; sum = sum * a[i] + scale; } while (i > 0 && sum < 100);
              return sum;
            }
            """)
            .on(0.7, LONG),
        model(
                "ArgumentOverwritten",
                """
            @Compute @Differentiable double f(double[] x, double[] work) {
              double sum = 0;
              for (int r = 0; r < 2; r++) {
                for (int i = 0; i < x.length; i++) { work[i] = work[i] * x[i] + r; }
                for (int i = 0; i < x.length; i++) { sum += work[i] * work[i]; x[i] = x[i] * work[0]; }
              }
              return sum;
            }
            """)
            .on(SHORT, new double[] {2, 3, 4}),
        model(
                "HelpersOnArrays",
                """
            static void axpy(double factor, double[] x, double[] y) {
              for (int i = 0; i < x.length; i++) { y[i] += factor * x[i]; }
            }
            static double dot(double[] x, double[] y) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += x[i] * y[i]; }
              return sum;
            }
            @Compute @Differentiable double f(double[] x) {
              double[] y = new double[x.length];
              axpy(2, x, y);
              axpy(dot(x, y), y, y);
              axpy(dot(y, y), x, y);
              return dot(x, y);
            }
            """)
            .on(SHORT));
  }
}
