package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.DerivativeCalls.SUFFIXES;
import static dev.kiln.agreement.DerivativeCalls.array;
import static dev.kiln.agreement.DerivativeCalls.row;
import static dev.kiln.agreement.DerivativeCalls.same;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.kiln.agreement.DerivativeCalls;
import dev.kiln.agreement.DerivativeCalls.Call;
import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jacobians;
import dev.kiln.autodiff.Jvp;
import dev.kiln.autodiff.Vjp;
import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.testkit.run.Observation;
import dev.kiln.type.ArrayType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Arrays that can be reached in two ways from the arguments of a derivative, one of them written:
 * refused in every mode, with both paths.
 */
final class SharedArgumentsTest {
  private static final String ALL =
      "@Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,"
          + " Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})";

  private static final Program PROGRAM =
      Program.types(
          "SharedArguments",
          """
          @Model
          class Part {
            double[] scale = {2.0};

            @Compute double times(double x) {
              scale[0] *= x;
              return scale[0] * x;
            }
          }

          @Model
          class SharedArguments {
          Part first = new Part();
          Part second = new Part();
          public record Inner(double[] x) {}
          public record Outer(Inner[] inners) {}

          ALL double outers(Outer[] outers, double[] y) {
            y[0] *= outers[0].inners()[0].x()[0];
            return y[0] * outers[0].inners()[0].x()[0];
          }
          ALL double parts(double x) {
            return first.times(x) * second.times(x);
          }
          public record Pair(double[] a, double[] b) {}
          public record Point(double[] x, double w) {}
          public record Cell(double v) {}
          double[] bias = {0.5, 1.5};
          double[] scale = {2.0, 3.0};
          ALL double rows(double[][] m) {
            m[0][0] *= m[1][0];
            return m[1][0] * m[0][0] + m[1][1];
          }
          ALL double floats(float[][] m) {
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
          ALL double rowBeside(double[] x, double[][] m) {
            x[0] *= m[1][0];
            return x[0] * m[1][0];
          }
          ALL double rowOfAnother(double[][] m, double[][] n) {
            n[1][0] *= m[2][0];
            return n[1][0] * m[2][0];
          }
          ALL double planes(double[][][] t) {
            t[0][0][0] *= t[1][0][0];
            return t[0][0][0] * t[1][0][0] * t[0][1][0];
          }
          ALL double pairs(Pair pair, double[][] m) {
            pair.a()[0] *= m[0][0];
            return pair.a()[0] * m[0][0] * pair.b()[0];
          }
          ALL double records(Pair p, Pair q) {
            p.a()[0] *= q.b()[0];
            return p.a()[0] * q.b()[0];
          }
          ALL double points(Point[] points, double[] weights) {
            points[0].x()[0] *= weights[0];
            return points[0].x()[0] * weights[0] * points[1].x()[0];
          }
          ALL double cells(Cell[] a, Cell[] b) {
            a[0] = new Cell(a[0].v() * b[0].v());
            return a[0].v() * b[0].v();
          }
          ALL double grid(Cell[][] g) {
            g[0][0] = new Cell(g[0][0].v() * g[1][0].v());
            return g[0][0].v() * g[1][0].v();
          }
          ALL double fields(double[] x) {
            x[0] *= bias[0];
            scale[0] = x[0];
            return x[0] * bias[0] * scale[0];
          }
          static void halve(double[] a, int depth) {
            if (depth > 0) { halve(a, depth - 1); } else { a[0] *= 0.5; }
          }
          ALL double recursion(double[][] m, int depth) {
            halve(m[0], depth);
            return m[0][0] * m[1][0];
          }
          ALL double checkpointed(double[][] m) {
            for (@Checkpoint int i = 0; i < 3; i++) { m[0][0] = Math.sin(m[0][0]) * m[1][0]; }
            return m[0][0] * m[1][0];
          }
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

  @TestFactory
  Stream<DynamicTest> argumentsThatShareWhatIsWritten() {
    Map<String, Call> refused = new LinkedHashMap<>();
    refused.put(
        same("rows", "m[0]", "m[1]"),
        () -> {
          double[] r = {2, 3};
          return new Object[] {new double[][] {r, r}};
        });
    refused.put(
        same("rows", "m[1]", "m[3]"),
        () -> {
          double[] r = {2, 3};
          return new Object[] {new double[][] {{5}, r, {6}, r, null}};
        });
    refused.put(
        same("floats", "m[0]", "m[2]"),
        () -> {
          float[] r = {2, 3};
          return new Object[] {new float[][] {r, {1, 2}, r}};
        });
    refused.put(
        same("two", "x", "y"),
        () -> {
          double[] x = {2, 3};
          return new Object[] {x, x};
        });
    refused.put(
        same("rowBeside", "x", "m[1]"),
        () -> {
          double[] x = {2, 3};
          return new Object[] {x, new double[][] {null, x}};
        });
    refused.put(
        same("rowOfAnother", "m[2]", "n[1]"),
        () -> {
          double[] x = {2, 3};
          return new Object[] {
            new double[][] {{1}, {2}, x}, new double[][] {{4}, x},
          };
        });
    refused.put(
        same("rowOfAnother", "m", "n"),
        () -> {
          double[][] m = {{1}, {2}, {3}};
          return new Object[] {m, m};
        });
    refused.put(
        same("planes", "t[0]", "t[1]"),
        () -> {
          double[][] plane = {{2, 3}, {4}};
          return new Object[] {new double[][][] {plane, plane}};
        });
    refused.put(
        same("planes", "t[0][1]", "t[1][0]"),
        () -> {
          double[] r = {2, 3};
          return new Object[] {new double[][][] {{{1}, r}, {r}}};
        });
    refused.put(
        same("pairs", "pair.a", "m[3]"),
        () -> {
          double[] a = {2, 3};
          return new Object[] {
            calls.record("Pair", a, row(5)), new double[][] {{1}, {1}, {1}, a},
          };
        });
    refused.put(
        same("pairs", "pair.a", "pair.b"),
        () -> {
          double[] a = {2, 3};
          return new Object[] {calls.record("Pair", a, a), new double[][] {{1}}};
        });
    refused.put(
        same("records", "p.a", "q.b"),
        () -> {
          double[] a = {2, 3};
          return new Object[] {calls.record("Pair", a, row(5)), calls.record("Pair", row(6), a)};
        });
    refused.put(
        same("points", "points[2].x", "weights"),
        () -> {
          double[] x = {2, 3};
          Object points =
              array(
                  calls.type("Point"),
                  calls.record("Point", row(1), 1.0),
                  calls.record("Point", row(2), 1.0),
                  calls.record("Point", x, 1.0));
          return new Object[] {points, x};
        });
    refused.put(
        same("points", "points[0].x", "points[2].x"),
        () -> {
          Object twice = calls.record("Point", row(1), 1.0);
          Object points =
              array(calls.type("Point"), twice, calls.record("Point", row(2), 1.0), twice);
          return new Object[] {points, row(3)};
        });
    refused.put(
        same("cells", "a", "b"),
        () -> {
          Object cells = array(calls.type("Cell"), calls.record("Cell", 2.0));
          return new Object[] {cells, cells};
        });
    refused.put(
        same("grid", "g[0]", "g[1]"),
        () -> {
          Object cells = array(calls.type("Cell"), calls.record("Cell", 2.0));
          return new Object[] {array(cells.getClass(), cells, cells)};
        });
    refused.put(
        same("outers", "outers[0].inners[1].x", "y"),
        () -> {
          double[] x = {2};
          Object inners =
              array(calls.type("Inner"), calls.record("Inner", row(3)), calls.record("Inner", x));
          return new Object[] {array(calls.type("Outer"), calls.record("Outer", inners)), x};
        });
    refused.put(
        same("recursion", "m[0]", "m[1]"),
        () -> {
          double[] r = {2, 3};
          return new Object[] {new double[][] {r, r}, 2};
        });
    refused.put(
        same("checkpointed", "m[0]", "m[1]"),
        () -> {
          double[] r = {2, 3};
          return new Object[] {new double[][] {r, r}};
        });
    return refused.entrySet().stream()
        .flatMap(
            each ->
                SUFFIXES.stream()
                    .map(
                        suffix ->
                            dynamicTest(
                                each.getKey().substring(0, each.getKey().indexOf(" are "))
                                    + " "
                                    + suffix,
                                () ->
                                    calls.assertRefused(each.getKey(), suffix, each.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> fieldsCountAsArguments() {
    return SUFFIXES.stream()
        .map(
            suffix ->
                dynamicTest(
                    suffix,
                    () -> {
                      for (Object model : List.of(calls.newModel(), modes.newCompiled())) {
                        Object bias = Reflection.read(field(model, "bias"), model);
                        Object[] arguments = {bias};
                        assertEquals(
                            same("fields", "x", "bias"),
                            refusal("fields", suffix, model, arguments),
                            model.toString());
                        Reflection.write(field(model, "scale"), model, bias);
                        assertEquals(
                            same("fields", "bias", "scale"),
                            refusal("fields", suffix, model, new Object[] {row(2, 3)}),
                            model.toString());
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> fieldsOfNestedModelsCountAsArguments() {
    return SUFFIXES.stream()
        .filter(suffix -> !suffix.equals("GradientInto")) // no input asked for is an array
        .map(
            suffix ->
                dynamicTest(
                    suffix,
                    () -> {
                      for (Object model : List.of(calls.newModel(), modes.newCompiled())) {
                        Object first = Reflection.read(field(model, "first"), model);
                        Object second = Reflection.read(field(model, "second"), model);
                        Object scale = Reflection.read(field(first, "scale"), first);
                        Reflection.write(field(second, "scale"), second, scale);
                        assertEquals(
                            same("parts", "first.scale", "second.scale"),
                            refusal("parts", suffix, model, new Object[] {3.0}),
                            model.toString());
                      }
                    }));
  }

  private String refusal(String method, String suffix, Object model, Object[] arguments) {
    boolean compiled = model.getClass() != modes.plain();
    return Observation.message(
        assertThrows(
            IllegalArgumentException.class,
            () ->
                calls.run(
                    method + suffix,
                    model,
                    compiled,
                    arguments,
                    calls.extras(method, suffix, Map.of()))));
  }

  private static java.lang.reflect.Field field(Object model, String name) {
    return Reflection.field(model.getClass(), name);
  }

  /** Graphs that users compose: each derivative of a derivative checks what it is given. */
  @TestFactory
  Stream<DynamicTest> composedDerivatives() {
    List<String> wrt = List.of("m");
    Graph rows = modes.graph("rows");
    Graph gradient = Gradients.of(rows, wrt);
    Map<String, Graph> graphs = new LinkedHashMap<>();
    graphs.put("gradient", gradient);
    graphs.put("gradient into", Gradients.into(rows, wrt));
    graphs.put("vjp", VectorJacobianProducts.of(rows, wrt));
    graphs.put("four tangents", JvpBatch.of(rows, wrt, 4));
    graphs.put("jvp of the gradient", Jvp.of(gradient, wrt));
    graphs.put("vjp of the gradient", Vjp.of(gradient, wrt));
    graphs.put("jvp of a jvp", Jvp.of(Jvp.of(rows, wrt), wrt));
    graphs.put("vjp of a jvp", Vjp.of(Jvp.of(rows, wrt), wrt));
    graphs.put("jacobian of the gradient", Jacobians.of(gradient, wrt));
    return graphs.entrySet().stream()
        .map(each -> dynamicTest(each.getKey(), () -> assertRowsRefused(each.getValue())));
  }

  private static void assertRowsRefused(Graph graph) {
    double[] r = {2, 3};
    Feeds feeds = Feeds.of("m", new double[][] {r, r});
    for (int i = 1; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      feeds =
          graph.inputType(i) instanceof ArrayType
              ? feeds.and(name, new double[0][])
              : feeds.and(name, 1.0);
    }
    Feeds all = feeds;
    try (Session session = new Session(graph)) {
      assertEquals(
          same("rows", "m[0]", "m[1]"),
          Observation.message(
              assertThrows(IllegalArgumentException.class, () -> session.run(all))));
    }
  }
}
