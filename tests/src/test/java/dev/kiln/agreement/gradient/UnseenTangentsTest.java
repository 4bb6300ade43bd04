package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Program;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Varied values that only decide something, beside values that results depend on. */
final class UnseenTangentsTest extends GradientTable {
  private static final String ALL =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP, Mode.HESSIAN,"
          + " Mode.HESSIAN_VECTOR_PRODUCT})\n";

  private static final double[] X = {0.5, -1.25, 2.0, 0.75};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "NearestOnly",
                ALL
                    + """
                    double nearest(double[] x, double[] c) {
                      double[] distances = new double[c.length];
                      double cost = 0;
                      for (int i = 0; i < x.length; i++) {
                        for (int j = 0; j < c.length; j++) {
                          double difference = x[i] - c[j];
                          distances[j] = difference * difference * difference * difference;
                        }
                        int best = 0;
                        for (int j = 1; j < c.length; j++) {
                          if (distances[j] < distances[best]) { best = j; }
                        }
                        cost += Math.sin(x[i] * c[best]);
                      }
                      return cost;
                    }
                    """
                    + ALL
                    + """
                    double both(double[] x, double w) {
                      double[] seen = new double[x.length];
                      double[] unseen = new double[x.length];
                      double[][] rows = {seen, x.clone()};
                      double most = 0;
                      for (int i = 0; i < x.length; i++) {
                        double y = w * x[i] * x[i];
                        unseen[i] = y;
                        seen[i] = y;
                        double decides = unseen[i] + most;
                        if (i % 2 == 0) {
                          most = Math.exp(unseen[i]);
                          y = y * w;
                        } else {
                          most = decides * w;
                          y = Math.cos(y);
                        }
                        seen[i] += y;
                        if (most > 1) { rows[1][i] = rows[0][i] * w; }
                      }
                      double sum = 0;
                      for (int i = 0; i < x.length; i++) { sum += seen[i] * rows[1][i]; }
                      return sum;
                    }
                    static double filled(double[] to, double[] from, double w) {
                      double sum = 0;
                      for (int i = 0; i < to.length; i++) { to[i] = from[i] * w; sum += to[i]; }
                      return from.length > 100 ? filled(to, from, w) : sum;
                    }
                    """
                    + ALL
                    + """
                    double called(double[] x, double w) {
                      double[] scratch = new double[x.length];
                      double unseen = filled(scratch, x, w);
                      double[] other = scratch.clone();
                      double seen = filled(other, x, w * w);
                      while (unseen < 3) { unseen = unseen * unseen + 1; seen = seen * w; }
                      return seen * seen + (scratch[0] > 0 ? w : w * w);
                    }
                    """
                    + ALL
                    + """
                    double never(double[] x, double w) {
                      double count = 0;
                      double[] a = new double[x.length];
                      for (int i = 0; i < x.length; i++) {
                        a[i] = x[i] * w;
                        if (a[i] > 0.5) { count += 1; }
                      }
                      return count;
                    }
                    """)
            .calling("nearest", X, new double[] {0.25, 1.5, -1})
            .calling("both", X, 0.7)
            .calling("called", X, 0.8)
            .calling("never", X, 0.9));
  }

  /** What forward mode adds to the arrays of a method is the tangents of what it returns. */
  @Test
  void distancesThatOnlyDecideHaveNoTangents() throws IOException {
    Program program =
        model(
            "TangentsSeen",
            """
            @Compute @Differentiable(modes = Mode.JVP) double f(double[] x, double w) {
              double[] decides = new double[x.length];
              double[] counts = new double[x.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                decides[i] = x[i] * w;
                counts[i] = x[i] * x[i];
              }
              for (int i = 0; i < x.length; i++) {
                if (decides[i] > 0) { sum += counts[i]; }
              }
              return sum;
            }
            """);
    String generated =
        String.join("\n", InMemoryCompiler.compile(program.files()).generatedSources().values());
    assertTrue(generated.contains("dCounts"), generated);
    assertFalse(generated.contains("dDecides"), generated);
  }
}
