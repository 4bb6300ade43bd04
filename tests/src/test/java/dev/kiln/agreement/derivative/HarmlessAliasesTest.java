package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.DerivativeCalls.SUFFIXES;
import static dev.kiln.agreement.DerivativeCalls.row;
import static dev.kiln.agreement.DerivativeCalls.same;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.agreement.DerivativeCalls;
import dev.kiln.agreement.DerivativeCalls.Call;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.graph.text.GraphPrinter;
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
 * Arrays that can be reached in two ways from the arguments of a derivative where that is harmless,
 * since they are not written or have no derivatives: the numbers are right, and nothing is checked.
 */
final class HarmlessAliasesTest {
  private static final String ALL =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,"
          + " Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})";

  private static final Program PROGRAM =
      Program.model(
          "HarmlessAliases",
          """
          ALL double rows(double[][] m) {
            m[0][0] *= m[1][0];
            return m[1][0] * m[0][0] + m[1][1];
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
          ALL double counted(double x, int[] n, int[] k) {
            n[0] += k[0];
            double s = 0;
            for (int i = 0; i < n[0]; i++) { s += x * x; }
            return s * k[0];
          }
          ALL double tables(double x, int[][] n) {
            n[0][0] += n[1][0];
            return x * x * n[1][0];
          }
          ALL double reads(double[][] m, double[] x, double[] y) {
            double[] own = {x[0], y[0]};
            own[0] *= own[1];
            return own[0] * m[0][0] * m[1][0] * m[0][0];
          }
          static double sumOf(double[][] m, int k) {
            return k < 0 ? 0 : m[k][0] * m[k][0] + sumOf(m, k - 1);
          }
          ALL double readsByCalls(double[][] m, double[] x) {
            return sumOf(m, m.length - 1) * x[0];
          }
          ALL double takesRows(double[][] m, double[][] k, int n) {
            double[][] own = {m[0], k[1], m[1]};
            double product = 1;
            for (int i = 0; i < n; i++) { product *= own[i % 3][0]; }
            return product;
          }
          static double ownRows(double[][] m, int k) {
            double[][] own = {m[k], m[0]};
            return own[k % 2][0] * (k == 0 ? 1 : ownRows(m, k - 1));
          }
          ALL double takesRowsByCalls(double[][] m, double[][] k) {
            return ownRows(m, 2) * k[1][0];
          }
          ALL double replaces(double[][] m, double[] x) {
            m[0] = x;
            return m[0][0] * m[1][0] * m[2][0];
          }
          ALL double aliasesInside(double[][] m, double[] x) {
            double[][] own = {x.clone(), m[0]};
            own[1] = own[0];
            own[1][0] *= m[0][0];
            return own[0][0] * own[0][0];
          }
          @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
          double[] cubes(double[] x) {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) { y[i] = x[i] * x[i] * x[i]; }
            return y;
          }
          public record Two(double[] first, double[] second) {}
          @Compute @Differentiable(modes = Mode.VJP)
          Two twice(double[] x) {
            return new Two(new double[] {x[0] * x[0]}, new double[] {x[0] * 3});
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

  /** Reverse mode reads again what it read, so that integers count; forward mode does not. */
  @TestFactory
  Stream<DynamicTest> integers() {
    Call twice =
        () -> {
          int[] n = {2};
          return new Object[] {3.0, n, n};
        };
    List<DynamicTest> tests = new ArrayList<>();
    for (String suffix : List.of("Gradient", "Vjp", "Hvp", "Hessian", "HessianDiagonal")) {
      tests.add(
          dynamicTest(
              "counted" + suffix,
              () -> calls.assertRefused(same("counted", "n", "k"), suffix, twice)));
    }
    // n[0] is 4 then, and so is k[0]: s = 4 * x * x * 4
    tests.add(
        dynamicTest(
            "countedJvp",
            () -> calls.assertResults("counted", "Jvp", twice, Map.of("dX", 1.0), 144.0, 96.0)));
    tests.add(
        dynamicTest(
            "countedJacobian",
            () ->
                calls.assertResults(
                    "counted", "Jacobian", twice, Map.of(), (Object) new double[][] {{96}})));
    // rows of integers need no derivatives: n[0] and n[1] are 4
    Call rows =
        () -> {
          int[] n = {2};
          return new Object[] {3.0, new int[][] {n, n}};
        };
    tests.add(
        dynamicTest(
            "tablesGradient",
            () -> calls.assertResults("tables", "Gradient", rows, Map.of(), 36.0, 24.0)));
    tests.add(
        dynamicTest(
            "tablesHessian",
            () ->
                calls.assertResults(
                    "tables", "Hessian", rows, Map.of(), (Object) new double[][] {{8}})));
    return tests.stream();
  }

  /** What is only read may be shared, and is one variable for each way to it. */
  @TestFactory
  Stream<DynamicTest> whatIsReadMayBeShared() {
    Call shared =
        () -> {
          double[] r = {2};
          return new Object[] {new double[][] {r, r}, r, r};
        };
    // x[0] * y[0] * m[0][0]^2 * m[1][0] at 2
    double[][] byM = {{32}, {16}};
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        dynamicTest(
            "gradient",
            () ->
                calls.assertResults(
                    "reads", "Gradient", shared, Map.of(), 32.0, byM, row(16), row(16))));
    tests.add(
        dynamicTest(
            "gradient into",
            () -> {
              double[][] dM = {{7}, {7}};
              Map<String, Object> into = new LinkedHashMap<>();
              into.put("dM", dM);
              into.put("dX", row(7));
              into.put("dY", row(7));
              calls.assertResults("reads", "GradientInto", shared, into, 32.0);
            }));
    tests.add(
        dynamicTest(
            "vjp",
            () ->
                calls.assertResults(
                    "reads", "Vjp", shared, Map.of("dResult", 1.0), 32.0, byM, row(16), row(16))));
    tests.add(
        dynamicTest(
            "jvp with arguments as their own tangents",
            () -> {
              Object[] arguments = shared.get();
              Map<String, Object> tangents = new LinkedHashMap<>();
              tangents.put("dM", arguments[0]);
              tangents.put("dX", arguments[1]);
              tangents.put("dY", arguments[1]);
              calls.assertResults("reads", "Jvp", () -> arguments, tangents, 32.0, 160.0);
            }));
    tests.add(
        dynamicTest(
            "hvp with arguments as their own tangents",
            () -> {
              Object[] arguments = shared.get();
              Map<String, Object> tangents = new LinkedHashMap<>();
              tangents.put("dM", arguments[0]);
              tangents.put("dX", arguments[1]);
              tangents.put("dY", arguments[1]);
              // homogeneous of degree 5: the product is 4 times the gradient
              double[][] product = {{128}, {64}};
              calls.assertResults(
                  "reads",
                  "Hvp",
                  () -> arguments,
                  tangents,
                  32.0,
                  byM,
                  row(16),
                  row(16),
                  product,
                  row(64),
                  row(64));
            }));
    tests.add(
        dynamicTest(
            "jacobian",
            () ->
                calls.assertResults(
                    "reads",
                    "Jacobian",
                    shared,
                    Map.of(),
                    (Object) new double[][] {{32, 16, 16, 16}})));
    Call byCalls =
        () -> {
          double[] r = {3};
          return new Object[] {new double[][] {r, r}, r};
        };
    double[][] sum = {{18}, {18}};
    tests.add(
        dynamicTest(
            "calls, gradient",
            () ->
                calls.assertResults(
                    "readsByCalls", "Gradient", byCalls, Map.of(), 54.0, sum, row(18))));
    Map<String, Object> ones = new LinkedHashMap<>();
    ones.put("dM", new double[][] {{1}, {1}});
    ones.put("dX", row(1));
    tests.add(
        dynamicTest(
            "calls, jvp",
            () -> calls.assertResults("readsByCalls", "Jvp", byCalls, ones, 54.0, 54.0)));
    // m = {x, r, r}: x[0] * r^2
    Call replaced =
        () -> {
          double[] r = {3};
          return new Object[] {new double[][] {r, r, r}, row(2)};
        };
    double[][] byReplaced = {{0}, {6}, {6}};
    tests.add(
        dynamicTest(
            "rows that are replaced, gradient",
            () ->
                calls.assertResults(
                    "replaces", "Gradient", replaced, Map.of(), 18.0, byReplaced, row(9))));
    tests.add(
        dynamicTest(
            "rows that are replaced, jacobian",
            () ->
                calls.assertResults(
                    "replaces",
                    "Jacobian",
                    replaced,
                    Map.of(),
                    (Object) new double[][] {{0, 6, 6, 9}})));
    Map<String, Object> cotangents = new LinkedHashMap<>();
    cotangents.put("dM", new double[][] {{0}, {0}, {0}});
    cotangents.put("dX", row(0));
    cotangents.put("dResult", 1.0);
    tests.add(
        dynamicTest(
            "rows that are replaced, vjp",
            () ->
                calls.assertResults(
                    "replaces", "Vjp", replaced, cotangents, 18.0, byReplaced, row(9))));
    tests.add(
        dynamicTest(
            "rows that are replaced, hessian",
            () ->
                calls.assertResults(
                    "replaces",
                    "Hessian",
                    replaced,
                    Map.of(),
                    (Object)
                        new double[][] {{0, 0, 0, 0}, {0, 0, 2, 3}, {0, 2, 0, 3}, {0, 3, 3, 0}})));
    // arrays without elements hold nothing that could be written
    Call empty =
        () -> {
          double[] none = {};
          return new Object[] {none, none};
        };
    tests.add(
        dynamicTest(
            "no elements",
            () -> calls.assertResults("two", "Gradient", empty, Map.of(), 0.0, row(), row())));
    // null rows that are never read are no arrays
    Call holes = () -> new Object[] {new double[][] {{2, 3}, {4, 5}, null, null}};
    tests.add(
        dynamicTest(
            "null rows",
            () ->
                calls.assertResults(
                    "rows",
                    "Gradient",
                    holes,
                    Map.of(),
                    37.0,
                    new double[][] {{16, 0}, {16, 1}, null, null})));
    return tests.stream();
  }

  /** Aliases that the method makes are followed, as they always were. */
  @TestFactory
  Stream<DynamicTest> aliasesMadeInside() {
    // (x * m)^2
    Call call = () -> new Object[] {new double[][] {{3}, {1}}, row(2)};
    return Stream.of(
        dynamicTest(
            "gradient",
            () ->
                calls.assertResults(
                    "aliasesInside",
                    "Gradient",
                    call,
                    Map.of(),
                    36.0,
                    new double[][] {{24}, {0}},
                    row(36))));
  }

  /** To store rows in a new array writes none of the arguments. */
  @TestFactory
  Stream<DynamicTest> rowsOfArgumentsMayBeStoredInNewArrays() {
    Call shared =
        () -> {
          double[] r = {2};
          double[][] m = {{3}, r, r};
          return new Object[] {m, m, 3};
        };
    // m[0][0] * k[1][0] * m[1][0]
    double[][] byM = {{4}, {6}, {0}};
    double[][] byK = {{0}, {6}, {0}};
    Map<String, Object> itself = new LinkedHashMap<>();
    itself.put("dM", shared.get()[0]);
    itself.put("dK", shared.get()[0]);
    return Stream.of(
        dynamicTest(
            "gradient",
            () -> calls.assertResults("takesRows", "Gradient", shared, Map.of(), 12.0, byM, byK)),
        dynamicTest(
            "jvp", () -> calls.assertResults("takesRows", "Jvp", shared, itself, 12.0, 36.0)),
        dynamicTest(
            "jacobian",
            () ->
                calls.assertResults(
                    "takesRows",
                    "Jacobian",
                    shared,
                    Map.of(),
                    (Object) new double[][] {{4, 6, 0, 0, 6, 0}})),
        dynamicTest( // homogeneous of degree 3: the product is twice the gradient
            "hvp",
            () ->
                calls.assertResults(
                    "takesRows",
                    "Hvp",
                    shared,
                    itself,
                    12.0,
                    byM,
                    byK,
                    new double[][] {{8}, {12}, {0}},
                    new double[][] {{0}, {12}, {0}})),
        dynamicTest( // m[2][0] * m[0][0]^2 * k[1][0]
            "calls",
            () ->
                calls.assertResults(
                    "takesRowsByCalls",
                    "Gradient",
                    () -> {
                      double[] r = {2};
                      double[][] m = {{3}, r, r};
                      return new Object[] {m, m};
                    },
                    Map.of(),
                    36.0,
                    new double[][] {{24}, {0}, {18}},
                    new double[][] {{0}, {18}, {0}})));
  }

  /** Where nothing is written there is nothing to check. */
  @TestFactory
  Stream<DynamicTest> nothingIsCheckedWhereNothingIsWritten() {
    List<String> graphs = new ArrayList<>();
    for (String method : List.of("reads", "readsByCalls")) {
      // through recursion, a vector-Jacobian product takes a cotangent of m, which it writes; and
      // of the gradient it is not known that it does not store rows of one argument in another
      boolean recursive = method.equals("readsByCalls");
      List<String> checked = recursive ? List.of("Vjp", "Hvp") : List.of();
      SUFFIXES.stream()
          .filter(suffix -> !suffix.endsWith("Into") && !checked.contains(suffix))
          .forEach(suffix -> graphs.add(method + suffix));
    }
    graphs.addAll(List.of("cubesVjp", "cubesJvp", "cubesJacobian", "twiceVjp"));
    return graphs.stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () ->
                        assertFalse(
                            GraphPrinter.print(modes.graph(name)).contains("require_distinct"))));
  }
}
