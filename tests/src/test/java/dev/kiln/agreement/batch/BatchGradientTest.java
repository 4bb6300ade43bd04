package dev.kiln.agreement.batch;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.kiln.agreement.Reflection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Batched derivatives: those of each example. */
class BatchGradientTest {
  /** With respect to arguments and, for each example, to the parameters of the model. */
  @Test
  void gradientsOfExamples() {
    BatchCheck model =
        BatchCheck.model(
            "Regression",
            """
            @Parameter double[] w = {0.5, -2};
            @Parameter double b = 0.25;
            @Compute @Differentiable @Vectorized
            double f(double[] x, double y) {
              double sum = b;
              for (int i = 0; i < x.length; i++) { sum += w[i] * x[i]; }
              return (sum - y) * (sum - y);
            }
            """);
    double[][] x = {{1, 2}, {-3, 0.5}, {0, 0}};
    double[] y = {1, 2, 0.25};
    model.on(x, y).agrees("f", 3).agreesDerivative("f", "Gradient", 3);
    model.on(new double[0][], new double[0]).agrees("f", 0).agreesDerivative("f", "Gradient", 0);
    List<Object> gradient = Reflection.components(model.compiled("fBatchGradient", x, y));
    // 2 (w x + b - y) x, and of b without the factor x
    double[] error = {0.25 + 0.5 - 4 - 1, 0.25 - 1.5 - 1 - 2, 0};
    double[][] expected = {{2 * error[0], 4 * error[0]}, {-6 * error[1], error[1]}, {0, 0}};
    assertArrayEquals(expected, (double[][]) gradient.get(3));
    assertArrayEquals(
        new double[] {2 * error[0], 2 * error[1], 0}, (double[]) gradient.get(4), 1e-12);
  }

  @Test
  void allModes() {
    BatchCheck model =
        BatchCheck.model(
            "AllModes",
            """
            @Compute @Vectorized
            @Differentiable(modes = {
                Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,
                Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            double f(double x, double[] y) {
              double sum = 0;
              for (int i = 0; i < y.length; i++) { sum += Math.sin(x * y[i]) * y[i]; }
              return sum;
            }
            """);
    double[] x = {0.5, 2};
    double[][] y = {{1, -2, 3}, {0.25}};
    model
        .on(x, y)
        .agrees("f", 2)
        .agreesDerivative("f", "Gradient", 2)
        .agreesDerivative("f", "Jacobian", 2)
        .agreesDerivative("f", "Hessian", 2)
        .agreesDerivative("f", "HessianDiagonal", 2);
    model.on(x, y, new double[] {1, 2}).agreesDerivative("f", "Vjp", 2);
    double[][] direction = {{1, 0.5, 0.25}, {3}};
    model.on(x, y, new double[] {1, 2}, direction).agreesDerivative("f", "Jvp", 2);
    model.on(x, y, new double[] {1, 2}, direction).agreesDerivative("f", "Hvp", 2);
    double[][] slope = {{0}, {0}};
    model.on(x, y, slope, new double[][] {{0, 0, 0}, {0}}).agreesDerivative("f", "GradientInto", 2);
  }

  /** Members of an ensemble differ by their parameters. */
  @Test
  void ensembles() {
    BatchCheck model =
        BatchCheck.model(
            "Ensemble",
            """
            @Parameter double[] w = {0, 0};
            double scale = 2;
            @Compute @Differentiable @Vectorized(over = "w") @Vectorized(name = "all", over = {"w", "scale", "x"})
            double f(double x) { return Math.tanh(w[0] * x + w[1]) * scale; }
            @Compute @Differentiable @Vectorized
            double single(double x, double[] w, double scale) { return Math.tanh(w[0] * x + w[1]) * scale; }
            """);
    double[][] w = {{1, 2}, {-0.5, 0.25}, {0, 3}};
    double[] x = {0.75, 0.75, 0.75};
    double[] scale = {2, 2, 2};
    double[] expected = (double[]) model.compiled("singleBatch", x, w, scale);
    assertArrayEquals(expected, (double[]) model.compiled("fBatch", 0.75, w));
    assertArrayEquals(expected, (double[]) model.session("fBatch", 0.75, w));
    assertArrayEquals(expected, (double[]) model.compiled("allBatch", x, w, scale));
    List<Object> reference =
        Reflection.components(model.compiled("singleBatchGradient", x, w, scale));
    List<Object> gradient = Reflection.components(model.compiled("fBatchGradient", 0.75, w));
    assertArrayEquals((double[]) reference.get(1), (double[]) gradient.get(1));
    assertArrayEquals((double[][]) reference.get(2), (double[][]) gradient.get(2));
  }

  @Test
  void recordsAndLoops() {
    BatchCheck model =
        BatchCheck.model(
            "Orbits",
            """
            record State(double x, double v) {}
            @Compute @Differentiable @Vectorized
            double f(State s, double until) {
              double x = s.x();
              double v = s.v();
              double t = 0;
              while (t < until) {
                v -= 0.1 * x * Math.abs(x);
                x += 0.1 * v;
                t += 0.1;
              }
              return x;
            }
            """);
    Object states = array("State", instance("State", 1.0, 0.0), instance("State", -2.0, 0.5));
    model.on(states, new double[] {1, 7.5}).agrees("f", 2).agreesDerivative("f", "Gradient", 2);
  }
}
