package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Assignments inside expressions, in Java's order of evaluation. */
public final class AssignmentTest extends AgreementTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "CompoundNarrowing",
                """
            @Compute int f(int x, double y) {
              x += y;
              x -= 0.5f;
              x *= 1.5;
              x /= 0.7;
              return x;
            }
            """)
            .on(10, 2.7)
            .on(-3, 1e20)
            .on(Integer.MAX_VALUE, 1.0)
            .on(0, Double.NaN),
        model(
                "CompoundNarrowsLong",
                """
            @Compute long f(long x, float y, int z) {
              x += y;
              z += x;
              z >>= 1L;
              return x * z;
            }
            """)
            .on(1L << 40, 0.5f, 3)
            .on(7L, 1e30f, -1),
        model(
                "CompoundFloat",
                """
            @Compute float f(float x, double y) {
              x += y;
              x *= y;
              x -= 1e-9;
              x %= 0.3;
              return x;
            }
            """)
            .on(1f, 0.1)
            .on(1e30f, 1e30)
            .on(-2f, 3.7),
        model(
                "CompoundLogic",
                """
            @Compute boolean f(boolean a, boolean b) {
              a &= b;
              b |= a;
              a ^= true;
              return a ^ b;
            }
            """)
            .on(true, true)
            .on(true, false)
            .on(false, true)
            .on(false, false),
        model(
                "PrefixAndPostfix",
                """
            @Compute int f(int x) {
              int y = x++ + ++x;
              int z = y-- - --y;
              return x * 10000 + y * 100 + z;
            }
            """)
            .on(3)
            .on(-1)
            .on(Integer.MAX_VALUE),
        model(
                "IncrementsInOneExpression",
                """
            @Compute int f(int x) {
              return x++ * 2 + x * 3 + --x * 5 - x-- % 7 + x;
            }
            """)
            .on(1)
            .on(10)
            .on(-8),
        model(
                "IncrementsOfFloats",
                """
            @Compute double f(float x, double y, long z) {
              x++;
              --y;
              return x++ + y-- * ++z + x - y;
            }
            """)
            .on(0.1f, 0.1, 4L)
            .on(16777216f, 1e16, -1L),
        model(
                "AssignmentAsValue",
                """
            @Compute int f(int x) {
              int a;
              int b;
              a = b = x + 1;
              int c = (a = 5) + (b = a * 2) + a;
              return a + 10 * b + 100 * c;
            }
            """)
            .on(0)
            .on(9),
        model(
                "LeftOperandFirst",
                """
            @Compute int f(int x) {
              int y = x + (x = 3) + x * (x = 4) - x;
              x += (x = 2) + x++;
              return y * 100 + x;
            }
            """)
            .on(1)
            .on(50),
        model(
                "IndexBeforeValue",
                """
            @Compute int f(int[] a, int i) {
              a[i] = i = 2;
              a[i++] += a[i] + i;
              a[i] = a[i = 0] + 7;
              return i;
            }
            """)
            .on(new int[] {5, 6, 7, 8}, 1)
            .on(new int[] {1, 2, 3, 4}, 0),
        model(
                "IncrementOfElements",
                """
            @Compute int f(int[] a) {
              int i = 0;
              a[i++]++;
              int x = a[i++]-- + ++a[i];
              a[--i] += a[i] * (a[0] = 9);
              return x * 10 + i;
            }
            """)
            .on(new int[] {1, 2, 3})
            .on(new int[] {-1, Integer.MAX_VALUE, 4}),
        model(
                "IncrementInIndexOfCompound",
                """
            @Compute int f(int[] a) {
              int i = 0;
              a[i++] *= a[i++] + a[i];
              return i;
            }
            """)
            .on(new int[] {3, 4, 5}),
        model(
                "ArrayReferenceBeforeIndex",
                """
            @Compute int f(int[] a, int[] b) {
              int[] c = a;
              c[(c = b)[0]] = c[1];
              return c[0];
            }
            """)
            .on(new int[] {7, 8, 9}, new int[] {2, 5, 6}),
        model(
                "AssignmentInCondition",
                """
            @Compute int f(int n) {
              int half;
              int steps = 0;
              while ((half = n / 2) > 0) {
                n = half;
                steps += (n & 1) == 0 ? 1 : 3;
              }
              return steps * 100 + half + n;
            }
            """)
            .on(100)
            .on(1)
            .on(0)
            .on(255));
  }
}
