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
 * Inputs and results without elements, and arrays and rows that are null: every derivative runs the
 * method, with its stores and exceptions, and looks at no array that the method does not look at.
 */
final class NothingToDifferentiateTest extends AgreementTable {
  private static final String ALL =
      "modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,"
          + " Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})\n";
  private static final String FIRST = "modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})\n";
  private static final double[] NONE = {};

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "InputsWithoutElements",
                "@Compute @Differentiable(wrt = \"x\", "
                    + ALL
                    + """
                    double f(double[] x, double[] w, int k) {
                      int per = 12 / k;
                      for (int i = 0; i < w.length; i++) { w[i] *= 2; }
                      double s = per;
                      for (double v : x) { s += v * v * w[0]; }
                      return s;
                    }
                    """)
            .on(NONE, new double[] {1, 2}, 3)
            .on(NONE, new double[] {1, 2}, 0)
            .on(new double[] {0.5, -2}, new double[] {1, 2}, 3)
            .on(new double[] {0.5, -2}, new double[] {1, 2}, 0)
            .on(new double[] {0.5, -2}, NONE, 3),
        model(
                "RowsWithoutElements",
                "@Compute @Differentiable(wrt = {\"x\", \"y\"}, "
                    + ALL
                    + """
                    double f(float[][] x, double[] y, int[] count) {
                      double s = count[0]++;
                      for (float[] row : x) { for (float v : row) { s += v * v; } }
                      for (double v : y) { s += v * v * v; }
                      return s;
                    }
                    """)
            .on(new float[2][0], NONE, new int[] {3})
            .on(new float[0][], NONE, new int[] {3})
            .on(new float[0][], NONE, new int[] {})
            .on(new float[2][0], new double[] {1.5}, new int[] {3}),
        model(
                "ResultsWithoutElements",
                "@Compute @Differentiable(wrt = \"x\", "
                    + FIRST
                    + """
                    void f(double[] x, int[] log, double[] y) {
                      log[0] = 7 / log[1];
                      for (int i = 0; i < y.length; i++) { y[i] = x[i] * x[i]; }
                    }
                    """)
            .on(new double[] {1.5, 2, 3, 4}, new int[] {0, 2}, NONE)
            .on(new double[] {1.5, 2, 3, 4}, new int[] {0, 0}, NONE)
            .on(NONE, new int[] {0, 2}, new double[0])
            .on(new double[] {1.5, 2, 3, 4}, new int[] {0, 2}, new double[] {1}),
        model(
                "ReturnedArraysWithoutElements",
                "@Compute @Differentiable(wrt = \"x\", "
                    + FIRST
                    + """
                    double[] f(double[] x, int[] log) {
                      log[0] += 7 / log[1];
                      double[] y = new double[x.length / 2];
                      for (int i = 0; i < y.length; i++) { y[i] = x[i] * x[i]; }
                      return y;
                    }
                    """)
            .on(new double[] {1.5}, new int[] {0, 2})
            .on(NONE, new int[] {0, 2})
            .on(NONE, new int[] {0, 0}),
        model(
                "ArgumentsThatAreBothRead",
                "@Compute @Differentiable(wrt = \"x\", "
                    + FIRST
                    + "void f(double[] x, double[] y) { for (int i = 0; i < y.length; i++)"
                    + " { y[i] += x.length; y[i] *= y[i]; } }")
            .on(NONE, new double[] {1, 2}),
        model(
                "RowsThatAreNull",
                "@Compute @Differentiable("
                    + ALL
                    + """
                    double f(double[][] m, double[] unread) {
                      double s = 0;
                      for (int i = 0; i < m.length; i += 2) { s += m[i][0] * m[i][0]; }
                      return s;
                    }
                    """)
            .on(new double[][] {{1, 2}, null, {3}}, null)
            .on(new double[][] {{1, 2}, null, {3}}, NONE)
            .on(new double[][] {null, {1, 2}}, NONE)
            .on(new double[0][], NONE),
        model(
                "RowsThatAreNullAndReturned",
                "@Compute @Differentiable("
                    + FIRST
                    + """
                    double[][] f(double[][] m, double s) {
                      double[][] y = new double[m.length][];
                      for (int i = 1; i < m.length; i += 2) {
                        y[i] = new double[] {m[i][0] * s, s};
                        y[i][0] *= y[i][1];
                      }
                      return y;
                    }
                    """)
            .on(new double[][] {null, {1, 2}, null, {3}}, 1.5)
            .on(new double[][] {null, null}, 1.5),
        model(
                "ResultsThatAreNull",
                """
                record Both(double[] first, double[][] second) {}
                """
                    + "@Compute @Differentiable("
                    + FIRST
                    + """
                    Both f(double[] x, boolean none) {
                      double[] y = x.clone();
                      y[0] *= y[0];
                      double[][][] rows = new double[2][][];
                      rows[none ? 0 : 1] = new double[2][];
                      rows[none ? 0 : 1][0] = y;
                      return new Both(rows[none ? 0 : 1][none ? 1 : 0], rows[0]);
                    }
                    """)
            .on(new double[] {1.5, 2}, true)
            .on(new double[] {1.5, 2}, false),
        model(
                "WrittenBesideRowsThatAreNull",
                "@Compute @Differentiable(wrt = \"x\", "
                    + FIRST
                    + """
                    void f(double[] x, double[][] y) {
                      for (int i = 0; i < x.length; i++) { y[i][0] = x[i] * x[i] * y[i][0]; }
                    }
                    """)
            .on(new double[] {1.5, 2}, new double[][] {{0.5}, {1, 2}, null}),
        model(
                "RecordsOfNullArrays",
                """
                record Pair(double[] a, float[][] b) {}
                """
                    + "@Compute @Differentiable("
                    + ALL
                    + """
                    double f(Pair p, Pair[] many) {
                      double s = 0;
                      for (int i = 0; i < many.length; i += 2) { s += many[i].a()[0] * p.b()[1][0]; }
                      return s * s;
                    }
                    """)
            .on(
                instance("Pair", NONE, new float[][] {null, {1.5f}}),
                array("Pair", instance("Pair", new double[] {2}, new float[0][]), null)));
  }
}
