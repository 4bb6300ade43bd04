package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Choices: if, conditional expressions, short-circuit operators. */
public final class BranchTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "IfChain",
                """
            @Compute int f(double x) {
              if (x < 0) {
                return -1;
              } else if (x == 0) {
                return 0;
              } else if (x < 10) {
                return 1;
              }
              return 2;
            }
            """)
            .on(-5.0)
            .on(0.0)
            .on(-0.0)
            .on(5.0)
            .on(50.0)
            .on(Double.NaN),
        model(
                "IfAssignsSomePaths",
                """
            @Compute int f(int x) {
              int y = 1;
              int z;
              if (x > 0) {
                y = x;
                z = 2;
              } else {
                z = y - x;
                if (x < -10) y *= 3;
              }
              return y * 100 + z;
            }
            """)
            .on(4)
            .on(-4)
            .on(-40),
        model(
                "DanglingElse",
                """
            @Compute int f(int x, int y) {
              int z = 0;
              if (x > 0)
                if (y > 0) z = 1;
                else z = 2;
              return z;
            }
            """)
            .on(1, 1)
            .on(1, -1)
            .on(-1, 1),
        model(
                "TernaryChain",
                """
            @Compute double f(int x) {
              return x < 0 ? x : x == 0 ? 0.5f : x < 100 ? 7L : 99;
            }
            """)
            .on(-3)
            .on(0)
            .on(16)
            .on(1000),
        model(
                "TernaryIsLazy",
                """
            @Compute int f(int x, int y) {
              int calls = 0;
              int z = y == 0 ? (calls += 1) : x / y + (calls += 10);
              return z * 100 + calls;
            }
            """)
            .on(9, 3)
            .on(9, 0),
        model(
                "TernaryOfArrays",
                """
            @Compute int f(int[] a, int[] b, boolean first) {
              int[] c = first ? a : b;
              c[0] = 42;
              return a[0] + b[0];
            }
            """)
            .on(new int[] {1}, new int[] {2}, true)
            .on(new int[] {1}, new int[] {2}, false),
        model(
                "ShortCircuitEffects",
                """
            @Compute int f(int x) {
              int n = 0;
              if (x > 0 && ++n > 0 && x > 10 && (n += 10) > 0) {
                n += 100;
              }
              if (x < 0 || n++ > 50 || (n *= 2) > 5) {
                n += 1000;
              }
              return n;
            }
            """)
            .on(-1)
            .on(1)
            .on(5)
            .on(11),
        model(
                "ShortCircuitGuardsIndex",
                """
            @Compute int f(int[] a, int i) {
              boolean inside = i >= 0 && i < a.length;
              return inside && a[i] != 0 || i == -1 ? 1 : 0;
            }
            """)
            .on(new int[] {0, 3}, 0)
            .on(new int[] {0, 3}, 1)
            .on(new int[] {0, 3}, 2)
            .on(new int[] {0, 3}, -1),
        model(
                "ShortCircuitAsValue",
                """
            @Compute int f(boolean a, boolean b, boolean c) {
              boolean either = a && b || !c;
              boolean both = (a || b) && (b || c) && !(a && b && c);
              boolean changed = a;
              boolean last = b && (changed = !changed) | c;
              return (either ? 1 : 0) + (both ? 2 : 0) + (changed ? 4 : 0) + (last ? 8 : 0);
            }
            """)
            .on(true, true, true)
            .on(true, true, false)
            .on(true, false, true)
            .on(false, true, true)
            .on(false, false, false)
            .on(false, false, true),
        model(
                "ShortCircuitInLoopCondition",
                """
            @Compute int f(int[] a, int wanted) {
              int i = 0;
              while (i < a.length && a[i++] != wanted) {
              }
              return i;
            }
            """)
            .on(new int[] {4, 5, 6}, 5)
            .on(new int[] {4, 5, 6}, 9)
            .on(new int[0], 1),
        model(
                "NegatedConditions",
                """
            @Compute int f(int x, int y) {
              if (!(x > 3 && y > 3)) {
                return !(x > 3 || y > 3) ? 0 : 1;
              }
              return 2;
            }
            """)
            .on(1, 1)
            .on(5, 1)
            .on(5, 5),
        model(
                "Scopes",
                """
            @Compute int f(int x) {
              int sum = 0;
              {
                int y = x * 2;
                sum += y;
              }
              {
                int y = x * 3;
                sum -= y;
              }
              for (int y = 0; y < 3; y++) {
                int z = y + x;
                sum = sum * 10 + z;
              }
              int y = sum;
              ;
              return y;
            }
            """)
            .on(1)
            .on(-5));
  }
}
