package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives of the greatest and the least number so far. */
final class RunningExtremumTest extends GradientTable {
  private static final double[] X = {0.5, -1.25, 2.0, 0.75, -0.3};

  private static final String EXTREMA =
      """
      @Compute @Differentiable double greatest(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < x.length; i++) { max = Math.max(max, x[i]); }
        return max;
      }
      @Compute @Differentiable double least(double[] x) {
        double min = x[0];
        for (int i = 1; i < x.length; i++) { min = Math.min(x[i], min); }
        return min;
      }
      @Compute @Differentiable float ofFloats(float[] x) {
        float max = x[0];
        for (float each : x) { max = Math.max(each * each, max); }
        return max;
      }
      @Compute @Differentiable double byBranch(double[] x) {
        double max = x[0];
        for (int i = 1; i < x.length; i++) { if (x[i] > max) { max = x[i]; } }
        return max;
      }
      """;

  @Override
  public List<Program> programs() {
    return List.of(
        model("Extrema", EXTREMA)
            .calling("greatest", X)
            .calling("least", X)
            .calling("ofFloats", new float[] {0.5f, -1.5f, 1.25f})
            .calling("byBranch", X)
            .calling("greatest", new double[] {3, 2, 1})
            .calling("least", new double[] {3, 2, 1}),
        model(
                "LogSumExp",
                """
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                double f(double[] x, double w) {
                  double max = Double.NEGATIVE_INFINITY;
                  for (int i = 0; i < x.length; i++) { max = Math.max(max, w * x[i]); }
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) { sum += Math.exp(w * x[i] - max); }
                  return max + Math.log(sum);
                }
                """)
            .on(X, 0.7),
        model(
                "ExtremaInLoops",
                """
                @Compute @Differentiable double f(double[][] x, double w) {
                  double least = 1000;
                  for (int i = 0; i < x.length; i++) {
                    double max = w;
                    for (int j = 0; j < x[i].length; j++) {
                      if (j != 1) { max = Math.max(Math.sin(w * x[i][j]), max); }
                    }
                    least = Math.min(least, max * max + x[i][0]);
                  }
                  return least * w;
                }
                @Compute @Differentiable double online(double[] x) {
                  double max = x[0];
                  double sum = 1;
                  for (int i = 1; i < x.length; i++) {
                    double next = Math.max(max, x[i]);
                    sum = sum * Math.exp(max - next) + Math.exp(x[i] - next);
                    max = next;
                  }
                  return max + Math.log(sum);
                }
                """)
            .on(new double[][] {{0.5, 1, 2}, {-0.75, 0.25}, {1.5}}, 0.7)
            .calling("online", X));
  }

  /** As said of equal operands: half to each, so that the last of equal ones has half of it. */
  @Test
  void equalNumbersShareTheDerivative() throws IOException {
    Modes modes = compiled();
    assertGradient(modes, "greatest", new double[] {1, 2, 2}, 0, 0.5, 0.5);
    assertGradient(modes, "greatest", new double[] {2, 2, 1, 2}, 0.25, 0.25, 0, 0.5);
    assertGradient(modes, "least", new double[] {2, 2, 1, 1}, 0, 0, 0.5, 0.5);
    assertGradient(modes, "least", new double[] {0.0, -0.0, 3}, 0.5, 0.5, 0);
    assertGradient(modes, "byBranch", new double[] {1, 2, 2}, 0, 1, 0);
    double infinity = Double.NEGATIVE_INFINITY;
    assertGradient(modes, "least", new double[] {infinity, infinity, 3}, 0.5, 0.5, 0);
  }

  @Test
  void whatIsNoNumberHasNoDerivative() throws IOException {
    Modes modes = compiled();
    assertGradient(modes, "greatest", new double[] {1, Double.NaN, 2}, 0, 0, 0);
    assertGradient(modes, "least", new double[] {1, 2, Double.NaN}, 0, 0, 0);
  }

  private static Modes compiled() throws IOException {
    Program program = model("Shared", EXTREMA);
    return new Modes(program, InMemoryCompiler.compile(program.files()));
  }

  private static void assertGradient(Modes modes, String method, double[] x, double... expected) {
    Object model = modes.newCompiled();
    Object gradient =
        Reflection.call(model.getClass(), model, method + "Gradient", (Object) x.clone());
    double plain =
        (double)
            Reflection.call(
                modes.plain(), Reflection.construct(modes.plain()), method, (Object) x.clone());
    List<Object> components = Reflection.components(gradient);
    assertArrayEquals(new Object[] {plain}, new Object[] {components.get(0)});
    assertArrayEquals(expected, (double[]) components.get(1), 0, method);
  }
}
