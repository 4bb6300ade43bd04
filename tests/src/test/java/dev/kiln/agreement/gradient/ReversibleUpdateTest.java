package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of loops whose updates are undone, and of loops that make new arrays. */
final class ReversibleUpdateTest extends GradientTable {
  private static final double[] X = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "TurnedSigns",
                """
                @Compute @Differentiable double f(double[] x, double w) {
                  double sum = 0;
                  double sign = 1;
                  float half = -0.5f;
                  int k = 3;
                  long m = 7;
                  boolean odd = false;
                  int bits = 5;
                  double product = 1;
                  for (int i = 0; i < x.length; i++) {
                    product = Math.sin(product * sign + x[i] * w) + half * k;
                    sum += sign * product * m + (odd ? product * bits : w * x[i]);
                    sign = -sign;
                    half = -half;
                    k = 5 - k;
                    m = i - m;
                    odd = !odd;
                    bits ^= 6;
                  }
                  return Math.log(2 + sum * sum) + sign * w + k * product;
                }
                """)
            .on(X, 0.7)
            .on(new double[0], 0.7),
        model(
                "AlternatingNumbers",
                """
                @Compute @Differentiable(modes = {Differentiable.Mode.GRADIENT,
                    Differentiable.Mode.JVP, Differentiable.Mode.HESSIAN})
                double f(double a, double x, double c, int n) {
                  double sum = 0;
                  double weight = 4;
                  for (int i = 0; i < n; i++) {
                    sum += weight * Math.sin(x * (i + 1)) + c * x * x;
                    weight = 6 - weight;
                    x = a - x;
                  }
                  return sum * x + weight;
                }
                """)
            .on(0.3, 0.1, 0.5, 0)
            .on(0.3, 0.1, 0.5, 1)
            .on(0.3, 0.1, 0.5, 2)
            .on(0.3, 0.1, 0.5, 7)
            .on(0.3, 0.1, 0.5, 8),
        model(
                "AlternatingNumbersThatRound",
                """
                @Compute @Differentiable double f(double a, double x, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    sum += i * x * x;
                    x = a - x;
                  }
                  return sum;
                }
                @Compute @Differentiable float g(float a, float x, float bound) {
                  float sum = 0;
                  float before = 1;
                  do {
                    before = x;
                    x = a - x;
                    sum += 1 + Math.abs(before * x) * 0.25f;
                  } while (sum < bound);
                  return sum * x;
                }
                """)
            .on(1.0, 1e-17, 6)
            .on(Double.MIN_VALUE, 1e-300, 5)
            .on(0.0, -0.0, 5)
            .calling("g", 1.0f, 1e-8f, 9.0f)
            .calling("g", 0.1f, 0.7f, 5.0f),
        model(
                "AlternatingNumbersOfLoopsOfLoops",
                """
                @Compute @Differentiable double f(double[] a, double x, int n) {
                  double sum = 0;
                  double turned = x;
                  for (int j = 0; j < a.length; j++) {
                    for (int i = 0; i < n; i++) {
                      sum = Math.sin(sum + turned * x) + turned * turned;
                      turned = a[j] - turned;
                    }
                    x = 1 - x;
                    if (sum > 1) {
                      turned = x * 0.1;
                    }
                  }
                  return sum * turned;
                }
                """)
            .on(new double[] {0.1, 0.7, -0.3, 1e-3}, 0.3, 3)
            .on(new double[] {0.1, 0.7, -0.3}, 0.3, 1)
            .on(new double[0], 0.3, 4),
        model(
                "TurnedInLoopsOfLoops",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double y = x;
                  double sign = x;
                  int k = 1;
                  boolean flag = true;
                  for (int i = 0; i < n; i++) {
                    sign = -sign;
                    for (int j = 0; j < i; j++) {
                      y = Math.sin(y + sign) + (flag ? k : y * y);
                      sign = -sign;
                      k = i - k;
                      flag = flag ^ true;
                    }
                    y *= sign;
                    sign = -sign;
                    k = -k;
                    if (y > 2) { y = y / 2; }
                  }
                  return y * sign * k;
                }
                """)
            .on(0.6, 5)
            .on(-0.4, 6),
        model(
                "TurnedBackAndForth",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double y = x;
                  double sign = 1;
                  int i = 0;
                  int j = 10;
                  while (i < n) {
                    y = Math.sin(y * sign) * j / 8.0 + x;
                    if (y > 0) { sign = -sign; }
                    j = i - j;
                    i += 2;
                  }
                  return y;
                }
                """)
            .on(0.6, 7),
        model(
                "NewStateEachStep",
                """
                private static double[] step(double[] u, double w) {
                  double[] next = new double[u.length];
                  for (int i = 0; i < u.length; i++) {
                    next[i] = Math.sin(u[i]) + w * u[(i + 1) % u.length];
                  }
                  return next;
                }
                @Compute @Differentiable double f(double[] x, double w, int n) {
                  double[] state = x;
                  for (int t = 0; t < n; t++) { state = step(state, w); }
                  double sum = 0;
                  for (int i = 0; i < state.length; i++) { sum += state[i] * state[i]; }
                  return sum;
                }
                """)
            .on(X, 0.7, 4)
            .on(X, 0.7, 0),
        model(
                "NewStateThatIsRead",
                """
                @Compute @Differentiable double f(double[] x, double w, int n) {
                  double[] state = x.clone();
                  for (int t = 0; t < n; t++) {
                    double[] next = new double[state.length];
                    double[] copy = state.clone();
                    for (int i = 0; i < state.length; i++) {
                      next[i] = Math.sin(state[i] * w);
                      copy[i] = copy[i] * next[i] + state[i];
                    }
                    for (int i = 1; i < state.length; i++) {
                      next[i] = next[i] * next[i - 1] + copy[i] * state[i];
                    }
                    state[0] = next[0] * state[0];
                    double[] chosen = t % 2 == 0 ? next : state;
                    chosen[1] = chosen[1] * chosen[0];
                    next[2] = Math.exp(-next[2] * chosen[2]);
                    state = t % 3 == 2 ? state : next;
                  }
                  return state[0] * state[1] + state[2];
                }
                """)
            .on(X, 0.7, 5),
        model(
                "NewRowsEachStep",
                """
                @Compute @Differentiable double f(double[][] x, double w, int n) {
                  double[][] state = x;
                  for (int t = 0; t < n; t++) {
                    double[][] next = new double[state.length][2];
                    for (int i = 0; i < state.length; i++) {
                      for (int j = 0; j < 2; j++) {
                        next[i][j] = Math.sin(state[i][j]) + w * state[(i + 1) % state.length][1 - j];
                      }
                    }
                    if (t == 1) { next[0] = next[1]; }
                    next[0][1] = next[0][1] * state[0][0];
                    state = next;
                  }
                  return state[0][0] * state[1][1] + state[0][1];
                }
                @Compute @Differentiable double g(double[][] x, double w, int n) {
                  double[][] state = x;
                  for (int t = 0; t < n; t++) {
                    double[][] next = new double[state.length][2];
                    for (int i = 0; i < state.length; i++) {
                      for (int j = 0; j < 2; j++) {
                        next[i][j] = Math.sin(state[i][j]) + w * state[(i + 1) % state.length][1 - j];
                      }
                    }
                    state = next;
                  }
                  return state[0][0] * state[1][1] + state[0][1];
                }
                """)
            .on(new double[][] {{0.5, 1}, {-0.75, 0.25}}, 0.7, 4)
            .calling("g", new double[][] {{0.5, 1}, {-0.75, 0.25}}, 0.7, 4),
        model(
                "StatesThatAreKept",
                """
                @Compute @Differentiable double f(double[] x, int n) {
                  double[] state = x;
                  double[] before = x;
                  for (int t = 0; t < n; t++) {
                    double[] next = new double[state.length];
                    for (int i = 0; i < state.length; i++) {
                      next[i] = Math.sin(state[i]) * before[i];
                      before = i == 2 ? next : before;
                    }
                    before = state;
                    state = next;
                  }
                  return state[0] + before[1] * state[2];
                }
                """)
            .on(X, 4));
  }
}
