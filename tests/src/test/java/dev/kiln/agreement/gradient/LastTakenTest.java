package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.array;
import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Numbers that loops carry and replace now and then: their derivative goes where they come from.
 */
final class LastTakenTest extends GradientTable {
  private static final double[] X = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TakenByBranches",
                """
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN, Mode.VJP})
                double down(double[] x, double w) {
                  double max = w;
                  for (int i = x.length - 1; i >= 0; i--) {
                    double y = w * x[i] * x[i];
                    if (y >= max) { max = y; }
                  }
                  return max * max;
                }
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN, Mode.VJP})
                double both(double[] x, double w, int from, int to) {
                  double least = w;
                  double greatest = 2 * w;
                  int best = -1;
                  for (int i = from; i <= to; i++) {
                    greatest = x[i] > greatest ? x[i] : greatest;
                    if (!(least <= Math.sin(x[i]))) {
                      least = Math.sin(x[i]);
                      best = i;
                    }
                  }
                  return greatest * greatest + least * w + best;
                }
                @Compute @Differentiable double strict(double[] x) {
                  double span = 1;
                  double max = x[0];
                  for (int i = 1; i < x.length; i++) {
                    max = StrictMath.max(max, x[i]);
                    span = StrictMath.min(x[i] * x[i], span);
                  }
                  return max * span;
                }
                @Compute @Differentiable double found(double[] x, double[] y, double key) {
                  double found = key;
                  for (int i = 0; i < x.length; i++) {
                    if (x[i] > 0) {
                      if (y[i] < key) { found = x[i] * y[i]; } else if (y[i] > 3) { found = x[i] * y[i]; }
                    }
                  }
                  return found * key;
                }
                @Compute @Differentiable float ofFloats(float[] x, float w) {
                  float max = w;
                  for (float each : x) { if (each * w > max) { max = each * w; } }
                  return max * w;
                }
                @Compute @Differentiable double norm(double[][] rows, double[] w) {
                  double best = 0;
                  for (int i = 0; i < rows.length; i++) {
                    double sum = 0;
                    for (int j = 0; j < w.length; j++) { sum += rows[i][j] * w[j]; }
                    double size = sum < 0 ? -sum : sum;
                    if (size > best) { best = size; }
                  }
                  return best * best;
                }
                """)
            .calling("down", X, 0.7)
            .calling("down", new double[0], 0.7)
            .calling("both", X, 0.4, 0, 4)
            .calling("both", X, 0.4, 1, 1)
            .calling("both", X, 0.4, 3, 2)
            .calling("strict", X)
            .calling("found", X, new double[] {0.5, 1, 0.25, 4, 0}, 0.8)
            .calling("found", X, new double[] {1, 1, 1, 1, 1}, 0.8)
            .calling("ofFloats", new float[] {0.5f, 1.5f, 1.25f}, 0.75f)
            .calling("norm", new double[][] {{1, 2}, {-3, 0.5}, {0.1, 0.2}}, new double[] {0.5, 1}),
        model(
                "TakenInLoops",
                """
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                double softmaxLoss(double[][] x, int[] labels, double w) {
                  double loss = 0;
                  for (int i = 0; i < x.length; i++) {
                    double max = w * x[i][0];
                    for (int j = 1; j < x[i].length; j++) {
                      if (w * x[i][j] > max) { max = w * x[i][j]; }
                    }
                    double sum = 0;
                    for (int j = 0; j < x[i].length; j++) { sum += Math.exp(w * x[i][j] - max); }
                    loss += Math.log(sum) + max - w * x[i][labels[i]];
                  }
                  return loss;
                }
                @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN_VECTOR_PRODUCT})
                double byFunctions(double[][] x, double w) {
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    double max = -1;
                    double min = 100;
                    for (int j = 0; j < x[i].length; j++) {
                      if (j != i) { max = Math.max(w * x[i][j], max); }
                      min = Math.min(min, x[i][j]);
                    }
                    product *= max - min * w;
                  }
                  return product;
                }
                @Compute @Differentiable double checkpointed(double[] x, int n) {
                  double y = x[0];
                  for (@Checkpoint(iterations = 2) int t = 0; t < n; t++) {
                    double max = y;
                    for (int i = 0; i < x.length; i++) {
                      if (x[i] * Math.cos(y) > max) { max = x[i] * Math.cos(y); }
                    }
                    y = Math.sin(max) + 0.1 * y;
                  }
                  return y;
                }
                record Point(double x, float y, double[] z) {}
                @Compute @Differentiable double ofRecords(Point[] points, double k) {
                  double max = k;
                  float least = 3;
                  for (Point each : points) {
                    if (each.x() * each.z()[0] > max) { max = each.x() * each.z()[0]; }
                    least = Math.min(each.y() * 2f, least);
                  }
                  return max * k + least;
                }
                @Compute @Differentiable double recursive(double[] x, int depth) {
                  double max = 0;
                  for (int i = 0; i < x.length; i++) { max = Math.max(max, x[i] * x[i]); }
                  return depth == 0 ? max : max * recursive(x, depth - 1);
                }
                """)
            .calling(
                "softmaxLoss", new double[][] {{1, 2, 0.5}, {0.25, -1, 3}}, new int[] {0, 1}, 0.7)
            .calling("byFunctions", new double[][] {{1, 2, 0.5}, {0.25, -1, 3}, {2, 1.5}}, 0.7)
            .calling("checkpointed", X, 5)
            .calling(
                "ofRecords",
                array(
                    "Point",
                    instance("Point", 0.5, 0.7f, new double[] {2}),
                    instance("Point", 1.5, 0.4f, new double[] {3, 1}),
                    instance("Point", -1.0, 0.6f, new double[] {1})),
                0.8)
            .calling("recursive", X, 2),
        model(
                "TakenOfALongComputation",
                """
                @Compute @Differentiable double f(double[] x, double w) {
                  double max = w;
                  for (int i = 0; i < x.length; i++) {
                    double a0 = x[i];
                    double a1 = w * x[i];
                """
                    + IntStream.range(2, 60)
                        .mapToObj(
                            i -> "double a%d = 0.5 * a%d + 0.6 * a%d;\n".formatted(i, i - 1, i - 2))
                        .collect(Collectors.joining())
                    + """
                        max = Math.max(max, a59);
                      }
                      return max * w;
                    }
                    """)
            .on(X, 0.7),
        model(
                "NotTakenAgain",
                """
                @Compute @Differentiable double written(double[] x) {
                  double max = 0;
                  for (int i = 0; i < x.length; i++) {
                    if (x[i] > max) { max = x[i]; }
                    x[i] = 0.5 * x[i];
                    x[(i + 2) % x.length] += 0.1;
                  }
                  return max * x[0];
                }
                @Compute @Differentiable double writtenAfterwards(double[] x) {
                  double max = 0;
                  for (int i = 0; i < x.length; i++) { max = Math.max(max, x[i]); }
                  for (int i = 0; i < x.length; i++) { x[i] = x[i] / max; }
                  return max * x[0] + x[1];
                }
                @Compute @Differentiable double used(double[] x) {
                  double max = 0;
                  double sum = 0;
                  double previous = 1;
                  for (int i = 0; i < x.length; i++) {
                    sum += max * x[i];
                    if (x[i] > max) {
                      previous = max;
                      max = x[i];
                    }
                  }
                  return max * sum + previous;
                }
                @Compute @Differentiable double broken(double[] x, double limit) {
                  double max = 0;
                  for (int i = 0; i < x.length; i++) {
                    if (x[i] > max) { max = x[i]; }
                    if (max > limit) { break; }
                  }
                  return max * max;
                }
                @Compute @Differentiable double carried(double[] x, double w) {
                  double max = w;
                  double power = 1;
                  for (int i = 0; i < x.length; i++) {
                    power = power * w;
                    if (power * x[i] > max) { max = power * x[i]; }
                  }
                  return max * w;
                }
                @Compute @Differentiable double decides(double[] x, double w) {
                  double max = w;
                  int above = 0;
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    if (max > 0.6) { sum += x[i] * x[i]; above++; }
                    if (x[i] > max) { max = x[i]; }
                  }
                  return max * sum + above * w;
                }
                """)
            .calling("written", X)
            .calling("writtenAfterwards", X)
            .calling("used", X)
            .calling("broken", X, 0.4)
            .calling("broken", X, 1.0)
            .calling("carried", X, 1.1)
            .calling("decides", X, 0.1));
  }

  /** Against a reverse by hand, which halves the derivative at each pair of equal numbers. */
  @Test
  void equalNumbersInAnyOrder() throws IOException {
    Program program =
        model(
            "TakenWithTies",
            """
            @Compute @Differentiable double greatest(double start, double[] x) {
              double max = start;
              for (int i = 0; i < x.length; i++) {
                if (i != 2) { max = Math.max(x[i], max); }
              }
              return max;
            }
            @Compute @Differentiable double least(double start, double[] x) {
              double min = start;
              for (int i = 0; i < x.length; i++) {
                if (i != 2) { min = Math.min(min, x[i]); }
              }
              return min;
            }
            """);
    Modes modes = new Modes(program, InMemoryCompiler.compile(program.files()));
    Object model = modes.newCompiled();
    double[] some = {-1, 0.0, -0.0, 1, 2, Double.NaN, Double.POSITIVE_INFINITY, -2};
    Random random = new Random(5);
    for (int k = 0; k < 2000; k++) {
      int kinds = k % 3 == 0 ? some.length : 5;
      double[] x = new double[random.nextInt(7)];
      Arrays.setAll(x, i -> some[random.nextInt(kinds)]);
      double start = some[random.nextInt(kinds)];
      assertByHand(model, "greatest", start, x, true);
      assertByHand(model, "least", start, x, false);
    }
  }

  private static void assertByHand(
      Object model, String method, double start, double[] x, boolean greatest) {
    double[] before = new double[x.length];
    double now = start;
    for (int i = 0; i < x.length; i++) {
      before[i] = now;
      if (i != 2) {
        now = greatest ? Math.max(now, x[i]) : Math.min(now, x[i]);
      }
    }
    double value = now;
    double[] dX = new double[x.length];
    double adjoint = Double.isNaN(value) ? 0 : 1;
    for (int i = x.length - 1; i >= 0; i--) {
      if (i != 2) {
        boolean wins = greatest ? x[i] > before[i] : x[i] < before[i];
        dX[i] = wins ? adjoint : x[i] == before[i] ? 0.5 * adjoint : 0;
        adjoint -= dX[i];
      }
    }
    Object gradient =
        Reflection.call(model.getClass(), model, method + "Gradient", start, (Object) x.clone());
    List<Object> components = Reflection.components(gradient);
    String where = method + " of " + start + " and " + Arrays.toString(x);
    assertEquals(value, components.get(0), where);
    assertEquals(adjoint, (double) components.get(1), 0, where);
    assertArrayEquals(dX, (double[]) components.get(2), 0, where);
  }
}
