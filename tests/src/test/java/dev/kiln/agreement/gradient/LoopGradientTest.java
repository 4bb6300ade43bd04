package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of loops, and of the jumps in them. */
public final class LoopGradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "CountedLoop",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double y = 1;
                  for (int i = 1; i <= n; i++) {
                    y = y * x + Math.sin(y) / i;
                  }
                  return y;
                }
                """)
            .on(0.9, 10)
            .on(0.9, 1)
            .on(0.9, 0),
        model(
                "WhileOnData",
                """
                @Compute @Differentiable double f(double x, double limit) {
                  double y = x;
                  int n = 0;
                  while (y < limit && n++ < 100) {
                    y = y * 1.3 + 0.01 * y * y;
                  }
                  return y * x;
                }
                """)
            .on(1.1, 10.5)
            .on(20.0, 10.5)
            .on(0.01, 3.0),
        model(
                "DoWhileOnData",
                """
                @Compute @Differentiable double f(double a) {
                  double x = a;
                  double error;
                  do {
                    double next = 0.5 * (x + a / x);
                    error = Math.abs(next - x);
                    x = next;
                  } while (error > 1e-12);
                  return x;
                }
                """)
            .on(2.0)
            .on(50.0),
        model(
                "NestedLoopsOfProducts",
                """
                @Compute @Differentiable double f(double x, double y, int n) {
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    double product = y;
                    for (int j = 0; j < i; j++) {
                      product *= x + j * y;
                      sum += product * i;
                    }
                    sum *= 0.5;
                  }
                  return sum;
                }
                """)
            .on(0.3, 0.8, 5)
            .on(0.3, 0.8, 1),
        model(
                "BreakAtData",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double y = x;
                  for (int i = 0; i < n; i++) {
                    y = y * x + 0.1;
                    if (y > 5) {
                      y = Math.sqrt(y) * x;
                      break;
                    }
                    y += x / (i + 1);
                  }
                  return y * y;
                }
                """)
            .on(1.2, 50)
            .on(0.5, 6)
            .on(1.2, 0),
        model(
                "ContinueAtData",
                """
                @Compute @Differentiable double f(double x, int n) {
                  double sum = 0;
                  double y = x;
                  for (int i = 0; i < n; i++) {
                    y = Math.cos(y * 3 + x);
                    if (y < 0) {
                      sum += y;
                      continue;
                    }
                    sum += y * y * x;
                    y += 0.2;
                  }
                  return sum;
                }
                """)
            .on(0.7, 4)
            .on(-1.7, 5),
        model(
                "LabelledJumpsWithDerivatives",
                """
                @Compute @Differentiable double f(double x, double y, int n) {
                  double sum = x;
                  outer:
                  for (int i = 0; i < n; i++) {
                    double z = y;
                    for (int j = 0; j < n; j++) {
                      z = z * x + j * 0.1;
                      if (z > 3) {
                        sum += z * y;
                        continue outer;
                      }
                      if (sum > 20) {
                        sum *= z;
                        break outer;
                      }
                      sum += z / (i + 1);
                    }
                    sum -= y;
                  }
                  return sum * sum;
                }
                """)
            .on(0.9, 1.1, 5)
            .on(1.3, 1.1, 6)
            .on(0.2, 0.1, 3),
        model(
                "EarlyReturnInLoops",
                """
                @Compute @Differentiable double f(double x, double y) {
                  double z = x;
                  for (int i = 0; i < 20; i++) {
                    for (int j = 0; j < 3; j++) {
                      z = z * y + 0.1 * j;
                      if (z > 8) {
                        return z * x;
                      }
                    }
                    if (z < 0.05) {
                      return Math.exp(z) + y;
                    }
                    z += x * 0.5;
                  }
                  return z;
                }
                """)
            .on(1.1, 1.2)
            .on(0.1, 0.2)
            .on(0.3, 0.5),
        model(
                "InfiniteLoopWithReturn",
                """
                @Compute @Differentiable double f(double x) {
                  double y = x;
                  while (true) {
                    y = y * y + x;
                    if (y > 100) {
                      return Math.log(y);
                    }
                  }
                }
                """)
            .on(0.9)
            .on(3.0),
        model(
                "Collisions",
                """
                @Compute @Differentiable double f(double height, double speed, double bounce) {
                  double y = height;
                  double v = speed;
                  for (int step = 0; step < 60; step++) {
                    v -= 9.81 * 0.02;
                    y += v * 0.02;
                    if (y < 0) {
                      y = -y * bounce;
                      v = -v * bounce;
                    }
                  }
                  return y;
                }
                """)
            .on(1.0, 0.3, 0.8),
        model(
                "InlineDivisorInLoop",
                """
                @Compute @Differentiable double f(double x) {
                  double sum = 0;
                  double d = x;
                  for (int i = 0; i < 5; i++) {
                    sum += 1 / (d = d * 1.5 + 0.2);
                    d -= 0.1 * sum;
                  }
                  return sum;
                }
                """)
            .on(0.8)
            .on(2.0),
        model(
                "RotatedVariables",
                """
                @Compute @Differentiable double f(double a, double b, double c) {
                  for (int i = 0; i < 7; i++) {
                    double t = a;
                    a = b;
                    b = c * 0.9;
                    c = t * a + 0.1;
                  }
                  return a + 2 * b - 3 * c;
                }
                """)
            .on(0.5, -0.4, 1.2),
        model(
                "LoopWithoutInfluence",
                """
                @Compute @Differentiable double f(double x, int n) {
                  int steps = 0;
                  double other = x;
                  while (other < 100 && steps < n) {
                    other = other * 2 + 1;
                    steps++;
                  }
                  return x * x * steps;
                }
                """)
            .on(1.5, 4)
            .on(1.5, 100),
        model(
                "LeastSquares",
                """
                @Compute @Differentiable(wrt = "x")
                double f(double[] x, double[] t, double[] s) {
                  double sum = 0;
                  for (int i = 0; i < t.length; i++) {
                    double power = 1;
                    double fit = 0;
                    for (int j = 0; j < x.length; j++) {
                      fit += x[j] * power;
                      power *= t[i];
                    }
                    double error = s[i] - fit;
                    sum += error * error;
                  }
                  return 0.5 * sum;
                }
                """)
            .on(new double[] {0.1, -0.4, 2}, new double[] {0, 1, 2, 3}, new double[] {1, 0, 4, 9})
            .on(new double[0], new double[] {1}, new double[] {2}),
        model(
                "EnhancedForOverArrays",
                """
                @Compute @Differentiable double f(double[] a) {
                  double product = 1;
                  for (double x : a) {
                    if (x > 1.5) break;
                    product *= x + 0.1 * product;
                  }
                  return product;
                }
                """)
            .on(new double[] {0.5, -1, 2})
            .on(new double[] {0.5, 1.9, 2})
            .on(new double[0]));
  }
}
