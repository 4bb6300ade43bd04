package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives with respect to parameters that are numbers and arrays. */
public final class ParameterGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ArrayParameters",
                """
                @Parameter double[] w = {0.5, -1.25, 2};
                @Parameter double[][] m = {{1, 0.5, -1}, {0.25, 2, 1}};
                @Parameter double scale = 1.5;
                @Compute @Differentiable double f(double[] x) {
                  double sum = 0;
                  for (int i = 0; i < m.length; i++) {
                    double dot = 0;
                    for (int j = 0; j < x.length; j++) { dot += m[i][j] * x[j] * w[j]; }
                    sum += Math.tanh(dot) * scale;
                  }
                  return sum;
                }
                """)
            .on(new double[] {0.3, -0.7, 1.1}),
        types(
                "NestedArrayParameters",
                """
                @Model
                class NestedArrayParameters {
                  final Wave first = new Wave(0.5);
                  final Wave second = new Wave(1.5);
                  @Parameter double offset = 0.125;
                  @Compute @Differentiable double f(double x, int n) {
                    double y = x;
                    for (int i = 0; i < n; i++) { y = second.at(first.at(y) + offset); }
                    return y;
                  }
                }

                @Model
                class Wave {
                  @Parameter double[] amplitudes;
                  Wave(double a) { amplitudes = new double[] {a, a / 2, a / 4}; }
                  double at(double x) {
                    double sum = 0;
                    for (int i = 0; i < amplitudes.length; i++) { sum += amplitudes[i] * Math.sin((i + 1) * x); }
                    return sum;
                  }
                }
                """)
            .on(0.7, 3));
  }
}
