package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.util.List;

/**
 * Derivatives of methods that replace rows of their arguments, by longer or shorter ones, by rows
 * of other arguments, or by each other; with more columns than forward mode computes in one run.
 */
final class ReplacedRowsTest extends AgreementTable {
  private static final String FIRST = "modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})\n";
  private static final String ALL =
      "modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,"
          + " Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})\n";
  private static final double[] TEN = {0.5, -1.25, 2, 0.75, -0.3, 1.1, 0.2, -0.6, 0.9, 1.4};

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "WrittenRowsOfOtherLengths",
                "@Compute @Differentiable(wrt = \"x\", "
                    + FIRST
                    + """
                    void f(double[] x, int n, double[][] y) {
                      y[0] = new double[n];
                      for (int i = 0; i < n; i++) { y[0][i] = x[i] * x[(i + 1) % x.length]; }
                      y[1][0] = x[0] * x[0];
                    }
                    """)
            .on(TEN, 4, new double[][] {{1, 2}, {3}})
            .on(TEN, 1, new double[][] {{1, 2}, {3}})
            .on(TEN, 0, new double[][] {{1, 2}, {3}})
            .on(new double[] {2}, 1, new double[][] {null, {3}}),
        model(
                "OwnRowsOfOtherLengths",
                "@Compute @Differentiable("
                    + FIRST
                    + """
                    void f(double s, double[][] m) {
                      double[] row = new double[m[1].length];
                      for (int i = 0; i < row.length; i++) { row[i] = m[0][0] * m[1][i] * s; }
                      m[0] = row;
                    }
                    """)
            .on(0.5, new double[][] {{1, 2}, TEN})
            .on(0.5, new double[][] {TEN, {1, 2}}),
        model(
                "RowsThatBecomeOneRow",
                "@Compute @Differentiable("
                    + FIRST
                    + """
                    double f(double[][] m) {
                      m[0] = m[1];
                      m[0][1] = m[1][0] * m[2][0];
                      double sum = 0;
                      for (double[] row : m) { for (double v : row) { sum += v * v * v; } }
                      return sum;
                    }
                    """)
            .on((Object) new double[][] {{1, 2, 3, 4}, {0.5, -2}, TEN})
            .on((Object) new double[][] {{1, 2}, {0.5, -2}, {3, 4}})
            .on((Object) new double[][] {{1, 2}, {0.5, -2}, {3, 4}}),
        model(
                "RowsThatAreSwapped",
                "@Compute @Differentiable("
                    + ALL
                    + """
                    double f(double[][] m, double[] x) {
                      double[] row = m[0];
                      m[0] = m[1];
                      m[1] = row;
                      m[1][0] *= m[0][1];
                      double sum = 0;
                      for (int i = 0; i < x.length; i++) { sum += x[i] * x[i] * m[0][0] * m[1][0]; }
                      m[1] = new double[] {sum, m[0][0], 1};
                      return sum * m[1][1];
                    }
                    """)
            .on(new double[][] {{1, 2}, {0.5, -2, 0.25}}, TEN),
        model(
                "RowsThatACallReplacesInScratch",
                """
                static double share(double[][] a, int n) {
                  if (n == 0) { return a[0][0]; }
                  double s = share(a, n - 1);
                  a[0] = a[n];
                  return s * a[0][1];
                }
                """
                    + "@Compute @Differentiable("
                    + ALL
                    + """
                    double f(double[] x) {
                      double[][] a = new double[3][2];
                      for (int i = 0; i < 3; i++) {
                        for (int j = 0; j < 2; j++) { a[i][j] = x[i] * x[j] + j; }
                      }
                      double s = share(a, 2);
                      a[2][0] *= s;
                      return s + a[0][0] * a[1][0];
                    }
                    """)
            .on(new double[] {0.5, -1.25, 2}),
        model(
                "RowsThatAreReturned",
                "@Compute @Differentiable("
                    + FIRST
                    + """
                    double[][] f(double[][] m, double s) {
                      m[0] = new double[] {m[0][0] * s, m[1][0], s};
                      m[0][2] *= m[0][0];
                      return m;
                    }
                    """)
            .on(new double[][] {{1}, TEN}, 0.75));
  }
}
