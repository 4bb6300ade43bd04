package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays of a few elements, which numbers stand for in graphs. */
final class SmallArrayTest extends GradientTable {
  private static final double[] POINT = {0.5, -1.25, 2.0};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "ElementsInLoops",
                """
            @Compute @Differentiable double f(double[] x, double y) {
              double[] offset = new double[3];
              for (int i = 0; i < offset.length; i++) { offset[i] = x[2 - i] - y; }
              double[] turned = {offset[1], offset[2], offset[0] * y};
              for (int i = 2; i >= 0; i -= 2) { turned[i] += offset[i] * turned[1]; }
              double sum = 0;
              for (int i = 0; i <= 2; i++) { sum += turned[i] * turned[i]; }
              return sum;
            }
            """)
            .on(POINT, 1.5),
        model(
                "TriangleOfLoops",
                """
            @Compute @Differentiable double f(double[] x) {
              double[] a = new double[3];
              for (int i = 0; i < 3; i++) {
                for (int j = i; j < 3; j++) {
                  if (x[i] * x[j] > 0) { a[j] += x[i] * x[j]; } else { a[i] -= x[j]; }
                }
              }
              return a[0] * a[1] + a[2];
            }
            """)
            .on(POINT)
            .on(new double[] {1, 2, 3}),
        model(
                "ElementsOverManyRounds",
                """
            @Compute @Differentiable double f(double a, double b, int n) {
              double[] state = {a, b};
              double[] next = new double[2];
              for (int step = 0; step < n; step++) {
                if (step == 7) { break; }
                next[0] = state[0] + 0.1 * state[1];
                next[1] = state[1] - 0.1 * Math.sin(state[0]);
                if (next[0] < -1) { state[1] = -next[1]; continue; }
                for (int i = 0; i < 2; i++) { state[i] = next[i]; }
              }
              return state[0] * state[1];
            }
            """)
            .on(0.5, 0.25, 0)
            .on(0.5, 0.25, 5)
            .on(-0.9, -2.0, 9),
        model(
                "ElementsStoredByTheCondition",
                """
            @Compute @Differentiable double f(double x) {
              double[] a = {x};
              int i = 0;
              while ((a[0] = a[0] * 1.5 + x) < 10) { i++; }
              do { a[0] -= x; } while (a[0] > 3);
              return a[0] * i;
            }
            """)
            .on(0.75),
        model(
                "ElementsAndEarlyReturn",
                """
            private static double pick(double x, double y) {
              double[] a = new double[2];
              a[0] = x;
              if (y < 0) { a[0] = y * y; return a[0]; }
              for (int i = 0; i < 2; i++) {
                a[i] += y;
                if (a[i] > 2) { return a[i] * x; }
              }
              return a[0] + a[1];
            }
            @Compute @Differentiable double f(double x, double y) {
              return pick(x, y) * pick(y, x);
            }
            """)
            .on(1.0, 0.5)
            .on(1.5, 1.0)
            .on(-1.0, 2.5),
        model(
                "ElementChosenByAnArgument",
                """
            @Compute @Differentiable(wrt = "x") double f(double[] x, int axis) {
              double[] a = new double[3];
              for (int i = 0; i < 3; i++) { a[i] = x[i] * x[0]; }
              return a[axis] * 2;
            }
            """)
            .on(POINT, 0)
            .on(POINT, 1)
            .on(POINT, 2),
        model(
                "NewElementsInEachRound",
                """
            @Compute @Differentiable double f(double[] x, int n) {
              double sum = 0;
              for (int i = 0; i < n; i++) {
                double[] a = new double[2];
                if (i % 2 == 0) { a[1] = x[i % 3] * i; }
                a[0] += x[0] - a[1];
                sum += a[0] * a[1] + a[0];
              }
              return sum;
            }
            """)
            .on(POINT, 5)
            .on(POINT, 0),
        model(
                "ShortLoopsWithExits",
                """
            @Compute @Differentiable double f(double x, double y) {
              double[] a = new double[3];
              outer:
              for (int i = 0; i < 3; i++) {
                a[i] += x;
                if (a[i] > 2) { break; }
                for (int j = 0; j < 3; j++) {
                  if (y < 0) { continue outer; }
                  a[j] += y * i;
                  if (a[j] > 3) { break outer; }
                }
              }
              double[] b = new double[2];
              search:
              {
                for (int i = 0; i < 2; i++) {
                  b[i] = a[i] * x;
                  if (b[i] > 1) { break search; }
                }
                b[0] += 1;
              }
              return a[0] + a[1] * a[2] + b[0] * b[1];
            }
            """)
            .on(0.5, 0.75)
            .on(0.5, -0.75)
            .on(1.25, 2.0)
            .on(2.5, 1.0),
        model(
                "ElementsSwapped",
                """
            @Compute @Differentiable double f(double x, double y) {
              double[] a = {x, y};
              double t = a[0];
              a[0] = a[1];
              a[1] = t;
              double[] b = {a[1], a[1]};
              b[0] += a[0];
              return b[0] / b[1] - a[0];
            }
            """)
            .on(2.0, 3.0),
        model(
                "ElementsOfOtherTypes",
                """
            @Compute @Differentiable(wrt = "x") float f(float x, int n) {
              float[] a = {x, 2 * x};
              long[] count = new long[2];
              boolean[] seen = new boolean[3];
              int[] order = {1, 0};
              for (int i = 0; i < n; i++) {
                count[0] += i;
                seen[1] = seen[0];
                seen[0] = count[0] > 3;
              }
              for (int i = 0; i < 2; i++) { a[i] *= order[i] + 1; }
              return seen[1] ? a[0] * count[0] : a[1] - count[1];
            }
            """)
            .on(1.5f, 2)
            .on(1.5f, 6));
  }
}
