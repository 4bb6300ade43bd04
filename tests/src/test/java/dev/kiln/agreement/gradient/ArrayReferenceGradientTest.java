package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of code that swaps, aliases and copies arrays. */
public final class ArrayReferenceGradientTest extends GradientTable {
  private static final double[] SHORT = {0.5, -1.25};
  private static final double[] LONG = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "BuffersSwapped",
                """
            @Compute @Differentiable double f(double[] x, int steps) {
              double[] now = new double[x.length];
              double[] next = new double[x.length];
              for (int i = 0; i < x.length; i++) { now[i] = x[i]; }
              for (int s = 0; s < steps; s++) {
                for (int i = 0; i < now.length; i++) {
                  int left = (i + now.length - 1) % now.length;
                  next[i] = now[i] + 0.1 * now[left] * now[i];
                }
                double[] swap = now;
                now = next;
                next = swap;
              }
              double sum = 0;
              for (double v : now) { sum += v * v; }
              return sum;
            }
            """)
            .on(LONG, 3)
            .on(LONG, 4)
            .on(SHORT, 1),
        model(
                "RowsSwapped",
                """
            @Compute @Differentiable double f(double[] x, int steps) {
              double[][] a = new double[3][x.length];
              for (int i = 0; i < x.length; i++) { a[0][i] = x[i]; a[1][i] = 2 * x[i]; a[2][i] = 1; }
              for (int s = 0; s < steps; s++) {
                double[] row = a[s % 3];
                a[s % 3] = a[(s + 1) % 3];
                a[(s + 1) % 3] = row;
                for (int i = 0; i < x.length; i++) { a[0][i] = a[0][i] * a[1][i]; }
              }
              return a[0][0] * a[1][1] + a[2][0] * a[2][1];
            }
            """)
            .on(SHORT, 3)
            .on(SHORT, 5),
        model(
                "AliasedLocals",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] a = new double[2];
              double[] b = a;
              a[0] = x[0] * x[0];
              b[1] = a[0] * x[1];
              b[0] = b[0] * a[1];
              return a[0] * b[1];
            }
            """)
            .on(SHORT),
        model(
                "OneOrTheOther",
                """
            @Compute @Differentiable double f(double[] x, int n) {
              double[] a = new double[2];
              double[] b = new double[2];
              for (int i = 0; i < n; i++) {
                double[] c = i % 2 == 0 ? a : b;
                c[0] = c[0] * x[0] + x[1];
                c[1] = c[0] * a[0];
              }
              return a[0] * a[1] + b[0] * b[1];
            }
            """)
            .on(SHORT, 1)
            .on(SHORT, 4),
        model(
                "RowsOfAnArgumentSwapped",
                """
            @Compute @Differentiable double f(double[][] x) {
              double product = 1;
              for (int i = 0; i + 1 < x.length; i++) {
                double[] row = x[i];
                x[i] = x[i + 1];
                x[i + 1] = row;
                x[0][0] = x[0][0] * x[1][0];
                product *= x[i][0] + x[0][1];
              }
              return product;
            }
            """)
            .on((Object) new double[][] {{1, 2}, {3, 4}, {0.5, 0.25}}),
        model(
                "Copy",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] y = x.clone();
              double sum = 0;
              for (int i = 0; i + 1 < x.length; i++) {
                y[i + 1] *= y[i] * x[i];
                sum += y[i + 1] * x[i];
              }
              return sum;
            }
            """)
            .on(LONG)
            .on(SHORT)
            .on(new double[0]),
        model(
                "CopiesInALoop",
                """
            @Compute @Differentiable double f(double[] x, int rounds) {
              double[] y = x.clone();
              for (int r = 0; r < rounds; r++) {
                double[] before = y.clone();
                for (int i = 0; i < y.length; i++) {
                  y[i] = before[y.length - 1 - i] * before[i] + Math.sin(y[i]);
                }
                if (r % 2 == 0) {
                  y = before.clone();
                  y[0] = y[0] * x[0];
                }
              }
              double sum = 0;
              for (double each : y) { sum += each * each; }
              return sum;
            }
            """)
            .on(LONG, 3)
            .on(SHORT, 4)
            .on(SHORT, 0),
        model(
                "CopyOfConstantsBecomesActive",
                """
            @Compute @Differentiable(wrt = "x") double f(double[] x, double[] table) {
              double[] t = table.clone();
              for (int i = 0; i < x.length; i++) { t[i] += x[i] * table[i]; }
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += t[i] * t[i]; }
              return sum;
            }
            """)
            .on(LONG, new double[] {1, 2, 3, 4, 5, 6}),
        model(
                "CopyOfRows",
                """
            @Compute @Differentiable double f(double[][] a) {
              double[][] b = a.clone();
              b[0] = a[1];
              b[1] = a[0].clone();
              double sum = 0;
              for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) {
                  b[1][j] *= b[i][j];
                  sum += b[i][j] * a[i][j] * b[1][j];
                }
              }
              return sum;
            }
            """)
            .on((Object) new double[][] {{0.5, -0.2}, {1.5, 0.3}, {0.7, 1.1}}),
        model(
                "CopyInABranchAndACall",
                """
            double[] scaled(double[] v, double by) {
              double[] w = v.clone();
              for (int i = 0; i < w.length; i++) { w[i] *= by; }
              return w;
            }

            @Compute @Differentiable double f(double[] x, boolean twice) {
              double[] y = x;
              if (twice) {
                y = scaled(x, x[0]).clone();
              }
              double[] z = scaled(y, x[1]);
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += y[i] * z[i]; }
              return sum + (y == x ? x[0] : 2 * x[1]);
            }
            """)
            .on(LONG, true)
            .on(LONG, false),
        model(
                "CopiesInRecursion",
                """
            double fold(double[] v, int depth) {
              if (depth == 0) { return v[0] * v[v.length - 1]; }
              double[] w = v.clone();
              for (int i = 1; i < w.length; i++) { w[i] = v[i] * v[i - 1] + 0.5 * w[i]; }
              return fold(w, depth - 1) + w[1];
            }

            @Compute @Differentiable double f(double[] x, int depth) {
              return fold(x, depth);
            }
            """)
            .on(LONG, 3)
            .on(SHORT, 0),
        model(
                "IdentityOfBuffers",
                """
            @Compute @Differentiable double f(double[] x, int steps) {
              double[] a = x.clone();
              double[] b = new double[x.length];
              double[] first = a;
              double sum = 0;
              for (int s = 0; s < steps; s++) {
                for (int i = 0; i < x.length; i++) { b[i] = a[i] * a[i] + x[i]; }
                double[] t = a;
                a = b;
                b = t;
                if (a == first) { sum += 3 * a[0]; } else { sum += a[1] * a[0]; }
              }
              return sum;
            }
            """)
            .on(SHORT, 3)
            .on(SHORT, 1));
  }
}
