package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.constant;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of methods that compare with null. */
final class NullGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "NullEnumGradients",
                """
                enum Act { RELU, TANH }
                static double apply(Act act, double x) {
                  return act == null ? x * x : switch (act) { case RELU -> Math.max(x, 0); case TANH -> Math.tanh(x); };
                }
                @Compute @Differentiable double f(double x, Act act) {
                  double y = x;
                  Act now = act;
                  for (int i = 0; i < 3; i++) {
                    y += apply(now, y);
                    now = now == null ? Act.TANH : null;
                  }
                  return y;
                }
                """)
            .on(0.5, null)
            .on(0.5, constant("Act", "TANH")),
        model(
                "NullArrayGradients",
                """
                @Compute @Differentiable(wrt = "x") double f(double[] x, double[] w) {
                  double s = 0;
                  for (int i = 0; i < x.length; i++) { s += (w == null ? 1 : w[i]) * x[i] * x[i]; }
                  return s;
                }
                static double bend(double[] a, double x) { return a != null ? a[0] * x * a[0] : x * x; }
                @Compute @Differentiable double g(double[] a, double x) {
                  Objects.requireNonNull(a, "a");
                  double[] local = {x * a[0], x};
                  double[] chosen = a == null ? local : a;
                  return bend(local, x) + bend(chosen, x);
                }
                @Compute @Differentiable(wrt = "x") double h(double x, double[] a) { return bend(a, x) + (a == null ? x * x * x : a[0] * x); }
                """)
            .on(new double[] {1, 2}, null)
            .on(new double[] {1, 2}, new double[] {3, 4})
            .calling("g", new double[] {0.5}, 0.75)
            .calling("h", 0.5, null)
            .calling("h", 0.5, new double[] {2}),
        model(
                "NullRecordGradients",
                """
                record Point(double x, double y) { double norm() { return Math.sqrt(x * x + y * y); } }
                @Compute @Differentiable double f(Point[] ps, double t) {
                  double s = 0;
                  for (Point p : ps) { if (p != null) { s += t * p.norm(); } }
                  return s;
                }
                """)
            .on(array("Point", instance("Point", 3.0, 4.0), instance("Point", 1.0, 4.0)), 0.5));
  }
}
