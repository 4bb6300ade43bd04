package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.instance;
import static dev.kiln.agreement.Program.model;
import static dev.kiln.agreement.Program.types;

import dev.kiln.agreement.GradientTable;
import dev.kiln.agreement.Program;
import java.util.List;

/** Derivatives of expressions, branches, helper methods, records and parameters. */
public final class GradientTest extends GradientTable {
  @Override
  public List<Program> programs() {
    return List.of(
        model(
                "Polynomial",
                """
                @Compute @Differentiable double f(double x, double y) {
                  return 3 * x * x * y - y / x + 2 * x - -y;
                }
                """)
            .on(1.5, -0.7)
            .on(-2.0, 3.0),
        model(
                "SharedSubexpressions",
                """
                @Compute @Differentiable double f(double x) {
                  double y = x * x;
                  double z = y * y + y;
                  y = z - y * x;
                  return z * y + x;
                }
                """)
            .on(0.8)
            .on(-1.1),
        model(
                "UnusedArgument",
                """
                @Compute @Differentiable double f(double x, double unused, int n) {
                  return x * n;
                }
                """)
            .on(2.0, 3.0, 4),
        model(
                "ConstantResult",
                """
                @Compute @Differentiable double f(double x) {
                  return 5;
                }
                """)
            .on(2.0),
        model(
                "OnlyWhatIsAskedFor",
                """
                @Compute @Differentiable(wrt = {"z", "x"}) double f(double x, double y, double z) {
                  return x * y * z + Math.sin(z);
                }
                """)
            .on(2.0, 3.0, 0.4),
        model(
                "Elementary",
                """
                @Compute @Differentiable double f(double x, double y) {
                  return Math.sin(x) * Math.cos(y) + Math.tan(x) + Math.asin(x / 3) + Math.acos(y / 3)
                      + Math.atan(x * y) + Math.atan2(x, y) + Math.exp(x) + Math.expm1(y)
                      + Math.log(x) + Math.log10(y) + Math.log1p(x) + Math.sqrt(x * y) + Math.cbrt(x)
                      + Math.sinh(x) + Math.cosh(y) + Math.tanh(x) + Math.hypot(x, y)
                      + Math.toRadians(x) + Math.toDegrees(y) + Math.fma(x, y, x);
                }
                """)
            .on(0.7, 1.3),
        model(
                "MethodsOfNumbers",
                """
                @Compute @Differentiable double f(double x, double y, float s) {
                  double sum = Double.isFinite(x) ? Double.sum(x * x, y) : 0;
                  double top = Double.compare(x, y) > 0 ? Double.max(x * y, y) : Double.min(x * y, y);
                  float small = Float.max(Float.sum(s, s * s), Float.min(s, 0.5f));
                  int sign = Double.doubleToLongBits(y) < 0 ? 2 : 3;
                  return sum * top + sign * small * Double.longBitsToDouble(0x4000_0000_0000_0000L);
                }
                """)
            .on(1.5, -0.7, 0.3f)
            .on(-2.0, 3.0, -0.4f),
        model(
                "Powers",
                """
                @Compute @Differentiable double f(double x, double y) {
                  return Math.pow(x, y) + Math.pow(x, 3) + Math.pow(2, y);
                }
                """)
            .on(1.3, 2.2)
            .on(0.4, -1.5),
        model(
                "PiecewiseFunctions",
                """
                @Compute @Differentiable double f(double x, double y) {
                  return Math.abs(x) * y + Math.max(x, y) * Math.min(x, 2 * y) + Math.floor(x) * y
                      + Math.signum(x) * y + Math.copySign(x, y) + x % y;
                }
                """)
            .on(1.4, 0.6)
            .on(-1.4, 0.6)
            .on(0.3, -0.7),
        model(
                "IfElse",
                """
                @Compute @Differentiable double f(double x, double y) {
                  double z = x;
                  if (x > y) {
                    z = z * y;
                    if (z > 4) {
                      z = Math.log(z);
                    }
                  } else {
                    z += y * y;
                  }
                  return z * x;
                }
                """)
            .on(3.0, 2.0)
            .on(3.0, 1.0)
            .on(1.0, 2.0),
        model(
                "TernaryAndShortCircuit",
                """
                @Compute @Differentiable double f(double x, double y) {
                  double z = x > 0 && y > 0 ? x * y : x < 0 || y < -5 ? x / y : x - y;
                  return z * z + (x > 1 ? Math.sin(x) : 0);
                }
                """)
            .on(2.0, 3.0)
            .on(-2.0, 3.0)
            .on(2.0, -3.0)
            .on(2.0, -6.0),
        model(
                "BranchNotTakenIsHarmless",
                """
                @Compute @Differentiable double f(double x) {
                  return x > 0 ? Math.sqrt(x) : x == 0 ? 0 : Math.sqrt(-x) / x;
                }
                """)
            .on(4.0)
            .on(-4.0),
        model(
                "SwitchOfFormulas",
                """
                @SuppressWarnings("fallthrough")
                @Compute @Differentiable double f(double x, int kind) {
                  double y = x;
                  switch (kind) {
                    case 0:
                      y *= x;
                    case 1:
                      y += Math.exp(x);
                      break;
                    case 2:
                      return y / 3;
                    default:
                      y = -y;
                  }
                  return switch (kind % 2) {
                    case 0 -> y * x;
                    default -> {
                      double z = y + 1;
                      yield z * z;
                    }
                  };
                }
                """)
            .on(0.7, 0)
            .on(0.7, 1)
            .on(0.7, 2)
            .on(0.7, 3),
        model(
                "EveryArray",
                """
                @Compute @Differentiable double f(double[] a, double[] b, double scale) {
                  double sum = 0;
                  for (int i = 0; i < a.length; i++) {
                    sum += a[i] * b[(i * 2 + 1) % b.length] * scale;
                    if (a[i] > b[0]) sum += a[i] * a[0];
                  }
                  return sum / a.length;
                }
                """)
            .on(new double[] {0.5, -1, 2}, new double[] {0.4, 3}, 1.5),
        model(
                "RowsOfMatrices",
                """
                @Compute @Differentiable double f(double[][] a, double[] x) {
                  double sum = 0;
                  for (double[] row : a) {
                    double dot = 0;
                    for (int j = 0; j < row.length; j++) {
                      dot += row[j] * x[j];
                    }
                    sum += Math.tanh(dot) * dot;
                  }
                  return sum;
                }
                """)
            .on(new double[][] {{1, 2}, {-0.5, 0.3}, {}}, new double[] {0.3, 0.7}),
        model(
                "ChosenArray",
                """
                @Compute @Differentiable double f(double[] a, double[] b, int n) {
                  double[] c = n > 2 ? a : b;
                  double sum = 0;
                  for (int i = 0; i < n; i++) {
                    sum += c[i % c.length] * a[0];
                    double[] t = a;
                    a = b;
                    b = t;
                  }
                  return sum;
                }
                """)
            .on(new double[] {1, 2}, new double[] {3, 4, 5}, 2)
            .on(new double[] {1, 2}, new double[] {3, 4, 5}, 5),
        model(
                "ArraysOfFloats",
                """
                @Compute @Differentiable float f(float[] a, float x) {
                  float sum = 0;
                  for (float each : a) {
                    sum += each * each * x;
                  }
                  return sum;
                }
                """)
            .on(new float[] {0.5f, -1, 2}, 3f),
        model(
                "HelpersWithDerivatives",
                """
                static double sigmoid(double x) {
                  return 1 / (1 + Math.exp(-x));
                }

                double series(double x, int n) {
                  double sum = 0;
                  for (int i = 1; i <= n; i++) {
                    if (sum > 2) return sum * sigmoid(x);
                    sum += sigmoid(x * i) / i;
                  }
                  return sum;
                }

                @Compute @Differentiable double f(double x, double y) {
                  return series(x, 3) * series(y, 8) + sigmoid(sigmoid(x * y));
                }
                """)
            .on(0.4, 2.0)
            .on(-1.0, 0.1),
        model(
                "RecordsWithDerivatives",
                """
                record Complex(double re, double im) {}

                static Complex multiply(Complex a, Complex b) {
                  return new Complex(a.re() * b.re() - a.im() * b.im(), a.re() * b.im() + a.im() * b.re());
                }

                @Compute @Differentiable double f(Complex c, double scale) {
                  Complex z = new Complex(scale, 0);
                  for (int i = 0; i < 4; i++) {
                    z = multiply(z, c);
                    z = new Complex(z.re() + 0.1 * i, z.im() - 0.2);
                  }
                  return z.re() * z.re() + z.im() * z.im();
                }
                """)
            .on(instance("Complex", 0.8, 0.5), 1.5),
        model(
                "ParametersWithDerivatives",
                """
                @Parameter double slope = 1.7;
                @Parameter float unused = 2;
                @Parameter double bias = -0.3;
                double fixed = 2;

                @Compute @Differentiable double f(double x, int n) {
                  double y = x;
                  while (n-- > 0) {
                    y = Math.tanh(slope * y + bias) * fixed;
                  }
                  return y * y;
                }
                """)
            .on(0.4, 3)
            .on(0.4, 0),
        types(
                "NestedParameters",
                """
                @Model
                class NestedParameters extends Offset {
                  final Gain first = new Gain(1.5);
                  final Gain second = new Gain(-0.7);

                  @Compute
                  @Differentiable
                  double f(double x) {
                    return second.apply(Math.sin(first.apply(x))) + first.gain * x + shifted(x);
                  }
                }

                @Model
                class Offset {
                  @Parameter double offset = 0.25;

                  @Compute
                  double shifted(double x) {
                    return offset * x * x;
                  }
                }

                @Model
                class Gain {
                  @Parameter double gain;

                  Gain(double gain) {
                    this.gain = gain;
                  }

                  @Compute
                  double apply(double x) {
                    return gain * x;
                  }
                }
                """)
            .on(0.6)
            .on(-2.0),
        model(
                "IntegersAreConstants",
                """
                @Compute @Differentiable double f(double x, int n, long m) {
                  int whole = (int) (x * 10);
                  double y = x * whole + n / 2 * x;
                  return y + (long) y % 3 * x + m;
                }
                """)
            .on(1.234, 5, 7L),
        model(
                "FloatsAndDoubles",
                """
                @Compute @Differentiable double f(double x) {
                  double y = x * x;
                  long rounded = Math.round(y);
                  return y * rounded + Math.rint(x) * x;
                }
                """)
            .on(1.7)
            .on(-2.2),
        model(
                "LocalsReassigned",
                """
                @Compute @Differentiable double f(double x, double y) {
                  double t = x;
                  x = y * t;
                  y = t + x * x;
                  t *= x++;
                  x = (y = y * t) + --t * (x += y);
                  return x * y - t;
                }
                """)
            .on(0.5, 1.5)
            .on(-0.3, 0.2),
        model(
                "GuardsAndAsserts",
                """
                @Compute @Differentiable double f(double[] x) {
                  double sum = 0;
                  for (int i = 0; i < x.length; i++) {
                    assert x[i] < 1e6;
                    if (x[i] < 0) {
                      throw new IllegalArgumentException("negative: " + x[i]);
                    }
                    sum += Math.sqrt(x[i]) * sum + x[i];
                  }
                  return sum;
                }
                """)
            .on(new double[] {1.5, 0.3, 2}));
  }
}
