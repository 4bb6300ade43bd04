package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.array.ArrayMethodsTest.withImports;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of code that copies, fills and sorts arrays. */
final class ArrayMethodsGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        withImports(
                "FillsWithNumber",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double[] a = new double[n];
                  Arrays.fill(a, x * x);
                  a[0] *= a[1];
                  Arrays.fill(a, 1, 2, x);
                  double sum = 0;
                  for (double each : a) { sum += each * sum + each; }
                  return sum;
                }
                """)
            .on(0.7, 4)
            .on(-1.2, 2),
        withImports(
                "CopiesOfArrays",
                """
                @Compute @Differentiable double f(double[] x) {
                  double[] a = Arrays.copyOf(x, x.length + 1);
                  double[] b = Arrays.copyOfRange(x, 1, x.length);
                  a[x.length] = a[0] * b[0];
                  b[0] = b[0] * a[x.length];
                  return a[0] * a[1] + b[0] * a[x.length];
                }
                @Compute @Differentiable float g(float[][] x) {
                  float[][] a = Arrays.copyOf(x, 1);
                  float[] b = Arrays.copyOf(a[0], 2);
                  return a[0][0] * b[1] * b[0];
                }
                """)
            .on((Object) new double[] {0.5, -1.5, 2})
            .calling("g", (Object) new float[][] {{0.5f, 2}, {3}}),
        withImports(
                "ShiftsInPlace",
                """
                @Compute @Differentiable double f(double[] x, int by) {
                  double[] a = x.clone();
                  for (int i = 0; i < 3; i++) {
                    a[0] = Math.sin(a[1]) * a[2];
                    System.arraycopy(a, 0, a, by, a.length - by);
                    a[0] += a[by] * a[by];
                    System.arraycopy(a, by, a, 0, a.length - by);
                  }
                  return a[0] * a[1] + a[2];
                }
                @Compute @Differentiable double g(double[] x, double[] y) {
                  double[] a = y.clone();
                  System.arraycopy(x, 1, a, 0, 2);
                  return a[0] * a[1] * a[2] * x[1];
                }
                """)
            .on(new double[] {0.5, -1.5, 2, 0.3}, 1)
            .on(new double[] {0.5, -1.5, 2, 0.3}, 2)
            .on(new double[] {0.5, -1.5, 2, 0.3}, 0)
            .calling("g", new double[] {2, 3, 5}, new double[] {7, 11, 13}),
        withImports(
                "SortedNumbers",
                """
                @Compute @Differentiable double f(double[] x) {
                  double[] a = x.clone();
                  Arrays.sort(a);
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) { sum += (i + 1) * a[i] * a[i] * x[i]; }
                  return sum;
                }
                @Compute @Differentiable float g(float[] x, int n) {
                  float[] a = new float[n];
                  float sum = 1;
                  for (int i = 0; i < 2; i++) {
                    for (int k = 0; k < n; k++) { a[k] = x[k] * (k - sum); }
                    Arrays.sort(a, 0, n - 1);
                    sum += a[0] * a[1];
                  }
                  return sum + a[n - 1];
                }
                @Compute @Differentiable double median(double[] x, int[] weights) {
                  int[] w = weights.clone();
                  Arrays.sort(w);
                  double[] a = Arrays.copyOf(x, x.length);
                  for (int i = 0; i < a.length; i++) { a[i] *= w[i]; }
                  Arrays.sort(a);
                  return a[a.length / 2] * w[0];
                }
                """)
            .on((Object) new double[] {3, -1, 2, 0.5})
            .on((Object) new double[] {})
            .calling("g", new float[] {0.5f, -1.5f, 2, 0.25f}, 4)
            .calling("median", new double[] {3, -1, 2}, new int[] {5, 2, 3}),
        withImports(
                "ClonesOfRows",
                """
                @Compute @Differentiable double f(double[][] x) {
                  double[][] y = {x[0].clone(), x[1].clone()};
                  double[][] z = y.clone();
                  z[0][0] *= z[1][0];
                  z[1] = z[0];
                  z[1][1] = y[0][0] * y[1][0];
                  return y[0][0] * y[0][1] + z[1][1];
                }
                """)
            .on((Object) new double[][] {{0.5, 2}, {3, -1}}));
  }
}
