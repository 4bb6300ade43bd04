package dev.kiln.agreement.checkpoint;

import dev.kiln.agreement.Program;
import java.util.List;

/**
 * Loops with {@code @Checkpoint} of which the first run takes the snapshots: before 1, 2, 3 ...
 * records.
 */
final class CheckpointSegmentsTest extends CheckpointTable {
  private static final String STEP =
      """
      static double[] step(double[] u, double k) {
        double[] next = new double[u.length];
        for (int i = 0; i < u.length; i++) {
          next[i] = u[i] + k * Math.sin(u[(i + 1) % u.length]) * u[i];
        }
        return next;
      }
      """;

  private static final String STEPS =
      """
      double f(double[] x, double k, int n) {
        double[] u = x;
        double least = k;
        for (@Checkpoint(%s) int t = 0; t < n; t++) {
          u = step(u, k);
          least = Math.min(least, u[t %% u.length]);
        }
        double sum = least;
        for (int i = 0; i < u.length; i++) { sum += u[i] * u[i]; }
        return sum;
      }
      """;

  @Override
  public List<Program> programs() {
    return List.of(
        marked("SegmentsOfOneRecord", STEP, STEPS.formatted("iterations = 1"))
            .on(POINT, 0.1, 2)
            .on(POINT, 0.1, 3)
            .on(POINT, 0.1, 4)
            .on(POINT, 0.1, 6)
            .on(POINT, 0.1, 10)
            .on(POINT, 0.01, 60),
        marked("SegmentsOfThreeRecords", STEP, STEPS.formatted("iterations = 3"))
            .on(POINT, 0.1, 3)
            .on(POINT, 0.1, 4)
            .on(POINT, 0.1, 8)
            .on(POINT, 0.1, 9)
            .on(POINT, 0.1, 10)
            .on(POINT, 0.1, 19),
        marked(
                "SegmentsOfSharedStates",
                STEP,
                """
                double f(double[] x, double[] y, double k, int n) {
                  double[] u = x;
                  double[] v = y;
                  double[] best = x;
                  double sum = 0;
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    if (t % 4 == 2) {
                      double[] swap = u;
                      u = v;
                      v = swap;
                    } else {
                      u = step(u, k);
                    }
                    if (u[0] > best[0]) { best = u; }
                    sum += v[t % v.length] * best[1] * y[0];
                  }
                  return sum + u[1] * best[2] + v[3];
                }
                """)
            .on(POINT, new double[] {0.1, 1, -0.5, 0.3, 0.8}, 0.2, 1)
            .on(POINT, new double[] {0.6, 1, -0.5, 0.3, 0.8}, 0.2, 11),
        marked(
                "SegmentsUntilFound",
                STEP,
                """
                double f(double[] x, float k, double limit) {
                  double[] u = x;
                  boolean odd = false;
                  long count = 0;
                  @Checkpoint(iterations = 2)
                  float scale = k;
                  do {
                    u = step(u, odd ? scale : 0.1);
                    odd = !odd;
                    scale = scale * 0.9f + 0.01f;
                    count += 3;
                    if (u[2] > limit) { return u[0] * count; }
                  } while (count < 20);
                  return u[0] * scale + u[1] * count;
                }
                """)
            .on(POINT, 0.3f, 1.0)
            .on(POINT, 0.3f, 1.5)
            .on(POINT, 0.3f, 50.0),
        marked(
                "SegmentsInSegments",
                STEP,
                """
                double f(double[] x, double k, int n) {
                  double[] u = x;
                  for (@Checkpoint(iterations = 1) int j = 0; j < n; j++) {
                    double[] v = u;
                    for (@Checkpoint(iterations = 1) int i = 0; i < j + 2; i++) { v = step(v, k); }
                    u = step(v, 0.5 * k);
                  }
                  return u[0] * u[1] + u[4];
                }
                """)
            .on(POINT, 0.05, 0)
            .on(POINT, 0.05, 5),
        marked(
                "SegmentsOfMatrices",
                """
                double f(double[][] x, int n) {
                  double[][] a = x;
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    double[][] b = new double[a.length][a[0].length];
                    for (int i = 0; i < a.length; i++) {
                      for (int j = 0; j < a[i].length; j++) {
                        b[i][j] = Math.sin(a[i][j]) + 0.3 * a[(i + 1) % a.length][0];
                      }
                    }
                    a = b;
                  }
                  return a[0][0] * a[1][1];
                }
                """)
            .on(new double[][] {{0.1, 0.2, 0.3}, {1, -1, 0.5}}, 7));
  }
}
