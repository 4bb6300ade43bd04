package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Every form of loop. */
public final class LoopTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Counter",
                """
            record Counters(int first, int second) {}

            @Compute Counters f(int first, int second) {
              while (first < second) {
                first += 2;
                second += 1;
              }
              return new Counters(first, second);
            }
            """)
            .on(0, 10)
            .on(5, 5)
            .on(0, 1)
            .on(-7, 1000),
        model(
                "WhileNever",
                """
            @Compute int f(int x) {
              int y = 3;
              while (x > y) {
                y++;
              }
              return y;
            }
            """)
            .on(0)
            .on(10),
        model(
                "DoWhile",
                """
            @Compute int f(int x) {
              int steps = 0;
              do {
                x -= 3;
                steps++;
              } while (x > 0);
              return steps * 100 + x;
            }
            """)
            .on(10)
            .on(-10)
            .on(3),
        model(
                "DoWhileContinue",
                """
            @Compute int f(int n) {
              int sum = 0;
              int i = 0;
              do {
                if (i % 3 == 1) {
                  continue;
                }
                sum += i;
              } while (++i < n);
              return sum * 100 + i;
            }
            """)
            .on(10)
            .on(1)
            .on(0),
        model(
                "ForWithSeveralUpdates",
                """
            @Compute int f(int n) {
              int sum = 0;
              for (int i = 0, j = n; i < j; i++, j -= 2, sum++) {
                sum += i * j;
              }
              return sum;
            }
            """)
            .on(10)
            .on(0)
            .on(1),
        model(
                "ForWithoutParts",
                """
            @Compute int f(int n) {
              int i = 0;
              for (; ; ) {
                if (i * i >= n) {
                  break;
                }
                i++;
              }
              for (; i < 2 * n; ) i += 3;
              return i;
            }
            """)
            .on(10)
            .on(0)
            .on(50),
        model(
                "ForOverExistingVariables",
                """
            @Compute int f(int n) {
              int i;
              int j;
              for (i = 1, j = 2; j < n; j *= 2) {
                i += j;
              }
              return i * 1000 + j;
            }
            """)
            .on(100)
            .on(1),
        model(
                "ForOverDoubles",
                """
            @Compute double f(double end) {
              double sum = 0;
              for (double x = 0; x != end && x < 5; x += 0.1) {
                sum += x;
              }
              return sum;
            }
            """)
            .on(0.5)
            .on(0.3)
            .on(Double.NaN),
        model(
                "EnhancedForArray",
                """
            @Compute double f(double[] values, int[] counts) {
              double sum = 0;
              for (double value : values) {
                for (long count : counts) {
                  sum = sum / 2 + value * count;
                }
              }
              return sum;
            }
            """)
            .on(new double[] {1.5, -2, 0.1}, new int[] {3, 4})
            .on(new double[0], new int[] {1})
            .on(new double[] {1}, new int[0]),
        model(
                "EnhancedForReadsOnce",
                """
            @Compute int f(int[] a, int[] b) {
              int sum = 0;
              for (int x : a) {
                a = b;
                sum = sum * 10 + x;
                b[0]++;
              }
              return sum + a[0];
            }
            """)
            .on(new int[] {1, 2, 3}, new int[] {4}),
        model(
                "EnhancedForSeesStores",
                """
            @Compute int f(int[] a) {
              int i = 0;
              int sum = 0;
              for (int x : a) {
                x += 100;
                if (i + 1 < a.length) {
                  a[++i] += x;
                }
                sum += x;
              }
              return sum;
            }
            """)
            .on(new int[] {1, 2, 3, 4}),
        model(
                "NestedLoops",
                """
            @Compute long f(int n) {
              long sum = 0;
              for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                  int k = j;
                  while (k > 0) {
                    sum += k ^ i;
                    k /= 2;
                  }
                }
              }
              return sum;
            }
            """)
            .on(7)
            .on(0)
            .on(20),
        model(
                "LoopCarriesEverything",
                """
            @Compute double f(int n, double x) {
              int i = 0;
              long l = 1;
              float s = 1;
              boolean odd = false;
              while (i < n) {
                l = l * 3 + i;
                s = s * 1.01f + l;
                x = odd ? x + s : x - s;
                odd = !odd;
                i++;
              }
              return x + l + s;
            }
            """)
            .on(5, 1.0)
            .on(0, -0.0)
            .on(60, 0.5),
        model(
                "Rotation",
                """
            @Compute int f(int n) {
              int a = 1;
              int b = 2;
              int c = 3;
              for (int i = 0; i < n; i++) {
                int t = a;
                a = b;
                b = c;
                c = t + i;
              }
              return a * 10000 + b * 100 + c;
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(7),
        model(
                "LoopInvariantDivisionByZero",
                """
            @Compute int f(int n, int x, int y) {
              int sum = 0;
              for (int i = 0; i < n; i++) {
                sum += x / y;
              }
              return sum;
            }
            """)
            .on(0, 1, 0)
            .on(3, 10, 4)
            .on(2, 1, 0),
        model(
                "ConditionWithEffect",
                """
            @Compute int f(int n) {
              int tests = 0;
              int passes = 0;
              while (tests++ < n || tests % 5 != 0) {
                passes += tests;
              }
              return tests * 1000 + passes;
            }
            """)
            .on(3)
            .on(0)
            .on(9),
        model(
                "CounterWrapsAround",
                """
            @Compute int f(int start) {
              int steps = 0;
              for (int i = start; i > 0; i += 1_000_000_000) {
                steps++;
              }
              return steps;
            }
            """)
            .on(1)
            .on(Integer.MAX_VALUE)
            .on(0),
        model(
                "TriangularLoops",
                """
            @Compute int f(int n) {
              int count = 0;
              for (int i = n; i-- > 0; ) {
                for (int j = 0; j < i; j += 2) {
                  count += i - j;
                  for (int k = j; k >= 0; --k) count ^= k;
                }
              }
              return count;
            }
            """)
            .on(6)
            .on(1)
            .on(13));
  }
}
