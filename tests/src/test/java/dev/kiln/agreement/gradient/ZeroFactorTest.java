package dev.kiln.agreement.gradient;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.AgreementTable;
import dev.kiln.agreement.DerivedCheck;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.session.Results;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/**
 * What does not count adds nothing: a cotangent, a tangent or a slope of zero, whatever it is
 * multiplied by. Each program says what its {@code slope} is, and its {@code curvature}; all modes
 * must agree with it bit for bit, whatever the number of inputs is.
 */
final class ZeroFactorTest extends AgreementTable {
  private static final String MODES =
      """
      @Compute
      @Differentiable(modes = {
        Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN_VECTOR_PRODUCT,
        Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
      """;

  /** More inputs than this, and a Jacobian is computed in reverse mode. */
  private static final int MANY = 40;

  @Override
  public void check(Modes modes, Program.Call call) {
    modes.checkAgreement(call);
    new DerivedCheck(modes, call).runWithoutDifferences();
    double[] slope = expected(modes, call, "slope");
    int inputs = slope.length;
    assertArrayEquals(slope, gradient(modes, call), "gradient");
    double[][] jacobian = (double[][]) run(modes, call, "Jacobian");
    assertArrayEquals(new double[][] {slope}, jacobian, "Jacobian");
    double[] none = new double[inputs];
    Object[] cotangents =
        modes.graph("fVjp").inputs().size() == 2
            ? new Object[] {0.0}
            : new Object[] {none.clone(), 0.0}; // the array is passed to a recursive function
    Object pulled = run(modes, call, "Vjp", cotangents);
    assertArrayEquals(none, (double[]) component(pulled, 1), "no cotangent");
    double[][] curvature = null;
    for (Method each : modes.plain().getDeclaredMethods()) {
      if (each.getName().equals("curvature")) {
        curvature =
            (double[][])
                Reflection.invoke(each, modes.newModel(modes.plain()), modes.arguments(call));
        assertArrayEquals(curvature, (double[][]) run(modes, call, "Hessian"), "Hessian");
      }
    }
    for (int i = 0; i < inputs; i++) {
      double[] direction = new double[inputs];
      direction[i] = 1;
      assertEquals(slope[i], component(run(modes, call, "Jvp", direction), 1), "tangent " + i);
      if (curvature != null) {
        double[] product = (double[]) component(run(modes, call, "Hvp", direction), 2);
        for (int j = 0; j < inputs; j++) {
          assertEquals(curvature[j][i], product[j], "product " + i + ", " + j);
        }
      }
    }
    assertEquals(0.0, component(run(modes, call, "Jvp", none), 1), "no tangent");
    assertArrayEquals(none, (double[]) component(run(modes, call, "Hvp", none), 2), "no direction");
  }

  private static double[] gradient(Modes modes, Program.Call call) {
    Object[] arguments = modes.arguments(call);
    Object model = modes.newModel(modes.plain());
    Method method = Reflection.method(modes.plain(), "f", arguments.length);
    Results results = modes.runGraph("fGradient", model, method, arguments);
    return (double[]) results.get("x");
  }

  private static Object component(Object record, int index) {
    return Reflection.components(record).get(index);
  }

  private static double[] expected(Modes modes, Program.Call call, String name) {
    Object model = modes.newModel(modes.plain());
    return (double[]) Reflection.call(modes.plain(), model, name, modes.arguments(call));
  }

  private static Object run(Modes modes, Program.Call call, String suffix, Object... more) {
    Object[] given = modes.arguments(call);
    Object[] all = Arrays.copyOf(given, given.length + more.length);
    System.arraycopy(more, 0, all, given.length, more.length);
    Object compiled = modes.newCompiled();
    return Reflection.call(compiled.getClass(), compiled, "f" + suffix, all);
  }

  private static Program function(String name, String body, String slope, String curvature) {
    return model(
        name,
        MODES
            + "double f(double[] x) {\n"
            + body
            + "\n}\ndouble[] slope(double[] x) {\ndouble[] s = new double[x.length];\n"
            + slope
            + "\nreturn s;\n}\n"
            + (curvature.isEmpty()
                ? ""
                : "double[][] curvature(double[] x) {\n"
                    + "double[][] c = new double[x.length][x.length];\n"
                    + curvature
                    + "\nreturn c;\n}\n"));
  }

  private static double[] many(double... first) {
    double[] all = new double[MANY];
    Arrays.fill(all, 1);
    System.arraycopy(first, 0, all, 0, first.length);
    return all;
  }

