package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Exceptions: the same class and message, and the same side effects before them, in every mode. */
public final class FailureTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Guard",
                """
            @Compute double f(double x) {
              if (x < 0) {
                throw new IllegalArgumentException("x must not be negative, but is " + x);
              }
              return Math.sqrt(x);
            }
            """)
            .on(4.0)
            .on(-1.5)
            .on(Double.NaN),
        model(
                "GuardInLoop",
                """
            @Compute int f(int[] a) {
              int sum = 0;
              for (int i = 0; i < a.length; i++) {
                if (a[i] == 0) {
                  throw new IllegalStateException("zero at " + i + " of " + a.length + ": " + sum);
                }
                sum += 100 / a[i];
                a[i] = sum;
              }
              return sum;
            }
            """)
            .on(new int[] {1, 2, 5})
            .on(new int[] {1, 0, 5}),
        model(
                "GuardInHelper",
                """
            static int checked(int index, int size) {
              if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException("no " + index);
              }
              return index;
            }

            @Compute int f(int[] a, int i) {
              a[0]++;
              return a[checked(i, a.length)] + a[checked(i + 1, a.length)];
            }
            """)
            .on(new int[] {1, 2, 3}, 0)
            .on(new int[] {1, 2, 3}, 2)
            .on(new int[] {1}, -1),
        model(
                "Asserts",
                """
            @Compute int f(int x) {
              assert x > 0;
              int y = x * 2;
              assert y < 100 : "too large";
              return y;
            }
            """)
            .on(5)
            .on(0)
            .on(50),
        model(
                "AssertsWithDetails",
                """
            static final String LIMIT = "limit ";

            @Compute int f(int x, double y, boolean z, long l, float s) {
              assert x > 0 : x;
              assert y > 0 : "y is " + y + ", x + 1 is " + (x + 1) + 'c' + ('d' + 1);
              assert z : z + ("" + x) + LIMIT + l;
              assert l > s : x + l + "s" + x + l + s * 2;
              assert l > 10 : LIMIT;
              assert l > 20 : y * 3;
              assert l > 30 : 'x';
              assert l > 40 : s;
              assert l > 50 : "";
              assert l > 60 : l;
              return x;
            }
            """)
            .on(1, 1.0, true, 100L, 0.5f)
            .on(0, 1.0, true, 100L, 0.5f)
            .on(3, -0.0, true, 100L, 0.5f)
            .on(3, 1e-9, false, -100L, 0.5f)
            .on(3, 1.0, true, -100L, 1e10f)
            .on(3, 1.0, true, 1L, 0.5f)
            .on(3, 0.1, true, 11L, 0.5f)
            .on(3, 0.1, true, 21L, 0.5f)
            .on(3, 0.1, true, 31L, 0.1f)
            .on(3, 0.1, true, 41L, 0.1f)
            .on(3, 0.1, true, 51L, 0.1f),
        model(
                "AssertsThatCompute",
                """
            static boolean isSorted(int[] a) {
              for (int i = 1; i < a.length; i++) {
                if (a[i - 1] > a[i]) { return false; }
              }
              return true;
            }

            static int worst(int[] a) {
              int worst = a[0];
              for (int each : a) { worst = Math.max(worst, each); }
              return worst;
            }

            @Compute int f(int[] a, int i) {
              a[0]++;
              assert isSorted(a) : "not sorted, worst " + worst(a);
              assert a[i] != 3 : 10 / (a[i] - 3);
              assert i < 4 && a[i] > 0 : "element " + i + " is " + a[i];
              return a[i];
            }
            """)
            .on(new int[] {1, 2, 3, 4, 5}, 1)
            .on(new int[] {5, 2, 3}, 1)
            .on(new int[] {1, 2, 3}, 2)
            .on(new int[] {1, 2, 4}, 3)
            .on(new int[] {-9, -8, 4}, 1)
            .on(new int[] {1, 2, 4, 5, 6}, 4),
        model(
                "AssertionErrors",
                """
            static final char MARK = '!';

            @Compute int f(int kind) {
              switch (kind) {
                case 'a': return 1;
                case MARK: throw new AssertionError("marked" + MARK);
                case 2: throw new AssertionError();
                default: throw new IllegalStateException("kind " + kind + '.');
              }
            }
            """)
            .on(97)
            .on(33)
            .on(2)
            .on(5),
        model(
                "AssertsInLoops",
                """
            @Compute double f(double[] x) {
              double sum = 0;
              for (double each : x) {
                assert each == each && each < 10;
                sum += each;
                x[0]--;
              }
              return -sum;
            }
            """)
            .on(new double[] {5})
            .on(new double[] {1, Double.NaN})
            .on(new double[] {1, 12.5}),
        model(
                "DivisionByZero",
                """
            @Compute int f(int[] a, int x, int y) {
              a[0] = 1;
              a[1] = x / y;
              a[2] = x % (y - 1);
              return a[1];
            }
            """)
            .on(new int[3], 7, 2)
            .on(new int[3], 7, 0)
            .on(new int[3], 7, 1),
        model(
                "UnusedDivisionStillThrows",
                """
            @Compute int f(int x, int y) {
              int unused = x / y;
              long other = (long) x % y;
              return x;
            }
            """)
            .on(7, 2)
            .on(7, 0),
        model(
                "OutOfBounds",
                """
            @Compute int f(int[] a, int i) {
              a[0] = 50;
              int x = a[i];
              a[i + 1] = x;
              return x;
            }
            """)
            .on(new int[] {1, 2, 3}, 0)
            .on(new int[] {1, 2, 3}, 2)
            .on(new int[] {1, 2, 3}, 3)
            .on(new int[] {1, 2, 3}, -1)
            .on(new int[] {1}, Integer.MIN_VALUE),
        model(
                "UnusedLoadStillThrows",
                """
            @Compute int f(int[] a, int i) {
              int unused = a[i];
              return a.length;
            }
            """)
            .on(new int[] {1}, 0)
            .on(new int[] {1}, 1),
        model(
                "OutOfBoundsOfRow",
                """
            @Compute double f(double[][] a, int i, int j) {
              return a[i][j] + a[j][i];
            }
            """)
            .on(new double[][] {{1, 2}, {3}}, 0, 0)
            .on(new double[][] {{1, 2}, {3}}, 0, 1)
            .on(new double[][] {{1, 2}, {3}}, 1, 1)
            .on(new double[][] {{1, 2}, {3}}, 2, 0),
        model(
                "ValueBeforeBounds",
                """
            @Compute int f(int[] a, int i) {
              a[i] = a[0]++ / (i - 5);
              return a[0];
            }
            """)
            .on(new int[] {9, 9}, 1)
            .on(new int[] {9, 9}, 7)
            .on(new int[] {9, 9}, 5),
        model(
                "NegativeSize",
                """
            @Compute int f(int n, int m) {
              double[][] a = new double[n][m];
              return a.length;
            }
            """)
            .on(2, 3)
            .on(-1, 3)
            .on(0, -2)
            .on(2, -2),
        model(
                "ThrowOnEveryOtherPath",
                """
            @Compute int f(int x) {
              switch (x) {
                case 0:
                  return 5;
                case 1:
                  throw new UnsupportedOperationException("one");
                default:
                  throw new IllegalArgumentException("other: " + x + ", " + x * 0.5);
              }
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(-3),
        model(
                "MessageParts",
                """
            @Compute int f(int i, long l, float s, double d, boolean b) {
              throw new ArithmeticException(
                  "i=" + i + " l=" + l + " s=" + s + " d=" + d + " b=" + b + " sum=" + (i + l) + "c");
            }
            """)
            .on(1, 2L, 3.5f, 1e100, true)
            .on(-1, -2L, Float.NaN, -0.0, false));
  }
}
