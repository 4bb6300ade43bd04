package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.util.List;

/**
 * What derivatives return beside cotangents and tangents: the results of the method, in the arrays
 * that the method returns, though the reverse sweep undoes stores into them.
 */
final class ResultsBesideDerivativesTest extends AgreementTable {
  private static final String MODES =
      "@Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})\n";

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Softmax",
                MODES
                    + """
                    double[] f(double[] x) {
                      double max = x[0];
                      for (double v : x) { max = Math.max(max, v); }
                      double[] e = new double[x.length];
                      double sum = 0;
                      for (int i = 0; i < e.length; i++) { e[i] = Math.exp(x[i] - max); sum += e[i]; }
                      for (int i = 0; i < e.length; i++) { e[i] /= sum; }
                      return e;
                    }
                    """)
            .on(new double[] {0.5, 0.4})
            .on(new double[] {0.5, -1.25, 2, 0.75, 3}),
        model(
                "CumulativeProduct",
                MODES
                    + """
                    float[] f(float[] x) {
                      float[] r = x.clone();
                      for (int i = 1; i < r.length; i++) { r[i] *= r[i - 1]; }
                      return r;
                    }
                    """)
            .on(new float[] {0.5f, 0.25f, -2})
            .on(new float[] {}),
        model(
                "ResultOfAHelper",
                """
                static double[] powers(double[] x, double by) {
                  double[] p = new double[x.length];
                  p[0] = 1;
                  for (int i = 1; i < p.length; i++) { p[i] = p[i - 1] * x[i] * by; }
                  for (int i = 0; i < p.length; i++) { p[i] = p[i] * p[i]; }
                  return p;
                }
                """
                    + MODES
                    + "double[] f(double[] x, double by) { return powers(powers(x, by), 2); }")
            .on(new double[] {0.5, -1.25, 2}, 1.5),
        model(
                "ResultOfARecursion",
                """
                static double[] deeper(double[] x, int n) {
                  if (n == 0) { return x.clone(); }
                  double[] y = deeper(x, n - 1);
                  for (int i = 0; i < y.length; i++) { y[i] = y[i] * y[(i + 1) % y.length]; }
                  return y;
                }
                """
                    + MODES
                    + "double[] f(double[] x, int n) { return deeper(x, n); }")
            .on(new double[] {0.5, -1.25, 2}, 3)
            .on(new double[] {0.5, -1.25, 2}, 0),
        model(
                "MadeAtTheBottomOfARecursion",
                """
                static double[] deeper(double[] x, int n) {
                  if (n > 0) { return deeper(x, n - 1); }
                  double[] y = x.clone();
                  for (int i = 1; i < y.length; i++) { y[i] = y[i] * y[i - 1]; }
                  return y;
                }
                """
                    + MODES
                    + "double[] f(double[] x, int n) { return deeper(x, n); }")
            .on(new double[] {0.5, -1.25, 2}, 2),
        model(
                "ResultOfACheckpointedLoop",
                MODES
                    + """
                    double[] f(double[] x, int n) {
                      double[] state = x.clone();
                      for (@Checkpoint(iterations = 2) int k = 0; k < n; k++) {
                        for (int i = 0; i < state.length; i++) {
                          state[i] = Math.sin(state[i] * state[(i + 1) % state.length]);
                        }
                      }
                      return state;
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}, 7)
            .on(new double[] {0.5, -1.25, 2}, 0),
        model(
                "FreshArraysInACheckpointedLoop",
                MODES
                    + """
                    double[] f(double[] x, int n) {
                      double[] state = x;
                      for (@Checkpoint(iterations = 2) int k = 0; k < n; k++) {
                        double[] next = state.clone();
                        for (int i = 1; i < next.length; i++) { next[i] = next[i] * next[i - 1]; }
                        state = next;
                        state[0] = Math.cos(state[0]);
                      }
                      return state;
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}, 7)
            .on(new double[] {0.5, -1.25, 2}, 0),
        model(
                "ResultOfRankTwo",
                MODES
                    + """
                    double[][] f(double[][] a, double s) {
                      double[][] y = new double[3][];
                      y[0] = a[0].clone();
                      y[1] = new double[] {s, s * s};
                      y[1][0] *= y[1][1] * y[0][0];
                      y[2] = y[0];
                      y[2][1] = y[2][1] * y[1][0];
                      y[0] = y[1];
                      return y;
                    }
                    """)
            .on(new double[][] {{1, 2, 3}, {0.5, -1, 0.25}}, 1.5),
        model(
                "ResultIsTheArgument",
                MODES
                    + """
                    double[] f(double[] x) {
                      for (int i = 1; i < x.length; i++) { x[i] = x[i] * x[i - 1]; }
                      return x;
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}),
        model(
                "ResultsAreOneArray",
                """
                record Pair(double[] first, double[] second, double sum) {}
                """
                    + MODES
                    + """
                    Pair f(double[] x) {
                      double[] r = new double[x.length];
                      double sum = 1;
                      for (int i = 0; i < x.length; i++) { r[i] = x[i] * sum; sum *= r[i]; }
                      for (int i = 0; i < x.length; i++) { r[i] *= r[i]; }
                      return new Pair(r, r, sum);
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}),
        model(
                "ResultsAreRowsOfEachOther",
                """
                record Rows(double[][] all, double[] last, double[] given) {}
                """
                    + MODES
                    + """
                    Rows f(double[][] m, double s) {
                      double[][] all = {m[0], new double[] {s, s}};
                      for (int i = 0; i < 2; i++) {
                        all[1][i] *= m[0][i];
                        all[1][i] *= all[1][i];
                      }
                      return new Rows(all, all[1], m[1]);
                    }
                    """)
            .on(new double[][] {{1, 2}, {0.5, -1}}, 1.5),
        model(
                "ResultIsARowOfTheArgument",
                MODES
                    + """
                    double[] f(double[][] m) {
                      for (int i = 0; i < 2; i++) { m[1][i] = m[1][i] * m[1][i] * m[0][i]; }
                      return m[1];
                    }
                    """)
            .on((Object) new double[][] {{1, 2}, {0.5, -1}}),
        model(
                "ResultIsARowThatWasReplaced",
                """
                record Both(double[] old, double[][] all) {}
                """
                    + "@Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})\n"
                    + """
                    Both f(double[][] m, double s) {
                      double[] old = m[1];
                      m[1] = new double[] {s, m[0][1]};
                      for (int i = 0; i < 2; i++) { m[1][i] *= m[1][i] * old[i]; old[i] *= m[1][i]; }
                      return new Both(old, m);
                    }
                    """)
            .on(new double[][] {{1, 2}, {0.5, -1}}, 1.5),
        model(
                "IndicesBesideNumbers",
                """
                record Sorted(int[] order, double[] values, boolean[] swapped) {}
                """
                    + MODES
                    + """
                    Sorted f(double[] x) {
                      int[] order = new int[x.length];
                      boolean[] swapped = new boolean[x.length];
                      for (int i = 0; i < x.length; i++) { order[i] = i; }
                      for (int i = 1; i < x.length; i++) {
                        for (int j = i; j > 0 && x[order[j]] < x[order[j - 1]]; j--) {
                          int k = order[j];
                          order[j] = order[j - 1];
                          order[j - 1] = k;
                          swapped[j] = !swapped[j];
                        }
                      }
                      double[] values = new double[x.length];
                      for (int i = 0; i < x.length; i++) { values[i] = x[order[i]] * x[i]; }
                      for (int i = 1; i < x.length; i++) { values[i] *= values[order[i] % i]; }
                      return new Sorted(order, values, swapped);
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2, 0.25, -3}),
        model(
                "ScratchOfASumIsReturned",
                """
                record Sum(double sum, double[] last) {}
                """
                    + MODES
                    + """
                    Sum f(double[] x) {
                      double[] scratch = new double[3];
                      double sum = 0;
                      for (int i = 0; i < x.length; i++) {
                        for (int j = 0; j < scratch.length; j++) { scratch[j] = x[i] * (j + 1); }
                        for (int j = 1; j < scratch.length; j++) { scratch[j] *= scratch[j - 1]; }
                        sum += Math.sin(scratch[2]);
                      }
                      return new Sum(sum, scratch);
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}),
        model(
                "RecordsInAnArray",
                """
                record Point(double x, double y) {}
                """
                    + MODES
                    + """
                    Point[] f(Point[] points, double s) {
                      Point[] made = new Point[points.length];
                      for (int i = 0; i < made.length; i++) {
                        made[i] = new Point(points[i].x() * s, points[i].y());
                      }
                      for (int i = 1; i < made.length; i++) {
                        made[i] = new Point(made[i].x() * made[i - 1].y(), made[i].y() * made[i].x());
                      }
                      return made;
                    }
                    """)
            .on(array("Point", instance("Point", 3.0, 0.5), instance("Point", -1.0, 4.0)), 1.5),
        model(
                "RecordOfArrays",
                """
                record Inner(float[] f, double[][] m) {}
                record Outer(Inner inner, double value) {}
                """
                    + MODES
                    + """
                    Outer f(Inner given, double s) {
                      float[] f = given.f().clone();
                      double[][] m = new double[2][f.length];
                      for (int i = 0; i < f.length; i++) {
                        f[i] *= f[i] * given.m()[0][i];
                        m[0][i] = f[i] * s;
                        m[1][i] = m[0][i] * s;
                        m[0][i] *= m[1][i];
                      }
                      return new Outer(new Inner(f, m), m[0][0] * s);
                    }
                    """)
            .on(instance("Inner", new float[] {0.5f, 2}, new double[][] {{1.5, -2}}), 0.75),
        model(
                "ResultOfABranch",
                MODES
                    + """
                    double[] f(double[] x, double s) {
                      double[] a = {s, s * s};
                      double[] b = a;
                      if (s > 1) {
                        b = x;
                        for (int i = 0; i < 2; i++) { a[i] *= a[i]; }
                      } else if (s > 0) {
                        b = new double[] {s, x[0]};
                        for (int i = 0; i < 2; i++) { b[i] = Math.exp(b[i] * a[0]); }
                      }
                      for (int i = 0; i < 2; i++) { b[i] *= b[i] * a[i]; }
                      return b;
                    }
                    """)
            .on(new double[] {0.5, -1.25}, 1.5)
            .on(new double[] {0.5, -1.25}, 0.5)
            .on(new double[] {0.5, -1.25}, -0.5));
  }
}
