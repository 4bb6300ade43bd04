package dev.kiln.agreement.language;

import static dev.kiln.agreement.Program.model;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** The methods of Math and StrictMath. */
final class MathTest extends AgreementTable {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Trigonometry",
                """
                @Compute double f(double x) {
                  return Math.sin(x) + 2 * Math.cos(x) + 3 * Math.tan(x) + 4 * Math.asin(x / 10)
                      + 5 * Math.acos(x / 10) + 6 * Math.atan(x) + Math.atan2(x, 0.3);
                }
                """)
            .on(0.7)
            .on(-2.5)
            .on(1e6)
            .on(-0.0)
            .on(NAN),
        model(
                "Hyperbolic",
                """
                @Compute double f(double x) {
                  return Math.sinh(x) + 2 * Math.cosh(x) + 3 * Math.tanh(x);
                }
                """)
            .on(0.7)
            .on(-20.5)
            .on(1000.0)
            .on(-0.0),
        model(
                "Exponential",
                """
                @Compute double f(double x) {
                  return Math.exp(x) + Math.expm1(x) + Math.log(x) + Math.log10(x) + Math.log1p(x)
                      + Math.pow(x, 1.7) + Math.pow(2.5, x);
                }
                """)
            .on(0.7)
            .on(13.0)
            .on(0.0)
            .on(-1.0)
            .on(INFINITY),
        model(
                "Roots",
                """
                @Compute double f(double x, double y) {
                  return Math.sqrt(x) + Math.cbrt(y) + Math.hypot(x, y);
                }
                """)
            .on(2.0, -3.0)
            .on(-1.0, 1.0)
            .on(1e200, 1e200),
        model(
                "Rounding",
                """
                @Compute double f(double x, float y) {
                  return Math.floor(x) + 10 * Math.ceil(x) + 100 * Math.rint(x) + Math.round(x)
                      + Math.round(y) * 0.5;
                }
                """)
            .on(2.5, 2.5f)
            .on(-2.5, -2.5f)
            .on(-0.2, 0.49999997f)
            .on(1e20, 1e20f)
            .on(NAN, Float.NaN),
        model(
                "SignsAndExtremes",
                """
                @Compute double f(double x, double y, float s) {
                  return Math.abs(x) + Math.signum(y) + Math.copySign(x, y) + 1 / Math.max(x, y)
                      + 1 / Math.min(x, y) + Math.abs(s) + Math.max(s, 1f) + Math.signum(s);
                }
                """)
            .on(-0.0, 0.0, -2f)
            .on(3.0, -4.0, 0.5f)
            .on(NAN, 1.0, Float.NaN)
            .on(-1.0, -0.0, 0f),
        model(
                "IntegerExtremes",
                """
                @Compute long f(int x, int y, long z) {
                  return Math.max(x, y) + Math.min(x, z) + Math.abs(x) + Math.abs(z) + Math.max(z, y);
                }
                """)
            .on(3, -4, 5L)
            .on(Integer.MIN_VALUE, 0, Long.MIN_VALUE),
        model(
                "FloorDivision",
                """
                @Compute long f(int x, int y, long z) {
                  return Math.floorDiv(x, y) + 10L * Math.floorMod(x, y) + 100 * Math.floorDiv(z, y)
                      + 1000 * Math.floorMod(z, (long) y) + Math.floorMod(z, y);
                }
                """)
            .on(-7, 2, -9L)
            .on(7, -2, 9L)
            .on(Integer.MIN_VALUE, -1, Long.MIN_VALUE)
            .on(1, 0, 1L),
        model(
                "ExactArithmetic",
                """
                @Compute long f(int x, int y, long z) {
                  int sum = Math.addExact(x, y);
                  int product = Math.multiplyExact(sum, Math.subtractExact(x, y));
                  return Math.multiplyExact(z, (long) Math.negateExact(product))
                      + Math.toIntExact(z) + Math.incrementExact(x) + Math.decrementExact(y);
                }
                """)
            .on(3, 4, 5L)
            .on(Integer.MAX_VALUE, 1, 1L)
            .on(50000, 1, 1L)
            .on(1, 2, 1L << 40)
            .on(1, 0, Long.MIN_VALUE),
        model(
                "FloatingNeighbours",
                """
                @Compute double f(double x, float y) {
                  return Math.ulp(x) + Math.nextUp(x) + Math.nextDown(y) + Math.getExponent(x)
                      + Math.scalb(x, 3) + Math.nextAfter(x, 9) + Math.ulp(y);
                }
                """)
            .on(1.0, 1f)
            .on(0.0, 0f)
            .on(1e300, -1e30f),
        model(
                "FusedMultiplyAdd",
                """
                @Compute double f(double a, double b, double c, float d) {
                  return Math.fma(a, b, c) - (a * b + c) + Math.fma(d, d, d);
                }
                """)
            .on(0.1, 10.0, -1.0, 0.1f)
            .on(1e200, 1e200, -INFINITY, 1f),
        model(
                "Angles",
                """
                @Compute double f(double x) {
                  return Math.toRadians(x) + Math.toDegrees(x) + Math.IEEEremainder(x, 7);
                }
                """)
            .on(90.0)
            .on(-17.5),
        model(
                "Strict",
                """
                @Compute double f(double x) {
                  return StrictMath.sin(x) + StrictMath.exp(x) * StrictMath.log(x + 9)
                      - StrictMath.pow(x, 3) + StrictMath.sqrt(StrictMath.abs(x)) + StrictMath.PI;
                }
                """)
            .on(0.3)
            .on(-4.0)
            .on(25.0),
        model(
                "StrictSignOfNan", // Math.copySign may take it for any sign
                """
                @Compute double f(double x, float y) {
                  return StrictMath.copySign(2.0, x) + 4 * StrictMath.copySign(1f, y);
                }
                @Compute double g(double x, float y) {
                  return f(x % 0.0, -(y % 0f)) + f(-(x % 0.0), y % 0f);
                }
                """)
            .on(-0.0, -0f)
            .on(-NAN, -Float.NaN)
            .on(Double.longBitsToDouble(-1L), Float.intBitsToFloat(-1))
            .calling("g", 1.0, 1f),
        model(
                "WideProducts",
                """
                @Compute long f(int x, int y, long z) {
                  return Math.multiplyFull(x, y) + Math.multiplyHigh(z, x * 1_000_000_007L);
                }
                """)
            .on(Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE)
            .on(-3, 5, 1L << 62),
        model(
                "OverloadsPromote",
                """
                @Compute double f(int i, long l, float s) {
                  return Math.sqrt(i) + Math.abs(s) + Math.max(i, s) + Math.max(l, i) + Math.pow(i, l)
                      + Math.min(l, s) + Math.floor(s);
                }
                """)
            .on(3, 5L, 2.7f)
            .on(16777217, 16777217L, 16777216f));
  }
}