  @Override
  public List<Program> programs() {
    return List.of(
        function(
                "PowerOfANegativeNumber",
                "return Math.pow(x[0], x[1]);",
                "s[0] = 12; s[1] = Double.NaN;",
                "")
            .on(new double[] {-2, 3}),
        function(
                "SumOfRoots",
                "double s = 0; for (double v : x) { s += Math.sqrt(v); } return s;",
                "for (int i = 0; i < s.length; i++) { s[i] = 0.5 / Math.sqrt(x[i]); }",
                "")
            .on(new double[] {0, 4})
            .on(many(0, 4, 0)),
        function(
                "RootsThatAreNotUsed",
                """
                double a = Math.sqrt(x[0]);
                double b = Math.log(x[0]);
                double c = 1 / x[0];
                double d = Math.cbrt(x[0]) + Math.asin(1 + x[0]) + Math.pow(x[0], 0.5);
                return x[1] > 0 ? 3 * x[1] + x[0] : a + b + c + d;
                """,
                "s[0] = 1; s[1] = 3;",
                "")
            .on(new double[] {0, 4})
            .on(many(0, 4)),
        function(
                "ElementsOfAnArrayThatAreNotUsed",
                """
                double[] y = new double[x.length];
                for (int i = 0; i < y.length; i++) { y[i] = Math.sqrt(x[i]); }
                return 2 * y[1];
                """,
                "s[1] = 0.5;",
                "c[1][1] = -0.0625;")
            .on(new double[] {0, 4})
            .on(many(0, 4, 0)),
        function(
                "ProductOfWhatIsNotUsed",
                """
                double y = Math.exp(x[0]) * x[1];
                return x[0] < 700 ? y : x[0] + 2 * x[1];
                """,
                "s[0] = 1; s[1] = 2;",
                "")
            .on(new double[] {800, 4}),
        function("MaskedRoot", "return x[1] * Math.sqrt(x[0]);", "s[0] = 0; s[1] = 0;", "")
            .on(new double[] {0, 0}),
        function(
                "RootOfASumOfSquares",
                "double s = 0; for (double v : x) { s += v * v; } return Math.sqrt(s);",
                "",
                "")
            .on(new double[] {0, 0})
            .on(new double[MANY]),
        function(
                "RootOfAProductOfSquares", "return Math.sqrt(x[0] * x[0] * (x[1] * x[1]));", "", "")
            .on(new double[] {0, 3})
            .on(new double[] {0, 0}),
        function(
                "RootInAHelper",
                """
                return step(x, 0, 1) + x[1] * x[1];
                }
                double step(double[] x, int i, double product) {
                  if (i == x.length) { return product; }
                  double root = Math.sqrt(x[i]);
                  return x[i] > 0 ? root * step(x, i + 1, product) : step(x, i + 1, product);
                """,
                "s[1] = 0.25 + 2 * x[1];",
                "")
            .on(new double[] {0, 4, 0}),
        function(
                "RootInACheckpointedLoop",
                """
                double y = 1;
                for (@Checkpoint int i = 0; i < x.length; i++) {
                  double root = Math.sqrt(x[i]);
                  y = x[i] > 0 ? y * root : y;
                }
                return y;
                """,
                "s[1] = 0.25;",
                "")
            .on(new double[] {0, 4, 0}),
        function(
                "SigmoidFarOut",
                "return 1 / (1 + Math.exp(-x[0])) + x[1] * x[1];",
                "s[1] = 2 * x[1];",
                "c[1][1] = 2;")
            .on(new double[] {-1000, 3}),
        function(
                "AngleFarOut",
                "return Math.atan2(x[0], x[1]);",
                "s[0] = 0.5 / x[1]; s[1] = -0.5 / x[0];",
                "")
            .on(new double[] {0x1p600, 0x1p600})
            .on(new double[] {0x1p-600, 0x1p-600}),
        function(
                "LengthFarOut",
                "return 8 * Math.hypot(x[0], x[1]);",
                "s[0] = 8 * 0.6; s[1] = 8 * 0.8;",
                "")
            .on(new double[] {3 * 0x1p1020, 4 * 0x1p1020})
            .on(new double[] {3 * 0x1p-1060, 4 * 0x1p-1060}),
        function(
                "SquaresOfLengths",
                """
                double h = Math.hypot(x[0], x[1]);
                double p = Math.pow(Math.hypot(x[0], x[1]), 2);
                double s = 0;
                for (int i = 1; i < x.length; i++) {
                  double d = Math.hypot(x[i] - x[i - 1], x[0]);
                  s += 0.5 * d * d;
                }
                return h * h + 3 * p - s;
                """,
                "",
                "c[0][0] = 8; c[1][1] = 8; for (int i = 1; i < c.length; i++) {"
                    + " c[0][0] -= 1; c[i][i] -= 1; c[i - 1][i - 1] -= 1;"
                    + " c[i - 1][i] += 1; c[i][i - 1] += 1; }")
            .on(new double[] {0, 0})
            .on(new double[] {0, 0, 0}),
        function(
                "PowersOfZero",
                "return Math.pow(x[0], x[1]);",
                "s[0] = x[1] == 1 ? 1 : 0;",
                "c[0][0] = x[1] == 2 ? 2 : 0;")
            .on(new double[] {0, 1})
            .on(new double[] {0, 2})
            .on(new double[] {0, 3}));
  }
}
