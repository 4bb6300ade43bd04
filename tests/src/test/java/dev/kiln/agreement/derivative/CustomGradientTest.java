package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;
import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives that users give, and which are those of the method: all modes find so. */
public final class CustomGradientTest extends GradientTable {
  private static final double[] X = {0.5, -1.25, 2.0, 0.75};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ImplicitRoot",
                """
            @CustomGradient(vjp = "rootVjp")
            static double root(double a) {
              double x = a;
              while (Math.abs(x * x - a) > 1e-14 * a) { x = 0.5 * (x + a / x); }
              return x;
            }
            static double rootVjp(double a, double result, double dResult) {
              return dResult / (2 * result);
            }
            @Compute @Differentiable double f(double x, int n) {
              double sum = 0;
              for (int i = 1; i <= n; i++) {
                if (sum > 5) { break; }
                sum += root(x * i) * root(sum + 1);
              }
              return sum * sum;
            }
            """)
            .on(0.7, 3)
            .on(2.5, 6)
            .on(1.0, 0),
        model(
                "CustomSumOverSamples",
                """
            @CustomGradient(vjp = "rootVjp")
            static double root(double a) { return Math.sqrt(a); }
            static double rootVjp(double a, double result, double dResult) {
              return dResult / (2 * result);
            }
            @CustomGradient(vjp = "normVjp", jvp = "normJvp")
            static double norm(double[] x) {
              double sum = 1;
              for (double each : x) { sum += each * each; }
              return Math.sqrt(sum);
            }
            static double[] normVjp(double[] x, double result, double dResult) {
              double[] d = new double[x.length];
              for (int i = 0; i < x.length; i++) { d[i] = dResult * x[i] / result; }
              return d;
            }
            static double normJvp(double[] x, double result, double[] dX) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += x[i] * dX[i]; }
              return sum / result;
            }
            @Compute @Differentiable double f(double[] x, double a) {
              double sum = 0;
              double[] row = new double[2];
              for (int i = 0; i + 1 < x.length; i++) {
                row[0] = x[i] * a;
                row[1] = x[i + 1] * x[i];
                sum += root(1 + a * x[i] * x[i]) * norm(row);
              }
              return sum;
            }
            """)
            .on(X, 0.75),
        model(
                "RuleCallsTheMethod",
                """
            @CustomGradient(vjp = "rootVjp", jvp = "rootJvp")
            double root(double a) { return Math.sqrt(a); }
            double rootVjp(double a, double dResult) { return dResult / (2 * root(a)); }
            double rootJvp(double a, double dA) { return dA / (2 * root(a)); }
            @Compute @Differentiable double f(double x) { return root(x) * root(root(x) + x); }
            """)
            .on(0.7),
        model(
                "SeveralArguments",
                """
            record Cotangents(double x, float y) {}
            @CustomGradient(vjp = "productVjp", jvp = "productJvp")
            static double product(double x, int n, float y, @NoGradient double z) {
              return x * n * y + z;
            }
            static Cotangents productVjp(
                double x, int n, float y, double z, double result, double dResult) {
              return new Cotangents(dResult * n * y, (float) (dResult * x * n));
            }
            static double productJvp(double x, int n, float y, double z, double dX, float dY) {
              return n * (dX * y + x * dY);
            }
            @Compute @Differentiable double f(double x) {
              return product(x * x, 3, 0.5f, 0) + product(2, 2, (float) 0.25, 3) * x;
            }
            """)
            .on(0.7),
        model(
                "ArrayArgument",
                """
            @CustomGradient(vjp = "logSumExpVjp", jvp = "logSumExpJvp")
            static double logSumExp(double[] x) {
              double most = x[0];
              for (double each : x) { most = Math.max(most, each); }
              double sum = 0;
              for (double each : x) { sum += Math.exp(each - most); }
              return most + Math.log(sum);
            }
            static double[] logSumExpVjp(double[] x, double result, double dResult) {
              double[] d = new double[x.length];
              for (int i = 0; i < x.length; i++) { d[i] = dResult * Math.exp(x[i] - result); }
              return d;
            }
            static double logSumExpJvp(double[] x, double result, double[] dX) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += dX[i] * Math.exp(x[i] - result); }
              return sum;
            }
            @Compute @Differentiable double f(double[] x, double a) {
              double[] y = new double[x.length];
              double sum = 0;
              for (int k = 0; k < 3; k++) {
                for (int i = 0; i < x.length; i++) { y[i] = a * x[i] + k + sum * y[i]; }
                sum += logSumExp(y);
                y[0] = sum * y[1];
              }
              return sum + logSumExp(x) * y[0];
            }
            """)
            .on(X, 0.75),
        model(
                "ArrayResult",
                """
            @CustomGradient(vjp = "softmaxVjp", jvp = "softmaxJvp")
            static double[] softmax(double[] x, double t) {
              double[] y = new double[x.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) { y[i] = Math.exp(t * x[i]); sum += y[i]; }
              for (int i = 0; i < x.length; i++) { y[i] /= sum; }
              return y;
            }
            record Cotangents(double[] x, double t) {}
            static Cotangents softmaxVjp(double[] x, double t, double[] y, double[] dY) {
              double dot = 0;
              for (int i = 0; i < y.length; i++) { dot += y[i] * dY[i]; }
              double[] d = new double[x.length];
              double dT = 0;
              for (int i = 0; i < y.length; i++) {
                d[i] = t * y[i] * (dY[i] - dot);
                dT += x[i] * y[i] * (dY[i] - dot);
              }
              return new Cotangents(d, dT);
            }
            static double[] softmaxJvp(double[] x, double t, double[] y, double[] dX, double dT) {
              double dot = 0;
              for (int i = 0; i < y.length; i++) { dot += y[i] * (t * dX[i] + dT * x[i]); }
              double[] d = new double[x.length];
              for (int i = 0; i < y.length; i++) { d[i] = y[i] * (t * dX[i] + dT * x[i] - dot); }
              return d;
            }
            @Compute @Differentiable double f(double[] x, double t) {
              double sum = 0;
              double[] z = x;
              for (int k = 0; k < 2; k++) {
                double[] y = softmax(z, t);
                y[0] *= 2;
                for (int i = 0; i < y.length; i++) { sum += y[i] * x[i] * (i + 1); }
                y[1] = sum;
                z = y;
              }
              return sum * z[2];
            }
            """)
            .on(X, 1.5),
        model(
                "TensorArguments",
                """
            record Cotangents(Tensor x, Tensor y) {}
            @CustomGradient(vjp = "dotVjp")
            static Tensor dot(Tensor x, Tensor y) { return x.multiply(y).sum(); }
            static Cotangents dotVjp(Tensor x, Tensor y, Tensor dResult) {
              return new Cotangents(y.multiply(dResult), x.multiply(dResult));
            }
            @Compute @Differentiable Tensor f(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
              Tensor sum = dot(x, y);
              for (int i = 0; i < 3; i++) { sum = sum.add(dot(x.multiply(sum), y)); }
              return sum;
            }
            """)
            .on(doubles(shape(3), 0.5, -0.25, 0.75), doubles(shape(3), 0.3, 1, -0.5)),
        model(
                "RecordArgument",
                """
            record Point(double x, int n, double y) {}
            @CustomGradient(vjp = "normVjp")
            double norm(Point p) { return Math.sqrt(p.x() * p.x() + p.y() * p.y()) * p.n(); }
            Point normVjp(Point p, double result, double dResult) {
              double scale = dResult * p.n() * p.n() / result;
              return new Point(p.x() * scale, 7, p.y() * scale);
            }
            @Compute @Differentiable double f(Point p) {
              return norm(new Point(p.x() * p.y(), p.n(), p.y())) * p.x();
            }
            """)
            .on(instance("Point", 0.5, 3, -2.0)),
        types(
                "RuleOfANestedModel",
                """
            @Model
            class Scale {
              @Parameter double factor = 1.5;
              double slope = 2;
              @Compute @CustomGradient(vjp = "applyVjp") double apply(double x) { return x * x; }
              double applyVjp(double x, double dResult) { return slope * scaled(x) * dResult; }
              double scaled(double x) { return factor * x / 1.5; }
            }

            @Model
            class RuleOfANestedModel {
              Scale scale = new Scale();
              @Compute @Differentiable(wrt = "x") double f(double x) {
                return scale.apply(x) * scale.apply(scale.apply(x) + 1);
              }
            }
            """)
            .on(0.7),
        model(
                "CustomItself",
                """
            @Parameter double w = 0.5;
            double slope = 2;
            @Compute @Differentiable @CustomGradient(vjp = "fVjp") double f(double x) {
              return x * x;
            }
            double fVjp(double x, double result, double dResult) { return slope * x * dResult; }
            """)
            .on(0.7),
        model(
                "CustomRecursion",
                """
            @CustomGradient(vjp = "powerVjp")
            static double power(double x, int n) {
              return n == 0 ? 1 : x * power(x, n - 1);
            }
            static double powerVjp(double x, int n, double dResult) {
              return n == 0 ? 0 : n * power(x, n - 1) * dResult;
            }
            static double twice(double x, int n) {
              return n == 0 ? x : power(twice(x, n - 1), 2) + x;
            }
            @Compute @Differentiable double f(double x, int n) { return power(twice(x, 2), n); }
            """)
            .on(0.7, 3)
            .on(0.7, 0));
  }
}
