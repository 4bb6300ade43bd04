package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.DerivativeCalls.row;
import static dev.kiln.agreement.DerivativeCalls.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.agreement.DerivativeCalls;
import dev.kiln.agreement.DerivativeCalls.Call;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Arrays that callers give for derivatives: cotangents, tangents, and what derivatives are written
 * into. Each is an array of its own where one of them is written, and has the structure of what it
 * belongs to.
 */
final class GivenShadowsTest {
  private static final String ALL =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,"
          + " Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})";

  private static final Program PROGRAM =
      Program.model(
          "GivenShadows",
          """
          ALL double rows(double[][] m) {
            m[0][0] *= m[1][0];
            return m[1][0] * m[0][0] + m[1][1];
          }
          ALL double scaled(double[] x, double a) {
            return x[0] * a * a;
          }
          ALL double two(double[] x, double[] y) {
            double s = 0;
            for (int i = 0; i < x.length; i++) {
              double t = x[i];
              x[i] = y[i] * t;
              y[i] = t;
              s += x[i] * y[i];
            }
            return s;
          }
          ALL double reads(double[][] m, double[] x, double[] y) {
            double[] own = {x[0], y[0]};
            own[0] *= own[1];
            return own[0] * m[0][0] * m[1][0] * m[0][0];
          }
          @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
          double[] cubes(double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) { y[i] = x[i] * x[i] * x[i]; }
            return y;
          }
          @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
          double[] squared(double[] x) {
            for (int i = 0; i < x.length; i++) { x[i] *= x[i]; }
            return new double[] {x[0], x[0] * x[1]};
          }
          public record Two(double[] first, double[] second) {}
          @Compute @Differentiable(modes = Mode.VJP)
          Two twice(double[] x) {
            return new Two(new double[] {x[0] * x[0]}, new double[] {x[0] * 3});
          }
          @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP})
          void swap(double[][] m, double[] x) {
            m[0] = m[1];
            m[1] = x;
          }
          """
              .replace("ALL", ALL));

  private static Modes modes;
  private static DerivativeCalls calls;

  @BeforeAll
  static void compile() throws IOException {
    modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
    calls = new DerivativeCalls(modes);
  }

  /** At x = {2, 3}, y = {5, 7}: the gradient is {20, 42} and {4, 9}. */
  @TestFactory
  Stream<DynamicTest> arraysThatCallersGiveForDerivatives() {
    Call distinct = () -> new Object[] {row(2, 3), row(5, 7)};
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, String> added = new LinkedHashMap<>();
    added.put("GradientInto", "");
    added.put("Vjp", ", dResult");
    added.put("Jvp", "");
    added.put("Hvp", "");
    added.forEach(
        (suffix, more) -> {
          tests.add(
              dynamicTest(
                  suffix + " one array for two",
                  () -> {
                    double[] zeros = {0, 0};
                    Map<String, Object> given = calls.extras("two", suffix, Map.of("dX", zeros));
                    given.put("dY", zeros);
                    assertRefusal(suffix, "dX", "dY", distinct, given);
                  }));
          tests.add(
              dynamicTest(
                  suffix + " an argument for itself",
                  () -> {
                    Object[] arguments = distinct.get();
                    Map<String, Object> given =
                        calls.extras("two", suffix, Map.of("dX", row(1, 1)));
                    given.put("dX", arguments[0]);
                    assertRefusal(suffix, "x", "dX", () -> arguments, given);
                    given.put("dX", row(1, 1));
                    given.put("dY", arguments[0]);
                    assertRefusal(suffix, "x", "dY", () -> arguments, given);
                  }));
        });
    Map<String, Object> good = new LinkedHashMap<>();
    good.put("dX", row(0, 0));
    good.put("dY", row(0, 0));
    good.put("dResult", 1.0);
    tests.add(
        dynamicTest(
            "two cotangents",
            () -> calls.assertResults("two", "Vjp", distinct, good, 83.0, row(20, 42), row(4, 9))));
    // a result's cotangent is only read
    tests.add(
        dynamicTest(
            "one array as the cotangents of two results",
            () -> {
              double[] one = {1};
              Map<String, Object> given = new LinkedHashMap<>();
              given.put("dFirst", one);
              given.put("dSecond", one);
              calls.assertResults(
                  "twice", "Vjp", () -> new Object[] {row(5)}, given, row(25), row(15), row(13));
            }));
    tests.add(
        dynamicTest(
            "an argument as the cotangent",
            () -> {
              double[] x = {2, 3};
              Map<String, Object> given = Map.of("dResult", x);
              calls.assertResults(
                  "cubes", "Vjp", () -> new Object[] {x}, given, row(8, 27), row(24, 81));
            }));
    tests.add(
        dynamicTest(
            "an argument that is written as the cotangent",
            () -> {
              double[] x = {2, 3};
              Map<String, Object> given = new LinkedHashMap<>();
              given.put("dX", row(0, 0));
              given.put("dResult", x);
              calls.assertRefusedWith(
                  same("squared", "x", "dResult"), "squared", "Vjp", () -> new Object[] {x}, given);
              given.put("dX", x);
              given.put("dResult", row(1, 1));
              calls.assertRefusedWith(
                  same("squared", "x", "dX"), "squared", "Vjp", () -> new Object[] {x}, given);
            }));
    return tests.stream();
  }

