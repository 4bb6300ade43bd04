package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The derivatives that {@code @Differentiable(modes = ..)} asks for. */
public final class DerivativeModesTest extends AgreementTable {
  private static final double[] POINT = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).run();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ModesOfANumber",
                """
            @Compute
            @Differentiable(modes = {
              Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,
              Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            double f(double[] x, double a) {
              double sum = 0;
              for (int i = 0; i + 1 < x.length; i++) {
                double d = x[i + 1] - x[i] * x[i];
                sum += a * d * d + (1 - x[i]) * (1 - x[i]);
              }
              return sum * Math.sin(a);
            }
            """)
            .on(POINT, 0.7)
            .on(new double[] {1.5}, 2.0),
        model(
                "InputsWithTheNamesOfOutputs",
                """
            @Compute
            @Differentiable(modes = {
              Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,
              Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            double f(double value, double dValue, double[] x, double[] dX, double dResult,
                double jacobian, double hessian, double diagonal) {
              double sum = value * dValue * dResult + jacobian * hessian * diagonal;
              for (int i = 0; i < x.length; i++) {
                sum += Math.sin(x[i]) * dX[i] * value;
              }
              return sum;
            }
            """)
            .on(0.5, 2.0, new double[] {0.1, 0.2}, new double[] {0.3, 0.4}, -1.0, 0.6, 0.7, 0.8),
        model(
                "ModesOfScalars",
                """
            @Compute
            @Differentiable(modes = {
              Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,
              Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            double f(double x, double y, int n) {
              double z = x;
              while (z < n) {
                if (z > y) { break; }
                z = z * z + Math.exp(x * y);
              }
              return z * y;
            }
            """)
            .on(0.5, 1.5, 10)
            .on(1.1, 5.0, 2),
        // more elements than columns that one run computes: each run finds what the first one found
        model(
                "HessianBesideRowsOfWholeNumbers",
                """
            void down(boolean[] seen) { seen[1] = !seen[1]; }
            @Compute
            @Differentiable(wrt = "x", modes = {
              Mode.GRADIENT, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN,
              Mode.HESSIAN_DIAGONAL})
            double f(int[][] count, boolean[][] seen, double[] x) {
              int[] row = count[1];
              if (--row[Math.floorMod(0, row.length)] < 3) { return -1; }
              down(seen[0]);
              double sum = 0;
              for (double each : x) { sum += each * each * row[0] * (seen[0][1] ? 2 : 3); }
              return sum * x[0];
            }
            """)
            .on(
                new int[][] {{4, 3, 4}, {5, 1, 2, 4}, {-2}},
                new boolean[][] {{true, false}},
                new double[] {0.5, -1.25, 2, 0.75, -0.3, 1.5, 0.25, -2, 1, 0.1, -0.7, 3})
            .on(new int[][] {{1}, {4}}, new boolean[][] {{true, true}}, POINT),
        // the call may return any of its arrays, so the constant is in one class with what is
        // written
        model(
                "ConstantsBesideWrittenArrays",
                """
            static final double[] TABLE = {0.5, 1.5, 2.5};
            double g(int a, double[] b, double x) {
              if (a <= 0) { return x; }
              b[0] *= x;
              return g(a - 1, b.clone(), x) + TABLE[a % 3] * x * b[0];
            }
            @Compute
            @Differentiable(modes = {
              Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN})
            double f(double x, double[] b, int n) { return g(n, b, x); }
            """)
            .on(0.5, new double[] {1.5}, 3),
        model(
                "JacobianOfAnArray",
                """
            @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            double[] f(double[] x) {
              double[] y = new double[2];
              for (int i = 0; i < x.length; i++) { y[i % 2] += x[i] * x[(i + 1) % x.length]; }
              return y;
            }
            """)
            .on(POINT)
            .on(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
            .on(new double[] {1, 2}),
        model(
                "JacobianOfAMatrix",
                """
            @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            double[][] f(double[][] a, double s) {
              double[][] y = new double[a.length][a.length];
              for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a.length; j++) {
                  for (int k = 0; k < a[i].length; k++) { y[i][j] += a[i][k] * a[j][k] * s; }
                }
              }
              return y;
            }
            """)
            .on(new double[][] {{1, 2, 3}, {0.5, -1, 0.25}}, 1.5),
        model(
                "JacobianOfARecord",
                """
            record Point(double x, double y) {}
            @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            Point f(Point p, double turn) {
              double c = Math.cos(turn);
              double s = Math.sin(turn);
              return new Point(p.x() * c - p.y() * s, p.x() * s + p.y() * c);
            }
            """)
            .on(instance("Point", 1.5, -0.5), 0.3),
        model(
                "JacobianOfWhatIsWritten",
                """
            @Compute @Differentiable(wrt = {"x", "w"}, modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            void f(double[] x, double w, int[] scratch, double[] y) {
              for (int i = 0; i < y.length; i++) {
                scratch[0] = i;
                double sum = i * w;
                for (int j = 0; j < x.length; j++) { sum += x[j] * x[j] * (i + 1) * w; }
                y[i] = sum * scratch[0];
              }
            }
            """)
            .on(POINT, 0.5, new int[1], new double[3]),
        model(
                "JacobianThroughRecursion",
                """
            static double power(double x, int n) {
              if (n == 0) { return 1; }
              double half = power(x, n / 2);
              return n % 2 == 1 ? half * half * x : half * half;
            }
            @Compute @Differentiable(modes = {
              Mode.GRADIENT, Mode.JACOBIAN, Mode.HESSIAN, Mode.JVP, Mode.VJP})
            double f(double x, double y) { return power(x, 5) * power(y, 3); }
            """)
            .on(1.1, 0.9),
        model(
                "JacobianInPlace",
                """
            @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            double f(double[] x) {
              for (int i = 1; i < x.length; i++) { x[i] = x[i] * x[i - 1]; }
              return x[x.length - 1];
            }
            """)
            .on(POINT),
        model(
                "JacobianOfAVoidMethodInPlace",
                """
            @Compute @Differentiable(wrt = "w", modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            void f(double w, double v, double[] x) {
              for (int i = 1; i < x.length; i++) { x[i] = x[i] * x[i - 1] * w; }
            }
            """)
            .on(0.5, 1.0, POINT),
        model(
                "ArraysOfTwoRanks",
                """
            @Compute @Differentiable(wrt = {"x", "a"}, modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
            void f(double[] x, double[][] a, double[] y) {
              for (int i = 0; i < y.length; i++) {
                y[i] = 0;
                for (int j = 0; j < x.length; j++) { y[i] += a[i][j] * x[j] * x[j]; }
              }
            }
            """)
            .on(new double[] {1, -2}, new double[][] {{1, 2}, {3, 4}, {5, 6}}, new double[3]),
        model(
                "ModesOfFloats",
                """
            @Compute
            @Differentiable(modes = {Mode.GRADIENT, Mode.JACOBIAN, Mode.HESSIAN, Mode.JVP, Mode.VJP})
            float f(float[] x) {
              float sum = 0;
              for (float each : x) { sum += each * each * each; }
              return sum;
            }
            """)
            .on(new float[] {1.5f, 2.5f}),
        model(
                "ModesOfTensors",
                """
            @Parameter @Shape(value = "3", dtype = DType.FLOAT64)
            Tensor w = Tensor.of(new double[] {0.5, -1.0, 2.0}, 3);
            @Compute
            @Differentiable(modes = {
              Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT})
            @Shape(value = "", dtype = DType.FLOAT64)
            Tensor f(@Shape(value = "n, 3", dtype = DType.FLOAT64) Tensor x) {
              return x.multiply(w).tanh().matmul(w).square().mean();
            }
            """)
            .on(Tensor.of(new double[] {0.5, 1.5, -0.5, 0.2, -1.2, 0.9}, 2, 3)));
  }

  /** Callers have no shadow of a constant to give. */
  @Test
  void constantsHaveNoShadows() {
    assertThatModel(
            """
            @Model class Constants {
              static final double[] TABLE = {0.5, 1.5, 2.5};
              double g(int a, double[] b, double x) {
                if (a <= 0) { return x; }
                b[0] *= x;
                return g(a - 1, b.clone(), x) + TABLE[a % 3] * x * b[0];
              }
              @Compute @Differentiable(modes = {Differentiable.Mode.VJP, Differentiable.Mode.JVP})
              double f(double x, double[] b, int n) { return g(n, b, x); }
            }
            """)
        .generates("CompiledConstants")
        .containing("fVjp(double x, double[] b, int n, double[] dB, double dResult)")
        .containing("fJvp(double x, double[] b, int n, double dX, double[] dB)");
  }
}
