package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Operators on numbers, with Java's semantics to the last bit. */
public final class ArithmeticTest extends AgreementTable {
  private static final int MAX = Integer.MAX_VALUE;
  private static final int MIN = Integer.MIN_VALUE;

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Chars",
                """
            static final char ZERO = '0';
            static int twice(int x) { return 2 * x; }

            @Compute double f(int x, boolean letter) {
              int digit = x - '0';
              int[] codes = {'a', ZERO, '\\n', 'z' - 'a'};
              long wide = 'b';
              double real = 'c' / 2;
              int choice = letter ? 'A' : ZERO + 1;
              x += 'd';
              boolean isLetter = 'a' <= x && x <= 'z';
              return digit + codes[x % 4] * wide + real + choice + twice('e')
                  + (isLetter ? -'f' : ~'g') + ('h' << 1) + Math.max('i', x) + (float) 'j' / 3;
            }
            """)
            .on(48, true)
            .on(3, false),
        model(
                "IntegerOverflow",
                """
            @Compute int f(int x, int y) {
              return (x + y) * 31 - y * y;
            }
            """)
            .on(MAX, 1)
            .on(MIN, -1)
            .on(65536, 65536)
            .on(3, 4),
        model(
                "LongOverflow",
                """
            @Compute long f(long x, long y) {
              return x * y - (x - y) * 1_000_003L;
            }
            """)
            .on(Long.MAX_VALUE, 2L)
            .on(Long.MIN_VALUE, -1L)
            .on(1L << 40, 1L << 40),
        model(
                "IntegerDivision",
                """
            @Compute int f(int x, int y) {
              return x / y * 1000 + x % y;
            }
            """)
            .on(7, 2)
            .on(-7, 2)
            .on(7, -2)
            .on(-7, -2)
            .on(MIN, -1)
            .on(1, 0),
        model(
                "LongRemainder",
                """
            @Compute long f(long x, long y) {
              return x % y + x / y;
            }
            """)
            .on(-7L, 3L)
            .on(7L, -3L)
            .on(Long.MIN_VALUE, -1L)
            .on(5L, 0L),
        model(
                "FloatingRemainder",
                """
            @Compute double f(double x, float y) {
              return x % y + y % 0.75f;
            }
            """)
            .on(5.5, 2f)
            .on(-5.5, 2f)
            .on(5.5, -2f)
            .on(1e300, 3f)
            .on(1.0, 0f)
            .on(Double.POSITIVE_INFINITY, 1f),
        model(
                "Shifts",
                """
            @Compute long f(int x, long y, int by) {
              int mixed = (x << by) ^ (x >> by) ^ (x >>> by);
              return mixed + (y << by) - (y >> by) + (y >>> by);
            }
            """)
            .on(-1, -1L, 3)
            .on(MIN, Long.MIN_VALUE, 33)
            .on(12345, 678910L, -1)
            .on(7, 9L, 64),
        model(
                "ShiftByLong",
                """
            @Compute int f(int x, long by) {
              x <<= by;
              return x >>> by;
            }
            """)
            .on(-5, 3L)
            .on(-5, 35L)
            .on(1, 31L),
        model(
                "Bits",
                """
            @Compute long f(int x, int y, long z) {
              return ~x & y | (x ^ y) & z | ~z;
            }
            """)
            .on(12, 10, 255L)
            .on(-1, 1, -256L),
        model(
                "LogicWithoutShortcut",
                """
            @Compute boolean f(boolean a, boolean b, boolean c) {
              return a & b | !c ^ a;
            }
            """)
            .on(true, true, true)
            .on(true, false, true)
            .on(false, false, false)
            .on(false, true, true),
        model(
                "UnaryMinus",
                """
            @Compute double f(int x, long y, double z) {
              return -x + -y - -z + +x;
            }
            """)
            .on(MIN, Long.MIN_VALUE, 0.0)
            .on(5, 6L, -0.0),
        model(
                "NegativeZero",
                """
            @Compute double f(double x, double y) {
              return 1 / (x * y) + 1 / (-x + y);
            }
            """)
            .on(0.0, -1.0)
            .on(-0.0, 1.0)
            .on(-0.0, -0.0)
            .on(2.0, 2.0),
        model(
                "ZeroMinusIsNotNegation",
                """
            @Compute double f(double x) {
              return 1 / (0 - x) - 1 / -x;
            }
            """)
            .on(0.0)
            .on(-0.0)
            .on(4.0),
        model(
                "FloatAgainstDouble",
                """
            @Compute double f(float x, double y) {
              float single = x * 0.1f + 16777216f;
              double both = x * 0.1 + y;
              return single - both;
            }
            """)
            .on(1f, 16777216.0)
            .on(3.3f, 0.1)
            .on(Float.MAX_VALUE, 1e39),
        model(
                "Promotions",
                """
            @Compute double f(int i, long l, float x, double d) {
              long a = i + l;
              float b = l + x;
              double c = x + d;
              float e = i * x;
              return a / 2 + b / 2 + c / 2 + e / 3 + i / 2 + 65;
            }
            """)
            .on(7, 9L, 2.5f, 0.1)
            .on(MAX, Long.MAX_VALUE, 1e10f, 1e-10),
        model(
                "IntegerExpressionThenDouble",
                """
            @Compute double f(int x, int y) {
              return x / y + x * y + (double) x / y;
            }
            """)
            .on(7, 2)
            .on(MAX, 2)
            .on(-9, 4),
        model(
                "CastsOfNumbers",
                """
            @Compute long f(double x, float y) {
              int fromDouble = (int) x;
              long wide = (long) x;
              int fromFloat = (int) y;
              return wide + fromDouble * 31L + fromFloat * 1009L;
            }
            """)
            .on(1e300, -1e30f)
            .on(Double.NaN, Float.NaN)
            .on(-2.9, 2.9f)
            .on(3e9, 3e9f)
            .on(Double.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
        model(
                "CastsThatRound",
                """
            @Compute double f(long x, double y) {
              float single = x;
              double wide = x;
              float narrow = (float) y;
              return single + wide + narrow + (int) x;
            }
            """)
            .on(Long.MAX_VALUE, 0.1)
            .on((1L << 24) + 1, 1e40)
            .on((1L << 53) + 1, 1e-46)
            .on(-(1L << 33) - 1, -1e-46),
        model(
                "Comparisons",
                """
            @Compute int f(double x, double y) {
              int flags = 0;
              if (x < y) { flags |= 1; }
              if (x <= y) { flags |= 2; }
              if (x > y) { flags |= 4; }
              if (x >= y) { flags |= 8; }
              if (x == y) { flags |= 16; }
              if (x != y) { flags |= 32; }
              if (!(x < y)) { flags |= 64; }
              if (!(x >= y)) { flags |= 128; }
              return flags;
            }
            """)
            .on(1.0, 2.0)
            .on(2.0, 1.0)
            .on(1.0, 1.0)
            .on(Double.NaN, 1.0)
            .on(Double.NaN, Double.NaN)
            .on(0.0, -0.0),
        model(
                "MixedComparisons",
                """
            @Compute int f(int i, long l, float x, double d) {
              return (i < l ? 1 : 0) + (l == x ? 2 : 0) + (x < d ? 4 : 0) + (i == d ? 8 : 0);
            }
            """)
            .on(1, 2L, 2f, 2.0)
            .on(16777217, 16777217L, 16777216f, 16777217.0)
            .on(0, 0L, 0.1f, 0.1),
        model(
                "BooleanEquality",
                """
            @Compute boolean f(boolean a, boolean b, int x) {
              return (a == b) != (x > 3 == a);
            }
            """)
            .on(true, true, 4)
            .on(true, false, 4)
            .on(false, false, 0)
            .on(false, true, 9),
        model(
                "NotANumber",
                """
            @Compute double f(double x) {
              double y = x / x - Math.sqrt(-x);
              return y != y ? (x == x ? 1 : 2) : y;
            }
            """)
            .on(0.0)
            .on(4.0)
            .on(-4.0)
            .on(Double.NaN)
            .on(Double.POSITIVE_INFINITY),
        model(
                "Literals",
                """
            @Compute double f(int x) {
              return 0x7fff_ffff + 0b1010 + 017 + 1e-3 + 0x1.8p1 + 3f + 4L + x;
            }
            """)
            .on(1)
            .on(-1),
        model(
                "AssociativityMatters",
                """
            @Compute double f(double a, double b, double c) {
              return a + b + c - (a + (b + c)) + a * b * c - a * (b * c) + a - b - c;
            }
            """)
            .on(0.1, 0.2, 0.3)
            .on(1e16, 1.0, -1e16)
            .on(1e200, 1e200, 1e-200));
  }
}
