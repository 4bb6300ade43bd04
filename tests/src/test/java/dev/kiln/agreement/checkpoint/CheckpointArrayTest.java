package dev.kiln.agreement.checkpoint;

import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;

import dev.kiln.agreement.Program;
import java.util.List;

/** Loops over arrays and tensors with {@code @Checkpoint}. */
public final class CheckpointArrayTest extends CheckpointTable {
  @Override
  public List<Program> programs() {
    return List.of(
        marked(
                "CheckpointedInPlace",
                """
                double f(double[] x, double k, int n) {
                  double[] u = x.clone();
                  double[] v = new double[u.length];
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    for (int i = 0; i < u.length; i++) {
                      double left = u[i == 0 ? u.length - 1 : i - 1];
                      v[i] = u[i] + k * left * u[i] - 0.1 * x[i] * Math.sin(u[i]);
                    }
                    for (int i = 0; i < u.length; i++) { u[i] = v[i]; }
                  }
                  double sum = 0;
                  for (int i = 0; i < u.length; i++) { sum += u[i] * u[i]; }
                  return sum;
                }
                """)
            .on(POINT, 0.1, 0)
            .on(POINT, 0.1, 7),
        marked(
                "CheckpointedSwaps",
                """
                double f(double[] x, double k, int n) {
                  double[] u = x.clone();
                  double[] v = new double[u.length];
                  double[] swap;
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    for (int i = 0; i < u.length; i++) {
                      v[i] = u[i] + k * u[(i + 1) % u.length] * u[i] + 0.1 * x[i];
                    }
                    swap = u;
                    u = v;
                    v = swap;
                  }
                  double sum = 0;
                  for (int i = 0; i < u.length; i++) { sum += u[i] * u[i] - v[i]; }
                  return sum;
                }
                """)
            .on(POINT, 0.1, 6)
            .on(POINT, 0.1, 7),
        marked(
                "CheckpointedNewArrays",
                """
                static double[] step(double[] u, double k) {
                  double[] next = new double[u.length];
                  for (int i = 0; i < u.length; i++) {
                    next[i] = u[i] + k * Math.sin(u[(i + 1) % u.length]) * u[i];
                  }
                  return next;
                }
                """,
                """
                double f(double[] x, double k, int n) {
                  double[] before = x;
                  double[] u = x;
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    double[] next = step(u, k);
                    if (t % 3 != 1) { before = u; }
                    u = next;
                  }
                  double sum = 0;
                  for (int i = 0; i < u.length; i++) { sum += u[i] * before[i]; }
                  return sum;
                }
                """)
            .on(POINT, 0.1, 0)
            .on(POINT, 0.1, 1)
            .on(POINT, 0.1, 9),
        marked(
                "CheckpointedArraysOfTheCaller",
                """
                double f(double[] u, double[] k, int n) {
                  double sum = 0;
                  for (@Checkpoint(iterations = 2) int t = 0; t < n; t++) {
                    for (int i = 0; i < u.length; i++) { u[i] = Math.sin(u[i]) * k[i] + sum * 0.01; }
                    sum += u[t % u.length] * u[0];
                  }
                  return sum;
                }
                """)
            .on(POINT, new double[] {1, 2, 0.5, -1, 1.5}, 8),
        marked(
                "CheckpointedSearch",
                """
                static double[] next(double[] u) {
                  double[] v = new double[u.length];
                  for (int i = 0; i < u.length; i++) { v[i] = u[i] * 1.1 + 0.1 * u[(i + 1) % u.length]; }
                  return v;
                }
                """,
                """
                double f(double[] x, double limit) {
                  double[] u = x;
                  @Checkpoint(iterations = 1)
                  double[] found;
                  while (true) {
                    if (u[2] > limit) {
                      found = u;
                      break;
                    }
                    u = next(u);
                  }
                  return found[0] * found[1] + u[2];
                }
                """)
            .on(POINT, 1.0)
            .on(POINT, 6.0),
        marked(
                "CheckpointedMatrix",
                """
                double f(double[][] x, int n) {
                  double[][] a = new double[x.length][x[0].length];
                  int[] visits = new int[x.length];
                  for (int i = 0; i < x.length; i++) {
                    for (int j = 0; j < x[i].length; j++) { a[i][j] = x[i][j]; }
                  }
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    double[] row = a[t % a.length];
                    visits[t % a.length]++;
                    for (int j = 0; j < row.length; j++) {
                      row[j] = row[j] * 0.5 + Math.cos(a[(t + 1) % a.length][j]) * visits[t % a.length];
                    }
                  }
                  double sum = 0;
                  for (double[] row : a) { for (double each : row) { sum += each * each; } }
                  return sum;
                }
                """)
            .on(new double[][] {{0.1, 0.2, 0.3}, {1, -1, 2}}, 7),
        marked(
                "CheckpointedNewMatrices",
                """
                static double[][] product(double[][] a, double[][] b) {
                  double[][] c = new double[a.length][b[0].length];
                  for (int i = 0; i < a.length; i++) {
                    for (int j = 0; j < b[0].length; j++) {
                      for (int k = 0; k < b.length; k++) { c[i][j] += a[i][k] * b[k][j]; }
                    }
                  }
                  return c;
                }
                """,
                """
                double f(double[][] x, int n) {
                  double[][] power = x;
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) { power = product(power, x); }
                  return power[0][1] + power[1][0] * power[0][0];
                }
                """)
            .on(new double[][] {{0.6, 0.2}, {-0.3, 0.9}}, 6),
        marked(
                "CheckpointedHelperThatWrites",
                """
                static void mix(double[] u, int depth) {
                  if (depth == 0) { return; }
                  for (int i = 0; i < u.length; i++) { u[i] = Math.sin(u[i]) + 0.3 * u[depth % u.length]; }
                  mix(u, depth - 1);
                }
                """,
                """
                double f(double[] x, int n) {
                  double[] u = x.clone();
                  for (@Checkpoint(iterations = 1) int t = 0; t < n; t++) {
                    if (u[0] > 2) { break; }
                    mix(u, t % 3);
                    u[t % u.length] *= x[1];
                  }
                  return u[0] * u[1] + u[2];
                }
                """)
            .on(POINT, 5),
        marked(
                "HelperThatWritesAnArgument",
                """
                static void blend(double[] u, int depth) {
                  if (depth == 0) { return; }
                  for (int i = 0; i < u.length; i++) { u[i] = Math.sin(u[i]) + 0.3 * u[depth % u.length]; }
                  blend(u, depth - 1);
                }
                """,
                """
                double f(double[] x, int n) {
                  blend(x, n);
                  return x[0] * x[1] + x[2];
                }
                """)
            .on(POINT, 3),
        marked(
                "CheckpointedRecordsOfArrays",
                """
                record State(double[] u, double energy) {}
                static State step(State s, double k) {
                  double[] next = new double[s.u().length];
                  double energy = s.energy();
                  for (int i = 0; i < next.length; i++) {
                    next[i] = Math.sin(s.u()[i]) + k * energy;
                    energy += next[i] * k;
                  }
                  return new State(next, energy);
                }
                """,
                """
                double f(double[] x, double k, int n) {
                  @Checkpoint(iterations = 1)
                  State s = new State(x, 0.1);
                  while (s.energy() < n) { s = step(s, k); }
                  return s.energy() + s.u()[0];
                }
                """)
            .on(POINT, 0.3, 2),
        marked(
                "CheckpointedTensors",
                """
                Tensor f(
                    @Shape(value = "2, 2", dtype = DType.FLOAT64) Tensor a,
                    @Shape(value = "2", dtype = DType.FLOAT64) Tensor x) {
                  Tensor y = x;
                  for (@Checkpoint(iterations = 1) int i = 0; i < 5; i++) {
                    y = a.matmul(y).tanh().add(x);
                  }
                  return y.multiply(y).sum();
                }
                """)
            .on(doubles(shape(2, 2), 0.5, 0.1, -0.3, 0.8), doubles(shape(2), 1, 2)));
  }
}
