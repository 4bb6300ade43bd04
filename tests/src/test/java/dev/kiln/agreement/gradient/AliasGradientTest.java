package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of methods whose calls return or store arrays that the caller has already. */
public final class AliasGradientTest extends GradientTable {
  private static final double[] FIRST = {0.5, -1.25, 2.0};
  private static final double[] SECOND = {0.75, -0.3, 1.5};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ArrayPickedByRecursion",
                """
            static double[] pick(double[] a, double[] b, int k) {
              return k <= 0 ? a : pick(b, a, k - 1);
            }
            @Compute @Differentiable double f(double[] a, double[] b, int k) {
              double before = a[0] * a[0] * b[0];
              double[] picked = pick(a, b, k);
              picked[0] = Math.sin(before) * a[1];
              double between = a[0] * a[0] * b[0];
              picked[0] *= between;
              return before * between + a[0] * b[0] * picked[0];
            }
            """)
            .on(FIRST, SECOND, 0)
            .on(FIRST, SECOND, 1),
        model(
                "RowStoredByRecursion",
                """
            static void put(double[][] rows, double[] a, int k) {
              if (k > 0) { put(rows, a, k - 1); } else { rows[1] = a; }
            }
            @Compute @Differentiable double f(double[] a, double x, int k) {
              double[][] rows = new double[2][3];
              put(rows, a, k);
              double before = a[0] * a[0] * x;
              rows[1][0] = Math.sin(before) * x;
              double after = a[0] * a[0] * x;
              return before * after;
            }
            """)
            .on(FIRST, 0.7, 2),
        model(
                "RowReturnedByRecursion",
                """
            static double[] last(double[][] rows, int k) {
              return k >= rows.length - 1 ? rows[k] : last(rows, k + 1);
            }
            @Compute @Differentiable double f(double[] a, double x) {
              double[][] rows = {{x, x * x}, {a[0] * x, a[1]}};
              double[] row = last(rows, 0);
              double before = rows[1][0] * rows[1][0];
              row[0] = Math.cos(before) * row[1];
              double after = rows[1][0] * rows[1][0];
              return before * after * x + rows[0][1] * row[0];
            }
            """)
            .on(FIRST, 0.7),
        model(
                "AliasMadeInTheConditionOfALoop",
                """
            static double[] next(double[] a, double[] b, int k) {
              return k % 2 == 0 ? a : k < 0 ? next(b, a, k + 1) : b;
            }
            @Compute @Differentiable double f(double[] a, double[] b, int n) {
              double[] c = a;
              double sum = 0;
              int i = 0;
              while ((c = next(a, b, i))[1] > -5 && i < n) {
                sum += a[0] * a[0] * b[0];
                c[0] = Math.sin(sum) * c[2];
                sum += a[0] * b[0] * b[0];
                i++;
              }
              return sum + c[0] * c[0];
            }
            """)
            .on(FIRST, SECOND, 3),
        model(
                "FilledAndReadInTheSameLoop",
                """
            @Compute @Differentiable double f(double[] a, double x) {
              double sum = a[0] * a[1] * a[2];
              for (int i = 0; i < a.length; i++) {
                a[i] = x * (i + 1);
                for (int j = 0; j < a.length; j++) { sum += Math.sin(a[j]) * a[j] * sum; }
              }
              return sum * a[2];
            }
            """)
            .on(FIRST, 0.3));
  }
}
