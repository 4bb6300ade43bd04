package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.ClosedForm;
import dev.kiln.agreement.ForwardCheck;
import dev.kiln.agreement.GradientCheck;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is constant for differentiation, by {@code StopGradient.of} and {@code @NoGradient}. Each
 * model says in {@code slope} what the derivatives of {@code f} are, input after input.
 */
public final class NoGradientTest extends AgreementTable {
  private static final double[] X = {0.5, -1.25, 2.0};

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new GradientCheck(modes, call, ClosedForm.of(modes, call)).run();
    new ForwardCheck(modes, call).runFirstOrder();
  }

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "StoppedNumber",
                """
                @Compute @Differentiable double f(double x, double y) {
                  double step = StopGradient.of(x * x + y);
                  return step * x + Math.sin(step) * y * y;
                }
                double[] slope(double x, double y) {
                  double step = x * x + y;
                  return new double[] {step, 2 * Math.sin(step) * y};
                }
                """)
            .on(0.7, -0.4),
        model(
                "StoppedFloatInALoop",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    float damping = StopGradient.of((float) (1 / (1 + sum * sum)));
                    sum += damping * x;
                  }
                  return sum;
                }
                double[] slope(double x, int n) {
                  double sum = 0;
                  double slope = 0;
                  for (int i = 0; i < n; i++) {
                    float damping = (float) (1 / (1 + sum * sum));
                    sum += damping * x;
                    slope += damping;
                  }
                  return new double[] {slope};
                }
                """)
            .on(0.7, 5)
            .on(0.7, 0),
        model(
                "StoppedTensor",
                """
                @Compute @Differentiable
                Tensor f(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
                  Tensor scale = StopGradient.of(x.square().sum());
                  return x.multiply(scale).sum().add(StopGradient.of(x).multiply(x).sum());
                }
                double[] slope(Tensor x) {
                  double[] elements = x.toDoubleArray();
                  double[] slope = new double[elements.length];
                  double scale = x.square().sum().toDouble();
                  for (int i = 0; i < slope.length; i++) { slope[i] = scale + elements[i]; }
                  return slope;
                }
                """)
            .on(doubles(shape(3), 0.5, -1, 2)),
        model(
                "ConstantArgumentOfACall",
                """
                static double weighted(double x, @NoGradient double weight) {
                  double twice = 2 * weight;
                  return x * twice;
                }
                @Compute @Differentiable double f(double x) { return weighted(x, x * x) + weighted(3, x); }
                double[] slope(double x) { return new double[] {2 * x * x}; }
                """)
            .on(0.7),
        model(
                "ConstantRecord",
                """
                record Point(double x, double y) {}
                double dot(Point a, @NoGradient Point b) { return a.x() * b.x() + a.y() * b.y(); }
                @Compute @Differentiable double f(Point p) { return dot(p, p); }
                double[] slope(Point p) { return new double[] {p.x(), p.y()}; }
                """)
            .on(instance("Point", 0.5, -2.0)),
        model(
                "ConstantArgumentIsLeftOut",
                """
                @Parameter double w = 0.25;
                @Compute @Differentiable double f(double[] x, @NoGradient double[] t, @NoGradient double s) {
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) { sum += s * (w * x[i] - t[i]) * (w * x[i] - t[i]); }
                  return sum;
                }
                double[] slope(double[] x, double[] t, double s) {
                  double[] slope = new double[x.length + 1];
                  for (int i = 0; i < x.length; i++) {
                    slope[i] = 2 * s * (w * x[i] - t[i]) * w;
                    slope[x.length] += 2 * s * (w * x[i] - t[i]) * x[i];
                  }
                  return slope;
                }
                """)
            .on(X, new double[] {1, 2, 3}, 0.5),
        model(
                "ConstantArrayOfACall",
                """
                static double dot(double[][] a, @NoGradient double[][] b) {
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) {
                    double[] row = b[i];
                    for (double element : row) { sum += element * a[i][0]; }
                    sum += inner(a[i], b[i]);
                  }
                  return sum;
                }
                static double inner(double[] a, double[] b) {
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) { sum += a[i] * b[i]; }
                  return sum;
                }
                @Compute @Differentiable double f(double[] x) {
                  double[][] rows = {x, {x[0] * x[1]}};
                  return dot(rows, rows) + inner(x, x);
                }
                double[] slope(double[] x) {
                  double[] slope = new double[x.length];
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    sum += x[i];
                    slope[i] = x[i] + 2 * x[i];
                  }
                  slope[0] += sum + 2 * x[0] * x[1] * x[1];
                  slope[1] += 2 * x[0] * x[1] * x[0];
                  return slope;
                }
                """)
            .on(X),
        model(
                "ConstantVariable",
                """
                @Compute @Differentiable double f(double x, boolean twice) {
                  @NoGradient double scale = x * x;
                  if (twice) { scale = 2 * x; }
                  double sum = 0;
                  for (@NoGradient double each : new double[] {x, 2 * x}) { sum += each * x; }
                  return scale * x + sum;
                }
                double[] slope(double x, boolean twice) {
                  return new double[] {(twice ? 2 * x : x * x) + 3 * x};
                }
                """)
            .on(0.7, true)
            .on(0.7, false),
        model(
                "ConstantMethod",
                """
                @Parameter double w = 0.25;
                double scaled(double x) { return w * x; }
                @NoGradient double[] weights(double[] x) {
                  double[] weights = new double[x.length];
                  fill(weights, x);
                  return weights;
                }
                void fill(double[] to, double[] from) {
                  for (int i = 0; i < to.length; i++) { to[i] = scaled(from[i]) * w; }
                }
                @Compute @Differentiable double f(double[] x) {
                  double[] weights = weights(x);
                  double sum = scaled(x[0]);
                  for (int i = 0; i < x.length; i++) { sum += weights[i] * x[i] * w; }
                  return sum;
                }
                double[] slope(double[] x) {
                  double[] slope = new double[x.length + 1];
                  slope[0] = w;
                  slope[x.length] = x[0];
                  for (int i = 0; i < x.length; i++) {
                    slope[i] += w * w * x[i] * w;
                    slope[x.length] += w * w * x[i] * x[i];
                  }
                  return slope;
                }
                """)
            .on(X),
        types(
                "ConstantsOfANestedModel",
                """
                @Model
                class Scale {
                  @Parameter double factor = 1.5;
                  @Compute double apply(double x) { return factor * x * x; }
                  @Compute @NoGradient double frozen(double x) { return factor * x * x; }
                }

                @Model
                class ConstantsOfANestedModel {
                  Scale scale = new Scale();
                  @Compute @Differentiable double f(double x) {
                    return scale.apply(x) + scale.frozen(x) * x;
                  }
                  double[] slope(double x) {
                    return new double[] {3 * x + 1.5 * x * x, x * x};
                  }
                }
                """)
            .on(0.7),
        model(
                "ConstantOfARecursion",
                """
                static double sum(double x, @NoGradient double y, int n) {
                  return n == 0 ? y * x : sum(x * y, y * x, n - 1) + x;
                }
                @Compute @Differentiable double f(double x) { return sum(x, x, 2); }
                double[] slope(double x) {
                  // y0 = x, y1 = x^2, y2 = x^4; the value is y2 (x y0 y1) + x y0 + x
                  return new double[] {Math.pow(x, 7) + x + 1};
                }
                """)
            .on(0.7));
  }

  @Test
  void secondDerivativesAreZeroToo() throws IOException {
    Program program =
        model(
            "StoppedTwice",
            """
            @Compute @Differentiable(modes = {
              Mode.GRADIENT, Mode.HESSIAN, Mode.HESSIAN_VECTOR_PRODUCT, Mode.JACOBIAN})
            double f(double x, double y) { return StopGradient.of(x * x) * x * x * y; }
            """);
    InMemoryClasses classes = InMemoryCompiler.compile(program.files());
    Modes modes = new Modes(program, classes);
    Object compiled = modes.newCompiled();
    double[][] hessian =
        (double[][]) Reflection.call(compiled.getClass(), compiled, "fHessian", 3.0, 0.5);
    double constant = 9;
    assertArrayEquals(new double[] {2 * constant * 0.5, 2 * constant * 3}, hessian[0]);
    assertArrayEquals(new double[] {2 * constant * 3, 0}, hessian[1]);
    double[][] jacobian =
        (double[][]) Reflection.call(compiled.getClass(), compiled, "fJacobian", 3.0, 0.5);
    assertArrayEquals(new double[] {2 * constant * 3 * 0.5, constant * 9}, jacobian[0]);
    String source = classes.generatedSources().get(program.qualified("CompiledStoppedTwice"));
    assertFalse(source.contains("StopGradient"), source);
  }
}
