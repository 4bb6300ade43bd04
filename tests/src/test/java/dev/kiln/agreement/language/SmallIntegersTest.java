package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Bytes, shorts and chars: as locals, arguments, fields, results and elements of arrays. */
final class SmallIntegersTest extends AgreementTable {
  private static final byte[] BYTES = {1, -2, 127, -128, 0};

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Narrowing",
                """
                @Compute long f(int i, long l, double d, float x) {
                  byte b = (byte) i;
                  short s = (short) l;
                  char c = (char) d;
                  return b + 1000L * s + 100_000_000L * c + (byte) x * 3 + (short) d * 5
                      + (char) x * 7 + (byte) l * 11 + (char) i + (byte) s + (short) c + (char) b;
                }
                """)
            .on(200, 70_000L, 1e6, 300.7f)
            .on(-129, -40_000L, -3.9, -1e20f)
            .on(Integer.MIN_VALUE, Long.MAX_VALUE, Double.NaN, Float.POSITIVE_INFINITY)
            .on(65_535, 1L << 40, 65_536.5, -0f),
        model(
                "Wrapping",
                """
                @Compute long f(int n) {
                  byte b = 125;
                  short s = 32_766;
                  char c = '\\ufffe';
                  long sum = 0;
                  for (int i = 0; i < n; i++) {
                    sum = 31 * sum + b++ + ++s - c-- + --c;
                    b += 3;
                    s -= 2.5;
                    c += 1 + i;
                    b <<= 1;
                    s >>>= 1;
                    c ^= b;
                    b *= s;
                  }
                  return sum + b + s + c;
                }
                """)
            .on(1)
            .on(9),
        model(
                "Promotions",
                """
                @Compute double f(byte b, short s, char c, boolean which) {
                  int product = b * s;
                  float quotient = b / 2f;
                  double sum = c + 0.5;
                  long shifted = -s >>> 1;
                  var either = which ? b : s;
                  either += 100_000;
                  int chosen = which ? c : 'x';
                  boolean less = b < c && s != b && c == 'q';
                  return product + quotient + sum + shifted + either + chosen + ~b + (less ? 1 : 0)
                      + Math.max(b, s) + Math.sqrt(c) + (b & c | s);
                }
                """)
            .on((byte) 3, (short) -4, 'q', true)
            .on((byte) -128, (short) 32_767, '\uffff', false),
        model(
                "Overloaded",
                """
                static int g(byte x) { return 1; }
                static int g(short x) { return 2; }
                static int g(char x) { return 3; }
                static int g(int x) { return 4; }
                static int h(short x) { return 10 * x; }
                static int h(long x) { return 20; }
                static int k(int x) { return x; }
                @Compute int f(byte b, short s, char c, boolean which) {
                  var v = c;
                  byte twice = (byte) (2 * b);
                  return g(b) + 10 * g(s) + 100 * g(c) + 1000 * g(b + s) + 10_000 * g(which ? b : 1)
                      + 100_000 * g(which ? b : 1000) + 1_000_000 * g(v) + h(b) + h(c) + k(c)
                      + g(which ? b : s) * 7 + g(twice) * 13 + g('a') * 17 + g((char) 7) * 19;
                }
                """)
            .on((byte) 3, (short) -4, 'q', true)
            .on((byte) 3, (short) -4, 'q', false),
        model(
                "ResultsAndFields",
                """
                static final byte LOW = -3;
                static final char LETTER = 'k';
                byte small = 7;
                short[] table = {300, -300};
                char mark = 'm';
                @Compute byte f(byte x) { return small(x, 2); }
                byte small(byte x, int n) { return n == 0 ? x : small((byte) (x + small), n - 1); }
                @Compute short g(int i) { return table[i]; }
                @Compute int h(char x) { return x == mark ? LOW : x == LETTER ? 2 : 3; }
                @Compute byte[] k(byte[] x) { x[0]++; return x; }
                """)
            .on((byte) 120)
            .calling("g", 1)
            .calling("h", 'm')
            .calling("h", 'k')
            .calling("k", BYTES),
        model(
                "Switches",
                """
                @Compute @Differentiable double f(double x, char c) {
                  return switch (c) { case 'a' -> x; case 'b', 'c' -> x * x; default -> -x; };
                }
                @Compute int g(byte b) {
                  switch (b) {
                    case -1: return 5;
                    case 3: b += 2; break;
                    default: return b;
                  }
                  return -b;
                }
                @Compute int h(int i) {
                  char c = switch (i) { case 0 -> 'a'; case 1 -> 98; default -> { yield 'z'; } };
                  return c;
                }
                """)
            .on(3.0, 'a')
            .on(3.0, 'c')
            .on(3.0, 'z')
            .calling("g", (byte) -1)
            .calling("g", (byte) 3)
            .calling("g", (byte) 9)
            .calling("h", 0)
            .calling("h", 1)
            .calling("h", 2),
        model(
                "RecordsOfBytes",
                """
                record Pixel(byte red, char mark, double weight) {}
                @Compute @Differentiable double f(Pixel p, double x) {
                  Pixel q = lighter(p, 3);
                  return q.weight() * x * (q.red() & 0xff) + q.mark();
                }
                static Pixel lighter(Pixel p, int by) {
                  return new Pixel((byte) (p.red() + by), 'z', p.weight() * p.mark());
                }
                @Compute Pixel g(Pixel p) { return lighter(p, 200); }
                """)
            .on(instance("Pixel", (byte) 126, 'a', 0.5), 2.0)
            .calling("g", instance("Pixel", (byte) 126, 'a', 0.5)),
        model(
                "ArraysOfBytes",
                """
                @Compute @Differentiable double f(double[] w, byte[] image) {
                  double sum = 0;
                  for (int i = 0; i < w.length; i++) { sum += w[i] * w[i] * (image[i] & 0xff); }
                  for (byte each : image) { sum += each; }
                  return sum;
                }
                @Compute int g(short[] s, char[] c) {
                  s[0] += 40_000;
                  c[1]--;
                  s[1] = (short) (s[0] + c[0]);
                  c[0]++;
                  byte[][] rows = new byte[2][3];
                  rows[1][2] = (byte) s[1];
                  rows[0] = new byte[] {1, 'b', (byte) 200};
                  char[] copy = c.clone();
                  copy[0] = 'x';
                  return rows[1][2] + rows[0][1] + rows[0][2] + c[0] + copy[0] + rows.length;
                }
                @Compute boolean h(byte[] x, char[] y, short[] z) {
                  byte[] copy = java.util.Arrays.copyOf(x, x.length + 1);
                  java.util.Arrays.fill(copy, 1, 3, (byte) 9);
                  System.arraycopy(x, 0, copy, 2, 2);
                  java.util.Arrays.sort(x);
                  java.util.Arrays.sort(y);
                  java.util.Arrays.sort(z, 0, 2);
                  return java.util.Arrays.equals(x, copy) || java.util.Arrays.equals(y, y.clone());
                }
                @Compute int wrong(byte[] x, int i) { return x[i]; }
                """)
            .on(new double[] {0.5, -2}, BYTES)
            .calling("g", new short[] {1, 2}, new char[] {'a', 0})
            .calling("h", BYTES, new char[] {'z', 'a'}, new short[] {5, -7, 2})
            .calling("wrong", BYTES, 5));
  }
}
