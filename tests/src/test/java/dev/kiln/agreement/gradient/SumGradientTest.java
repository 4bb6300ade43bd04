package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/**
 * Derivatives of sums over samples, whose rounds may be reversed at once, and of loops that look
 * like them.
 */
public final class SumGradientTest extends GradientTable {
  private static final double[] WEIGHTS = {0.5, -1.25, 0.75};
  private static final double[][] SAMPLES = {
    {1, 0.5, -2}, {0.25, -1, 0.5}, {3, 2, 1}, {-0.5, 0.4, 0.3}
  };

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "LastTermBesideASum",
                """
            @Compute @Differentiable double f(double[] x) {
              double sum = 0;
              double last = 1;
              for (int i = 0; i < x.length; i++) {
                sum += x[i] * x[i] * x[i];
                last = x[i] * x[i];
              }
              return sum * last;
            }
            """)
            .on(WEIGHTS)
            .on(new double[0]),
        model(
                "SumOverRows",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                double dot = 0;
                for (int j = 0; j < w.length; j++) { dot += w[j] * x[i][j]; }
                sum += Math.exp(dot) * dot;
              }
              return sum;
            }
            """)
            .on(WEIGHTS, SAMPLES)
            .on(WEIGHTS, new double[0][3]),
        model(
                "MeanWithPenalty",
                """
            @Compute @Differentiable double f(double[] w, double[][] x, double penalty, double scale) {
              double total = penalty * w[0];
              for (int i = 0; i < x.length; i++) {
                total -= scale * Math.log(1 + square(w, x[i]));
              }
              double mean = -total / x.length + w[1] * w[2];
              double squares = 0;
              for (int j = 0; j < w.length; j++) { squares += w[j] * w[j]; }
              return 2 * mean + penalty * squares;
            }
            private static double square(double[] w, double[] x) {
              double dot = 0;
              for (int j = 0; j < w.length; j++) { dot += w[j] * x[j]; }
              return dot * dot;
            }
            """)
            .on(WEIGHTS, SAMPLES, 0.3, 1.7),
        model(
                "SumOverPairs",
                """
            @Compute @Differentiable double f(double[] x) {
              double energy = 0;
              for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < i; j++) {
                  double distance = Math.sqrt((x[i] - x[j]) * (x[i] - x[j]) + 1);
                  energy += 1 / distance;
                  if (distance > 2) { energy -= Math.sin(distance); }
                }
                energy += Math.cos(x[i]);
              }
              return energy;
            }
            """)
            .on(new double[] {0.5, -1.25, 2.0, 0.75, -0.3}),
        model(
                "TwoSums",
                """
            @Compute @Differentiable double f(double[] x, double a) {
              double sum = 0;
              double squares = 0;
              for (int i = 0; i < x.length; i++) {
                double y = Math.sin(a * x[i]);
                sum += y;
                squares += y * y;
              }
              return 3 * sum - squares / 4;
            }
            """)
            .on(WEIGHTS, 0.7),
        model(
                "SumsThatAreMultiplied",
                """
            @Compute @Differentiable double f(double[] x, double a) {
              double sum = 0;
              double squares = 0;
              for (int i = 0; i < x.length; i++) {
                double y = Math.sin(a * x[i]);
                sum += y;
                squares += y * y;
              }
              return sum * squares;
            }
            """)
            .on(WEIGHTS, 0.7),
        model(
                "SumReadInTheLoop",
                """
            @Compute @Differentiable double f(double[] x) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) { sum += Math.sin(x[i] + sum); }
              return sum;
            }
            """)
            .on(WEIGHTS),
        model(
                "ScratchPerSample",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] shared = new double[w.length];
              for (int j = 0; j < w.length; j++) { shared[j] = w[j]; }
              double sum = shared[0] * shared[1];
              for (int i = 0; i < x.length; i++) {
                double[] own = new double[w.length];
                for (int j = 0; j < shared.length; j++) { shared[j] = w[j] * x[i][j]; }
                for (int j = 0; j < shared.length; j++) { shared[j] *= shared[0]; own[j] = shared[j]; }
                for (int j = 1; j < shared.length; j++) { sum += shared[j] * Math.exp(own[j - 1]); }
              }
              return sum;
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "ScratchReadAfterwards",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] scratch = new double[w.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < scratch.length; j++) { scratch[j] = w[j] * x[i][j]; }
                for (int j = 0; j < scratch.length; j++) { sum += scratch[j] * scratch[j]; }
              }
              return sum + scratch[0] * scratch[1];
            }
            """)
            .on(WEIGHTS, SAMPLES)
            .on(WEIGHTS, new double[0][3]),
        model(
                "ScratchFromRoundToRound",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] state = new double[w.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < state.length; j++) { state[j] = Math.sin(state[j] + w[j] * x[i][j]); }
                for (int j = 0; j < state.length; j++) { sum += state[j] * state[j]; }
              }
              return sum;
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "ScratchFilledInSomeRounds",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] scratch = new double[w.length];
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                if (i % 2 == 0) {
                  for (int j = 0; j < scratch.length; j++) { scratch[j] = w[j] * x[i][j]; }
                }
                for (int j = 0; j < scratch.length; j++) { sum += scratch[j] * scratch[j] * x[i][j]; }
              }
              return sum;
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "ReadThenOverwritten",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] a = new double[w.length];
              for (int j = 0; j < a.length; j++) { a[j] = w[j] * w[j]; }
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < a.length; j++) { sum += Math.exp(a[j] * x[i][j]); }
              }
              a[0] = sum * a[1];
              return sum + a[0];
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "ReadByAllRounds",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double[] a = new double[w.length];
              for (int j = 0; j < a.length; j++) { a[j] = w[j] * w[j]; a[j] = Math.sin(a[j]); }
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < a.length; j++) { sum += Math.exp(a[j] * x[i][j]); }
              }
              return sum + a[0] * a[1];
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "DataDependentRounds",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double sum = 1;
              int i = 0;
              while (i < x.length && x[i][0] < 2) {
                double y = w[0];
                while (y * y < 10 + x[i][1]) { y = y * 1.5 + w[1] * x[i][2] + 1; }
                sum += y;
                i++;
              }
              return sum;
            }
            """)
            .on(new double[] {1.5, 0.25}, SAMPLES),
        model(
                "LoopLeftEarly",
                """
            @Compute @Differentiable double f(double[] w, double[][] x) {
              double sum = 0;
              for (int i = 0; i < x.length; i++) {
                double dot = 0;
                for (int j = 0; j < w.length; j++) { dot += w[j] * x[i][j]; }
                if (dot > 2) { continue; }
                if (i == 3) { break; }
                sum += Math.exp(dot);
              }
              return sum;
            }
            """)
            .on(WEIGHTS, SAMPLES),
        model(
                "CountsBesideTheSum",
                """
            @Compute @Differentiable double f(double[] w, double[][] x, int[] nearest) {
              double sum = 0;
              int hits = 0;
              for (int i = 0; i < x.length; i++) {
                double least = Double.POSITIVE_INFINITY;
                int best = -1;
                for (int j = 0; j < w.length; j++) {
                  double distance = (w[j] - x[i][0]) * (w[j] - x[i][0]);
                  if (distance < least) { least = distance; best = j; }
                }
                nearest[i] = best;
                if (nearest[0] == best) { hits++; }
                sum += least * hits;
              }
              return sum / hits;
            }
            """)
            .on(WEIGHTS, SAMPLES, new int[4]),
        model(
                "FloatSum",
                """
            @Compute @Differentiable double f(float[] w, float[][] x) {
              float sum = 0;
              for (int i = 0; i < x.length; i++) {
                float dot = 0;
                for (int j = 0; j < w.length; j++) { dot += w[j] * x[i][j]; }
                sum += dot * dot;
              }
              double half = 0.5 * sum;
              return half - w[0];
            }
            """)
            .on(new float[] {0.5f, -1.25f}, new float[][] {{1, 2}, {3, -1}}),
        model(
                "RowsOfGradients",
                """
            @Compute @Differentiable double f(double[][] w, double[][] x, int[] label) {
              double loss = 0;
              for (int i = 0; i < x.length; i++) {
                double[] scores = new double[w.length];
                double largest = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < w.length; c++) {
                  double[] row = w[c];
                  for (int j = 0; j < row.length; j++) { scores[c] += row[j] * x[i][j]; }
                  largest = Math.max(largest, scores[c]);
                }
                double sum = 0;
                for (int c = 0; c < scores.length; c++) { sum += Math.exp(scores[c] - largest); }
                loss += Math.log(sum) + largest - scores[label[i]];
              }
              return loss / x.length;
            }
            """)
            .on(new double[][] {{0.5, 1, -1}, {0.25, 0.75, 0.3}}, SAMPLES, new int[] {0, 1, 1, 0}));
  }
}
