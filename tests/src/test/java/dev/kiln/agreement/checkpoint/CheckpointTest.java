package dev.kiln.agreement.checkpoint;

import dev.kiln.agreement.Program;
import java.util.List;

/** Loops over numbers with {@code @Checkpoint}. */
public final class CheckpointTest extends CheckpointTable {
  @Override
  public List<Program> programs() {
    return List.of(
        marked(
                "CheckpointedCounting",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint(iterations = 1) int i = 0; i < n; i++) {
                    y = y + 0.1 * Math.sin(k * y) * x + i * x;
                  }
                  return y * k + x * x;
                }
                """)
            .on(0.3, 1.1, 0)
            .on(0.3, 1.1, 1)
            .on(0.3, 1.1, 2)
            .on(0.3, 1.1, 13),
        marked(
                "CheckpointedBlocks",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint int i = 0; i < n; i++) { y = y + 0.01 * Math.sin(k * y) * x; }
                  return y * k;
                }
                """)
            .on(0.3, 1.1, 64)
            .on(0.3, 1.1, 65)
            .on(0.3, 1.1, 1000),
        marked(
                "CheckpointedBySnapshots",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint(snapshots = 2, iterations = 3) int i = 0; i < n; i++) {
                    y = y + 0.1 * Math.sin(k * y) * x;
                  }
                  return y * k;
                }
                """)
            .on(0.3, 1.1, 3)
            .on(0.3, 1.1, 40),
        marked(
                "CheckpointedByOneSnapshot",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint(snapshots = 1, iterations = 1) int i = 0; i < n; i++) {
                    y = y + 0.1 * Math.sin(k * y) * x;
                  }
                  return y * k;
                }
                """)
            .on(0.3, 1.1, 9),
        marked(
                "CheckpointedWhile",
                """
                double f(double x, double end) {
                  double t = 0;
                  @Checkpoint(iterations = 1)
                  double y = x;
                  while (t < end) {
                    double step = 0.1 / (1 + y * y);
                    if (step < 0.001) { break; }
                    t += step;
                    if (y > 3) { y = y * 0.3 * x; continue; }
                    y += step * Math.exp(-t) * y + x * 0.2;
                  }
                  return y + t;
                }
                """)
            .on(1.2, 0.7)
            .on(1.2, -1.0)
            .on(2.9, 0.4),
        marked(
                "CheckpointedDo",
                """
                double f(double x, int n) {
                  @Checkpoint(iterations = 1)
                  double y = x;
                  do { y = y * x * 1.5 + Math.sin(x); } while (y * x < n);
                  return y;
                }
                """)
            .on(0.9, 0)
            .on(0.9, 10),
        marked(
                "CheckpointedDoThatWrites",
                """
                double f(double[] x, int n) {
                  double[] a = x.clone();
                  int i = 0;
                  @Checkpoint(iterations = 2)
                  double sum = 0;
                  do {
                    a[i % a.length] = Math.sin(a[(i + 1) % a.length]) * x[0] + sum * 0.01;
                    sum += a[i % a.length] * a[2];
                    i++;
                  } while (i < n && a[0] * a[0] < 100);
                  return sum + a[1];
                }
                """)
            .on(POINT, 1)
            .on(POINT, 12),
        marked(
                "CheckpointedConditionOnACapturedNumber",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  int i = n;
                  @Checkpoint(iterations = 1)
                  double z = 1;
                  while (i-- > 0 && z < (k > 1 ? 5 : 9)) {
                    y = Math.sin(y) * k;
                    z = z + y * y * k;
                  }
                  return y * z;
                }
                """)
            .on(0.3, 1.1, 4)
            .on(0.3, 0.9, 30),
        marked(
                "CheckpointedReturn",
                """
                double f(double x, int n) {
                  double y = x;
                  for (@Checkpoint(iterations = 1) int i = 0; i < n; i++) {
                    y = Math.sin(y) * 1.3 + x;
                    if (y > 1.7) { return y * i * x; }
                  }
                  return y;
                }
                """)
            .on(0.5, 3)
            .on(0.9, 9),
        marked(
                "CheckpointedInLoops",
                """
                double f(double x, double k, int n) {
                  double total = x;
                  outer:
                  for (int j = 0; j < n; j++) {
                    double y = total * k;
                    for (@Checkpoint(iterations = 1) int i = 0; i < n + j; i++) {
                      y = Math.sin(y) * k + 0.1 * total;
                      if (y > 1.4) { continue outer; }
                      if (y < -5) { break outer; }
                    }
                    total = total * 0.9 + y * y;
                  }
                  return total;
                }
                """)
            .on(0.3, 1.1, 4)
            .on(0.9, 1.6, 5),
        marked(
                "CheckpointedAroundLoops",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint(iterations = 1) int j = 0; j < n; j++) {
                    double z = y;
                    while (z < 2) { z = z * z * 0.5 + k * 0.1 + 1; }
                    y = Math.cos(z * y) + k * x;
                  }
                  return y;
                }
                """)
            .on(0.3, 1.1, 5),
        marked(
                "CheckpointedTwice",
                """
                double f(double x, double k, int n) {
                  double y = x;
                  for (@Checkpoint(iterations = 1) int j = 0; j < n; j++) {
                    double z = y;
                    for (@Checkpoint(iterations = 2) int i = 0; i < n; i++) { z = Math.sin(z) * k + x; }
                    y = Math.cos(z * y) + k * x;
                  }
                  return y;
                }
                """)
            .on(0.3, 1.1, 5),
        marked(
                "CheckpointedMethod",
                """
                @Checkpoint(iterations = 1)
                static double iterate(double x, double k, int n) {
                  double y = x;
                  for (int i = 0; i < n; i++) { y = Math.sin(y) * k + x; }
                  for (int i = 0; i < n; i++) { y = Math.cos(y) * k - x; }
                  return y;
                }
                """,
                """
                double f(double x, double k, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) { sum += iterate(x + sum, k, i) * x; }
                  return sum;
                }
                """)
            .on(0.3, 1.1, 4),
        marked(
                "CheckpointedRecursion",
                """
                static double nest(double x, int depth) {
                  double y = x;
                  for (@Checkpoint(iterations = 1) int i = 0; i < depth + 1; i++) {
                    y = 0.8 * Math.sin(y) + x * (depth > 0 ? Math.cos(nest(y, depth - 1)) : 0.3);
                  }
                  return y;
                }
                """,
                """
                double f(double x, int n) { return nest(x, n) * x; }
                """)
            .on(0.3, 3),
        marked(
                "CheckpointedSamples",
                """
                double f(double[] x, double k, int n) {
                  double sum = 0;
                  for (int j = 0; j < x.length; j++) {
                    double y = x[j];
                    for (@Checkpoint(iterations = 1) int i = 0; i < n; i++) { y = Math.sin(y) * k + x[j]; }
                    sum += y * y;
                  }
                  return sum / x.length;
                }
                """)
            .on(POINT, 1.1, 6),
        marked(
                "CheckpointedWithRandomNumbers",
                """
                double f(double[] x, int n) {
                  long seed = 42;
                  double y = 1;
                  boolean odd = false;
                  float z = 0.5f;
                  for (@Checkpoint(iterations = 1) int i = 0; i < n; i++) {
                    seed = seed * 6364136223846793005L + 1442695040888963407L;
                    int at = (int) ((seed >>> 33) % x.length);
                    odd = !odd;
                    y = odd ? Math.sin(y * x[at]) + x[at] : y * 0.5;
                    z = z * 0.9f + 0.5f;
                  }
                  return y * z;
                }
                """)
            .on(POINT, 11),
        marked(
                "CheckpointedThatKeepsNothing",
                """
                double f(double[] x, double k) {
                  double sum = 0;
                  for (@Checkpoint double each : x) { sum += k * each; }
                  return sum;
                }
                """)
            .on(POINT, 1.1));
  }
}
