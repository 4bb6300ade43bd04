package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** The static methods of Double, Float, Integer and Long. */
final class NumberMethodsTest extends AgreementTable {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "KindsOfNumbers",
                """
                @Compute int f(double x, float y) {
                  return (Double.isNaN(x) ? 1 : 0) + (Double.isInfinite(x) ? 2 : 0)
                      + (Double.isFinite(x) ? 4 : 0) + (Float.isNaN(y) ? 8 : 0)
                      + (Float.isInfinite(y) ? 16 : 0) + (Float.isFinite(y) ? 32 : 0)
                      + (Double.isFinite(y) ? 64 : 0);
                }
                @Compute int g(int x, long y) {
                  return (Double.isNaN(x) ? 1 : 0) + (Float.isFinite(y) ? 2 : 0);
                }
                """)
            .on(1.0, -1f)
            .on(NAN, Float.NaN)
            .on(INFINITY, Float.NEGATIVE_INFINITY)
            .on(-INFINITY, Float.MAX_VALUE)
            .on(Double.MIN_VALUE, -0f)
            .calling("g", 1, Long.MIN_VALUE),
        model(
                "Comparisons",
                """
                @Compute int f(double x, double y) {
                  return Double.compare(x, y) + 3 * Float.compare((float) x, (float) y)
                      + 9 * Double.compare((float) x, y);
                }
                @Compute int g(int x, int y, long z) {
                  return Integer.compare(x, y) + 3 * Long.compare(z, x) + 9 * Integer.signum(x)
                      + 27 * Long.signum(z) + 81 * Integer.compareUnsigned(x, y)
                      + 243 * Long.compareUnsigned(z, x);
                }
                """)
            .on(1.0, 2.0)
            .on(0.0, -0.0)
            .on(NAN, INFINITY)
            .on(NAN, NAN)
            .on(0.1, 0.1)
            .calling("g", 3, -4, 5L)
            .calling("g", Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE)
            .calling("g", 0, 0, 0L)
            .calling("g", -1, -1, -1L),
        model(
                "SumsAndExtremes",
                """
                @Compute @Differentiable double f(double x, double y, float s) {
                  return Double.sum(x, 2 * y) * Double.max(x, y) + Double.min(x, s) + Float.sum(s, s)
                      + Float.max(s, 1f) * Float.min(s, 2f) + Double.max(s, y);
                }
                @Compute long g(int x, int y, long z) {
                  return Integer.sum(x, y) + 3 * Integer.max(x, y) + 5 * Integer.min(x, y)
                      + Long.sum(z, x) + 7 * Long.max(z, y) + 11 * Long.min(z, x);
                }
                """)
            .on(1.0, 2.0, 1.5f)
            .on(-0.0, 0.0, 0f)
            .on(NAN, 1.0, Float.NaN)
            .on(3.0, INFINITY, -2f)
            .calling("g", 3, -4, 5L)
            .calling("g", Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE)
            .calling("g", Integer.MIN_VALUE, -1, Long.MIN_VALUE),
        model(
                "BitsOfNumbers",
                """
                @Compute long f(double x) {
                  return Double.doubleToLongBits(x) ^ Double.doubleToRawLongBits(x + 1) >>> 3;
                }
                @Compute double g(long x) { return Double.longBitsToDouble(x); }
                @Compute int h(float x) {
                  return Float.floatToIntBits(x) * 31 + Float.floatToRawIntBits(x + 1);
                }
                @Compute float k(int x) { return Float.intBitsToFloat(x); }
                @Compute long nan(double x) { return Double.doubleToLongBits(-(x % 0)); }
                """)
            .on(1.5)
            .on(-0.0)
            .on(INFINITY)
            .on(Double.MIN_VALUE)
            .calling("g", 0x4009_21fb_5444_2d18L)
            .calling("g", Long.MIN_VALUE)
            .calling("g", 0x7ff0_0000_0000_0000L)
            .calling("h", 1.5f)
            .calling("h", -0f)
            .calling("k", 0x4049_0fdb)
            .calling("k", Integer.MIN_VALUE)
            .calling("nan", 1.0),
        model(
                "BitsOfIntegers",
                """
                @Compute long f(int x, int n) {
                  return Integer.bitCount(x) + 100L * Integer.rotateLeft(x, n)
                      + 3L * Integer.rotateRight(x, n) + 5L * Integer.numberOfLeadingZeros(x)
                      + 7L * Integer.numberOfTrailingZeros(x) + 11L * Integer.reverse(x)
                      + 13L * Integer.reverseBytes(x) + 17L * Integer.highestOneBit(x)
                      + 19L * Integer.lowestOneBit(x) + Integer.toUnsignedLong(x);
                }
                @Compute long g(long x, int n) {
                  return Long.bitCount(x) + 100L * Long.rotateLeft(x, n)
                      + 3L * Long.rotateRight(x, n) + 5L * Long.numberOfLeadingZeros(x)
                      + 7L * Long.numberOfTrailingZeros(x) + 11L * Long.reverse(x)
                      + 13L * Long.reverseBytes(x) + 17L * Long.highestOneBit(x)
                      + 19L * Long.lowestOneBit(x);
                }
                """)
            .on(0, 3)
            .on(-1, -1)
            .on(0x1234_5678, 35)
            .on(Integer.MIN_VALUE, 31)
            .calling("g", 0L, 3)
            .calling("g", -1L, 0)
            .calling("g", 0x1234_5678_9abc_def0L, 67)
            .calling("g", Long.MIN_VALUE, -5),
        model(
                "UnsignedDivision",
                """
                @Compute long f(int x, int y, long z) {
                  return Integer.divideUnsigned(x, y) + 3L * Integer.remainderUnsigned(x, y)
                      + 5L * Long.divideUnsigned(z, y) + 7L * Long.remainderUnsigned(z, x);
                }
                """)
            .on(-7, 2, -9L)
            .on(7, -2, 9L)
            .on(Integer.MIN_VALUE, -1, Long.MIN_VALUE)
            .on(1, 0, 1L)
            .on(0, 1, 1L),
        model(
                "NumbersInLoops",
                """
                @Compute @Differentiable double f(double[] x) {
                  double sum = 0;
                  double top = Double.NEGATIVE_INFINITY;
                  for (double each : x) {
                    if (Double.isNaN(each) || Double.compare(each, -0.0) < 0) { continue; }
                    sum = Double.sum(sum, each * each);
                    top = Double.max(top, each);
                  }
                  return sum * top;
                }
                """)
            .on((Object) new double[] {1, 2, -3, 4})
            .on((Object) new double[] {NAN, 0, -0.0, 2})
            .on((Object) new double[] {}));
  }
}
