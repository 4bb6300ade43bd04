package dev.kiln.agreement.model;

import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Helper methods, static methods, recursion. */
public final class CallTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Helper",
                """
            int square(int x) {
              return x * x;
            }

            @Compute int f(int x, int y) {
              return square(x) + square(square(y) - x);
            }
            """)
            .on(3, 4)
            .on(-1, 100),
        model(
                "HelperWithJumps",
                """
            private int firstDivisor(int n) {
              for (int d = 2; d * d <= n; d++) {
                if (n % d == 0) {
                  return d;
                }
              }
              return n;
            }

            @Compute int f(int n) {
              int sum = 0;
              while (n > 1) {
                int d = firstDivisor(n);
                sum = sum * 10 + d % 10;
                n /= d;
              }
              return sum;
            }
            """)
            .on(360)
            .on(97)
            .on(1)
            .on(2 * 3 * 5 * 7 * 11),
        model(
                "ArgumentsConvert",
                """
            static double half(double x) {
              return x / 2;
            }

            static float scale(float x, long by) {
              return x * by;
            }

            @Compute double f(int x) {
              return half(x) + half(x / 2) + scale(x, x) + half(122);
            }
            """)
            .on(7)
            .on(16777217),
        model(
                "Overloads",
                """
            static int kind(int x) { return 1; }
            static int kind(long x) { return 2; }
            static int kind(double x) { return 3; }
            static int kind(int x, int y) { return 4; }

            @Compute int f(int i, long l, float s, double d) {
              return kind(i) * 1000 + kind(l) * 100 + kind(s) * 10 + kind(d) + kind(i, i) * 10000;
            }
            """)
            .on(1, 2L, 3f, 4.0),
        model(
                "ArgumentsInOrder",
                """
            int join(int a, int b, int c) {
              return a * 100 + b * 10 + c;
            }

            @Compute int f(int x) {
              return join(x++, x *= 2, --x) + x;
            }
            """)
            .on(1)
            .on(3),
        model(
                "ArgumentsAreCopies",
                """
            int twice(int x) {
              x *= 2;
              return x;
            }

            @Compute int f(int x) {
              int y = twice(x);
              return x * 100 + y;
            }
            """)
            .on(7),
        model(
                "Fibonacci",
                """
            int fibonacci(int n) {
              return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
            }

            @Compute int f(int n) {
              return fibonacci(n);
            }
            """)
            .on(0)
            .on(1)
            .on(15),
        model(
                "Ackermann",
                """
            @Compute int f(int m, int n) {
              if (m == 0) {
                return n + 1;
              }
              return n == 0 ? f(m - 1, 1) : f(m - 1, f(m, n - 1));
            }
            """)
            .on(0, 3)
            .on(2, 3)
            .on(3, 2),
        model(
                "MutualRecursion",
                """
            static boolean isEven(int n) {
              return n == 0 || isOdd(n - 1);
            }

            static boolean isOdd(int n) {
              return n != 0 && isEven(n - 1);
            }

            @Compute boolean f(int n) {
              return isEven(n);
            }
            """)
            .on(0)
            .on(7)
            .on(40),
        model(
                "RecursionOverArray",
                """
            static void sort(int[] a, int from, int to) {
              if (to - from < 2) {
                return;
              }
              int pivot = a[from + (to - from) / 2];
              int i = from;
              int j = to - 1;
              while (i <= j) {
                while (a[i] < pivot) i++;
                while (a[j] > pivot) j--;
                if (i <= j) {
                  int t = a[i];
                  a[i++] = a[j];
                  a[j--] = t;
                }
              }
              sort(a, from, j + 1);
              sort(a, i, to);
            }

            @Compute void f(int[] a) {
              sort(a, 0, a.length);
            }
            """)
            .on(new int[] {5, 2, 9, 1, 5, 6, -3, 0})
            .on(new int[0])
            .on(new int[] {2, 1}),
        model(
                "RecursionInLoop",
                """
            static int paths(int depth, int width) {
              int sum = 1;
              for (int i = 0; i < width && depth > 0; i++) {
                sum += paths(depth - 1, width - i);
              }
              return sum;
            }

            @Compute int f(int depth, int width) {
              return paths(depth, width);
            }
            """)
            .on(0, 3)
            .on(3, 3)
            .on(4, 2),
        types(
                "StaticsOfOtherClass",
                """
            @Model
            class StaticsOfOtherClass {
              @Compute
              long f(long x, long y) {
                return Numbers.gcd(x, y) + Numbers.Inner.SHIFT * Numbers.Inner.shifted(x);
              }
            }

            final class Numbers {
              static long gcd(long x, long y) {
                while (y != 0) {
                  long t = x % y;
                  x = y;
                  y = t;
                }
                return x;
              }

              static final class Inner {
                static final int SHIFT = 3;

                static long shifted(long x) {
                  return x << SHIFT;
                }
              }
            }
            """)
            .on(48L, 36L)
            .on(17L, 0L)
            .on(-12L, 18L),
        model(
                "ComputeCallsCompute",
                """
            @Compute double area(double r) {
              return Math.PI * r * r;
            }

            @Compute double f(double r, double h) {
              return this.area(r) * h + area(h);
            }
            """)
            .on(1.5, 2.0)
            .calling("area", 3.0),
        model(
                "VoidHelperEndsEarly",
                """
            void limit(double[] a, double max) {
              for (int i = 0; i < a.length; i++) {
                if (a[i] != a[i]) return;
                if (a[i] <= max) continue;
                a[i] = max;
              }
              a[0]--;
            }

            @Compute double f(double[] a) {
              limit(a, 2);
              limit(a, 1);
              return a[a.length - 1];
            }
            """)
            .on(new double[] {0.5, 1.5, 2.5})
            .on(new double[] {3, Double.NaN, 3}),
        model(
                "RecursionThatReturnsARecord",
                """
            record Step(int gcd, long x, long y) {}

            static Step extended(int a, int b) {
              if (b == 0) {
                return new Step(a, 1, 0);
              }
              Step inner = extended(b, a % b);
              return new Step(inner.gcd(), inner.y(), inner.x() - a / b * inner.y());
            }

            @Compute Step f(int a, int b) {
              return extended(a, b);
            }

            @Compute long g(int a, int b) {
              Step step = extended(a, b);
              return step.x() * a + step.y() * b - step.gcd();
            }
            """)
            .on(240, 46)
            .on(7, 0)
            .calling("g", 240, 46),
        model(
                "RecordsInRecordsByRecursion",
                """
            record Range(double low, double high) {}
            record Found(Range range, int[] path, boolean exact) {}

            static Found search(double[] a, double wanted, int from, int to) {
              if (to - from <= 1) {
                return new Found(new Range(a[from], a[Math.min(to, a.length - 1)]), new int[] {from},
                    a[from] == wanted);
              }
              int middle = (from + to) / 2;
              Found inner = wanted < a[middle]
                  ? search(a, wanted, from, middle) : search(a, wanted, middle, to);
              int[] path = new int[inner.path().length + 1];
              for (int i = 0; i < inner.path().length; i++) { path[i] = inner.path()[i]; }
              path[inner.path().length] = middle;
              return new Found(inner.range(), path, inner.exact());
            }

            @Compute Found f(double[] a, double wanted) {
              return search(a, wanted, 0, a.length);
            }
            """)
            .on(new double[] {1, 2.5, 4, 8}, 4.0)
            .on(new double[] {1, 2.5, 4, 8}, 0.0),
        model(
                "MutualRecursionOnRecords",
                """
            record State(int count, double sum) {}

            State up(State s, int n) {
              return n == 0 ? s : down(new State(s.count() + 1, s.sum() / 3 + n), n - 1);
            }

            State down(State s, int n) {
              return n == 0 ? s : up(new State(s.count() * 2, s.sum() - n), n - 1);
            }

            @Compute double f(double x, int n) {
              State last = up(new State(0, x), n);
              return last.sum() * 1000 + last.count();
            }
            """)
            .on(0.1, 7)
            .on(0.1, 0));
  }
}
