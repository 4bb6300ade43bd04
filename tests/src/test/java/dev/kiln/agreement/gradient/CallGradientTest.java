package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of recursive functions and of helpers that are called often. */
public final class CallGradientTest extends GradientTable {
  private static final double[] LONG = {0.5, -1.25, 2.0, 0.75, -0.3};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "PowerByRecursion",
                """
            static double power(double x, int n) {
              if (n == 0) { return 1; }
              if (n % 2 == 1) { return x * power(x, n - 1); }
              double half = power(x, n / 2);
              return half * half;
            }
            @Compute @Differentiable double f(double x, int n) { return power(x, n) + power(2 * x, 3); }
            """)
            .on(1.1, 13)
            .on(-0.7, 0),
        model(
                "RecursionInALoop",
                """
            static double continued(double x, int depth) {
              return depth == 0 ? x : 1 / (depth + continued(x * 1.1, depth - 1) * x);
            }
            @Compute @Differentiable double f(double x, int n) {
              double sum = 0;
              for (int i = 0; i < n; i++) { sum += continued(x + i, i) * sum + x; }
              return sum;
            }
            """)
            .on(0.8, 4),
        model(
                "MutualRecursion",
                """
            static double even(double x, int n) { return n == 0 ? x : Math.sin(odd(x, n - 1)) * x; }
            static double odd(double x, int n) { return n == 0 ? x * x : Math.cos(even(x, n - 1)) + x; }
            @Compute @Differentiable double f(double x, int n) { return even(x, n) * odd(x, n); }
            """)
            .on(0.8, 5)
            .on(0.8, 2),
        model(
                "RecursionOnAnArray",
                """
            static double sum(double[] x, int from, int to) {
              if (to - from == 1) { return x[from] * x[from] * x[from]; }
              int middle = (from + to) / 2;
              return sum(x, from, middle) * 1.5 + Math.sin(sum(x, middle, to));
            }
            @Compute @Differentiable double f(double[] x) { return sum(x, 0, x.length); }
            """)
            .on(LONG),
        model(
                "RecursionThatWrites",
                """
            static void transform(double[] a, double[] t, int from, int n) {
              if (n == 1) { return; }
              int half = n / 2;
              transform(a, t, from, half);
              transform(a, t, from + half, half);
              for (int i = 0; i < half; i++) {
                double left = a[from + i];
                double right = a[from + half + i] * (1 + 0.1 * left);
                t[2 * i] = left + right;
                t[2 * i + 1] = left - right;
              }
              for (int i = 0; i < n; i++) { a[from + i] = t[i]; }
            }
            @Compute @Differentiable double f(double[] x) {
              double[] a = new double[4];
              double[] t = new double[4];
              for (int i = 0; i < 4; i++) { a[i] = x[i]; }
              transform(a, t, 0, 4);
              double sum = 0;
              for (int i = 0; i < 4; i++) { sum += a[i] * a[i] * (i + 1); }
              return sum;
            }
            """)
            .on(LONG),
        model(
                "RecursionThatReturnsAnArray",
                """
            static double[] grow(double[] x, int n) {
              if (n == 0) { return x; }
              double[] a = grow(x, n - 1);
              double[] b = new double[a.length];
              for (int i = 0; i < a.length; i++) { b[i] = a[i] * a[(i + 1) % a.length] + x[i]; }
              return b;
            }
            @Compute @Differentiable double f(double[] x, int n) {
              double[] a = grow(x, n);
              return a[0] * a[1];
            }
            """)
            .on(LONG, 2)
            .on(LONG, 0),
        model(
                "BacktrackingWithInt",
                """
            static double walk(double[] cost, int[] visited, int at, int left) {
              if (left == 0) { return cost[at]; }
              visited[at] = 1;
              double best = 1e3;
              for (int next = 0; next < cost.length; next++) {
                if (visited[next] == 0) {
                  double total = cost[at] * cost[next] + walk(cost, visited, next, left - 1);
                  if (total < best) { best = total; }
                }
              }
              visited[at] = 0;
              return best;
            }
            @Compute @Differentiable double f(double[] cost) {
              return walk(cost, new int[cost.length], 0, 2);
            }
            """)
            .on(LONG),
        model(
                "RecursionThatReturnsARecord",
                """
            record Pair(double sine, double cosine) {}

            static Pair turn(double angle, int n) {
              if (n == 0) { return new Pair(angle * angle, 1); }
              Pair half = turn(angle / 2, n - 1);
              return new Pair(2 * half.sine() * half.cosine(),
                  half.cosine() * half.cosine() - half.sine() * half.sine());
            }

            @Compute @Differentiable double f(double x, int n) {
              Pair whole = turn(x, n);
              return whole.sine() * 3 + whole.cosine() * x;
            }
            """)
            .on(0.8, 3)
            .on(0.8, 0),
        model(
                "RecordsOfArraysByRecursion",
                """
            record Sums(double[] parts, double total, int depth) {}

            static Sums collect(double[] x, double scale, int n) {
              if (n == 0) { return new Sums(x.clone(), scale, 0); }
              Sums inner = collect(x, scale * x[n], n - 1);
              double[] parts = inner.parts();
              double total = inner.total();
              for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i] * parts[(i + n) % parts.length] + scale;
                total += parts[i];
              }
              return new Sums(parts, total * 0.5, inner.depth() + 1);
            }

            @Compute @Differentiable double f(double[] x, int n) {
              Sums sums = collect(x, x[0] * 0.3, n);
              return sums.total() * sums.parts()[1] + sums.depth();
            }
            """)
            .on(LONG, 3)
            .on(LONG, 0),
        model(
                "DualNumbersByMutualRecursion",
                """
            record Dual(double value, double slope) {}

            static Dual outer(Dual d, int n) {
              if (n == 0) { return d; }
              Dual next = inner(new Dual(Math.sin(d.value()), Math.cos(d.value()) * d.slope()), n - 1);
              return next.slope() > 0 ? next : new Dual(next.slope(), next.value());
            }

            static Dual inner(Dual d, int n) {
              return outer(new Dual(d.value() * d.value() + d.slope(), 2 * d.value() * d.slope()), n);
            }

            @Compute @Differentiable double f(double x, double y, int n) {
              Dual last = outer(new Dual(x, y), n);
              return last.value() * last.slope();
            }
            """)
            .on(0.8, 1.2, 3)
            .on(0.8, -1.2, 4));
  }
}
