package dev.kiln.agreement.array;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Arrays are references: what is stored through one name is seen through every other. */
public final class AliasTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    int[] shared = {1, 2, 3};
    double[] row = {1, 2};
    return List.of(
        model(
                "StoreThroughAlias",
                """
            @Compute int f(int[] a) {
              int[] b = a;
              b[0] = 5;
              int x = a[0];
              a[0] = 6;
              return x * 10 + b[0];
            }
            """)
            .on(new int[] {1, 2}),
        model(
                "SameArgumentTwice",
                """
            @Compute int f(int[] a, int[] b) {
              a[0] = 10;
              b[0] += 5;
              a[1] = b[1] + b[0];
              return a[0] * 100 + b[1];
            }
            """)
            .on(shared, shared)
            .on(new int[] {1, 2}, new int[] {3, 4}),
        model(
                "RotatedReferences",
                """
            @Compute int[] f(int n) {
              int[] a = {1};
              int[] b = {2};
              int[] c = {3};
              for (int i = 0; i < n; i++) {
                int[] t = a;
                a = b;
                b = c;
                c = t;
                c[0] += 10 * i;
              }
              return new int[] {a[0], b[0], c[0]};
            }
            """)
            .on(0)
            .on(1)
            .on(2)
            .on(5),
        model(
                "SwappedBuffers",
                """
            @Compute double[] f(double[] start, int steps) {
              double[] current = start;
              double[] next = new double[start.length];
              for (int step = 0; step < steps; step++) {
                for (int i = 1; i + 1 < current.length; i++) {
                  next[i] = 0.5 * current[i] + 0.25 * (current[i - 1] + current[i + 1]);
                }
                double[] t = current;
                current = next;
                next = t;
              }
              return current;
            }
            """)
            .on(new double[] {0, 0, 1, 0, 0}, 3)
            .on(new double[] {0, 1, 0}, 4)
            .on(new double[] {1, 2, 3, 4}, 0),
        model(
                "SwappedRows",
                """
            @Compute int f(int[][] a) {
              int[] first = a[0];
              a[0] = a[1];
              a[1] = first;
              a[0][0] = 77;
              first[1] += 5;
              return a[1][1];
            }
            """)
            .on((Object) new int[][] {{1, 2}, {3, 4}}),
        model(
                "RowsShared",
                """
            @Compute double f(double[][] a) {
              a[0][0] += 10;
              a[1][1] = a[1][0] * 3;
              return a[0][1];
            }
            """)
            .on((Object) new double[][] {row, row})
            .on((Object) new double[][] {{1, 2}, {3, 4}}),
        model(
                "RowOutlivesMatrix",
                """
            @Compute int[] f(int n) {
              int[][] a = new int[2][n];
              int[] kept = a[1];
              a[1] = new int[] {8};
              kept[0] = a[1][0] + a.length;
              a = new int[][] {kept, kept};
              a[0][1] = 4;
              return a[1];
            }
            """)
            .on(3),
        model(
                "ConditionalAlias",
                """
            @Compute int f(int[] a, int[] b, int x) {
              int[] c;
              if (x > 0) {
                c = a;
              } else {
                c = b;
              }
              c[0] = x;
              a[0] += 100;
              return c[0] * 1000 + b[0];
            }
            """)
            .on(new int[] {1}, new int[] {2}, 7)
            .on(new int[] {1}, new int[] {2}, -7),
        model(
                "LoopCarriedAlias",
                """
            @Compute int f(int[][] a) {
              int[] longest = a[0];
              for (int[] each : a) {
                if (each.length > longest.length) {
                  longest = each;
                }
              }
              longest[0] = -1;
              int sum = 0;
              for (int[] each : a) sum = sum * 10 + each[0];
              return sum;
            }
            """)
            .on((Object) new int[][] {{1}, {2, 2, 2}, {3, 3}})
            .on((Object) new int[][] {{4}}),
        model(
                "LoadsAroundStores",
                """
            @Compute double f(double[] a, double[] b) {
              double before = a[0];
              b[0] = before + 1;
              double after = a[0];
              b[0] = after * 2;
              return before + 10 * after + 100 * a[0];
            }
            """)
            .on(row, row)
            .on(new double[] {5}, new double[] {6}),
        model(
                "StoresInHelper",
                """
            void fill(int[] target, int value) {
              for (int i = 0; i < target.length; i++) {
                target[i] = value--;
              }
            }

            @Compute int f(int[] a) {
              int[] b = a;
              int before = a[0];
              fill(b, 9);
              return before * 100 + a[0] * 10 + a[a.length - 1];
            }
            """)
            .on(new int[] {1, 2, 3}),
        model(
                "ReturnsArgument",
                """
            int[] larger(int[] a, int[] b) {
              return a.length >= b.length ? a : b;
            }

            @Compute int[] f(int[] a, int[] b) {
              larger(a, b)[0] = 50;
              return larger(b, a);
            }
            """)
            .on(new int[] {1, 2}, new int[] {3})
            .on(shared, shared),
        model(
                "OverlappingCopy",
                """
            @Compute void f(int[] from, int[] to, int shift) {
              for (int i = 0; i + shift < to.length && i < from.length; i++) {
                to[i + shift] = from[i];
              }
            }
            """)
            .on(shared, shared, 1)
            .on(new int[] {1, 2, 3}, new int[] {4, 5, 6}, 1),
        model(
                "Identity",
                """
            @Compute int f(int[] a, int[] b) {
              int[] copy = a.clone();
              int[] same = a;
              int code = a == b ? 1 : 0;
              code += copy == a ? 2 : 0;
              code += same != a ? 4 : 0;
              code += same == a && copy != b ? 8 : 0;
              return code;
            }
            """)
            .on(shared, shared)
            .on(new int[] {1, 2, 3}, new int[] {1, 2, 3}),
        model(
                "IdentityOfRows",
                """
            @Compute boolean f(double[][] a) {
              double[] last = a[a.length - 1];
              int i = 0;
              while (a[i] != last) {
                i++;
              }
              return i + 1 < a.length | a.clone() == a | a.clone()[0] != a[0];
            }
            """)
            .on((Object) new double[][] {row, {1}, row})
            .on((Object) new double[][] {{1}, {1}}),
        model(
                "IdentityInLoop",
                """
            @Compute int f(double[] start, int steps) {
              double[] current = start;
              double[] other = new double[start.length];
              int turns = 0;
              for (int i = 0; i < steps; i++) {
                double[] t = current;
                current = other;
                other = t;
                if (current == start) {
                  turns++;
                }
              }
              return turns;
            }
            """)
            .on(new double[] {1}, 5));
  }
}