  private void assertRefusal(
      String suffix, String first, String second, Call call, Map<String, Object> given) {
    calls.assertRefusedWith(same("two", first, second), "two", suffix, call, given);
  }

  @TestFactory
  Stream<DynamicTest> rowsOfWhatDerivativesAreWrittenInto() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String suffix : List.of("JacobianInto", "HessianInto")) {
      String name = suffix.equals("JacobianInto") ? "jacobian" : "hessian";
      tests.add(
          dynamicTest(
              suffix + " rows that are one",
              () -> {
                double[] r = {0, 0};
                Map<String, Object> given = Map.of(name, new double[][] {r, r});
                calls.assertRefusedWith(
                    same("reads", name + "[0]", name + "[1]"),
                    "reads",
                    suffix,
                    () -> new Object[] {new double[][] {{1}, {1}}, row(1), row(1)},
                    given);
              }));
      tests.add(
          dynamicTest(
              suffix + " a row that is an argument",
              () -> {
                double[] x = {0, 0};
                Map<String, Object> given = Map.of(name, new double[][] {{1}, x});
                calls.assertRefusedWith(
                    same("reads", "x", name + "[1]"),
                    "reads",
                    suffix,
                    () -> new Object[] {new double[][] {{1}, {1}}, x, row(1)},
                    given);
              }));
    }
    tests.add(
        dynamicTest(
            "HessianDiagonalInto an argument",
            () -> {
              double[] x = {0, 0, 0, 0};
              calls.assertRefusedWith(
                  same("reads", "x", "diagonal"),
                  "reads",
                  "HessianDiagonalInto",
                  () -> new Object[] {new double[][] {{1}, {1}}, x, row(1)},
                  Map.of("diagonal", x));
            }));
    tests.add(
        dynamicTest(
            "GradientInto rows that are one",
            () -> {
              double[] r = {0};
              Map<String, Object> given = new LinkedHashMap<>();
              given.put("dM", new double[][] {r, r});
              given.put("dX", row(0));
              given.put("dY", row(0));
              Call call = () -> new Object[] {new double[][] {{1}, {1}}, row(1), row(1)};
              calls.assertRefusedWith(
                  same("reads", "dM[0]", "dM[1]"), "reads", "GradientInto", call, given);
              given.put("dM", new double[][] {r, {1}});
              given.put("dX", r);
              calls.assertRefusedWith(
                  same("reads", "dM[0]", "dX"), "reads", "GradientInto", call, given);
              double[] y = {3};
              given.put("dX", y);
              calls.assertRefusedWith(
                  same("reads", "y", "dX"),
                  "reads",
                  "GradientInto",
                  () -> new Object[] {new double[][] {{1}, {1}}, row(1), y},
                  given);
              assertEquals(3.0, y[0], "refused before anything is written");
            }));
    tests.add(
        dynamicTest(
            "GradientInto for a number",
            () -> {
              double[] x = {2};
              double[] dX = {0};
              Map<String, Object> given = new LinkedHashMap<>();
              given.put("dX", dX);
              given.put("dA", dX);
              Call call = () -> new Object[] {x, 3.0};
              calls.assertRefusedWith(
                  same("scaled", "dX", "dA"), "scaled", "GradientInto", call, given);
              given.put("dA", x);
              calls.assertRefusedWith(
                  same("scaled", "x", "dA"), "scaled", "GradientInto", call, given);
              for (double[] wrong : List.of(row(), row(0, 0))) {
                dX[0] = 5;
                given.put("dA", wrong);
                calls.assertRefusedWith(
                    "scaled: 'dA' is for the derivative by a number and has length 1, not "
                        + wrong.length,
                    "scaled",
                    "GradientInto",
                    call,
                    given);
                assertEquals(5.0, dX[0], "refused before anything is written");
              }
            }));
    tests.add(
        dynamicTest(
            "a row of a tangent that is an argument",
            () -> {
              double[][] m = {{2, 3}, {4, 5}};
              calls.assertRefusedWith(
                  same("rows", "m[1]", "dM[0]"),
                  "rows",
                  "Jvp",
                  () -> new Object[] {m},
                  Map.of("dM", new double[][] {m[1], {1, 1}}));
            }));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> cotangentsHaveTheStructureOfWhatTheyBelongTo() {
    String what = "' must have the same structure, but one has length ";
    Call squared = () -> new Object[] {row(2, 3)};
    List<DynamicTest> tests = new ArrayList<>();
    for (double[] wrong : List.of(row(1), row(1, 1, 1))) {
      tests.add(
          dynamicTest(
              "of a written array, " + wrong.length,
              () -> {
                Map<String, Object> given = new LinkedHashMap<>();
                given.put("dX", wrong);
                given.put("dResult", row(1, 1));
                calls.assertRefusedWith(
                    "squared: 'x' and its cotangent 'dX" + what + "2, the other " + wrong.length,
                    "squared",
                    "Vjp",
                    squared,
                    given);
              }));
      tests.add(
          dynamicTest(
              "of a result, " + wrong.length,
              () -> {
                Map<String, Object> given = new LinkedHashMap<>();
                given.put("dX", row(0, 0));
                given.put("dResult", wrong);
                calls.assertRefusedWith(
                    "squared: 'result' and its cotangent 'dResult"
                        + what
                        + "2, the other "
                        + wrong.length,
                    "squared",
                    "Vjp",
                    squared,
                    given);
              }));
    }
    // m = {m1, x} in the end, so its cotangent has rows of those lengths before
    Call swap = () -> new Object[] {new double[][] {{1}, {2, 3}}, row(4, 5, 6)};
    tests.add(
        dynamicTest(
            "of an array whose rows are replaced",
            () -> {
              Map<String, Object> given = new LinkedHashMap<>();
              given.put("dM", new double[][] {{10, 20}, {30, 40, 50}});
              given.put("dX", row(0, 0, 0));
              calls.assertResults(
                  "swap", "Vjp", swap, given, new double[][] {{0}, {10, 20}}, row(30, 40, 50));
              given.put("dM", new double[][] {{10, 20}});
              calls.assertRefusedWith(
                  "swap: 'm' and its cotangent 'dM" + what + "2, the other 1",
                  "swap",
                  "Vjp",
                  swap,
                  given);
              given.put("dM", new double[][] {{10}, {20, 30}});
              calls.assertRefusedWith(
                  "swap: 'm' and its cotangent 'dM" + what + "2, the other 1",
                  "swap",
                  "Vjp",
                  swap,
                  given);
            }));
    return tests.stream();
  }
}
