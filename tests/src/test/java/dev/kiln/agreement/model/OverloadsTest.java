package dev.kiln.agreement.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Reflection;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which derivative Java takes where a differentiable method is overloaded. The calls are compiled
 * with the models; the values are those of closed forms.
 */
class OverloadsTest {
  private static final String HEADER =
      """
      package overloads;
      import dev.kiln.annotation.*;
      import dev.kiln.annotation.Differentiable.Mode;
      import dev.kiln.session.*;
      """;

  private static final String MODEL =
      HEADER
          + """
          @Model
          public class Overloads {
            @Compute
            @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,
                Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            public double same(double x) { return x * x; }

            @Compute
            @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN,
                Mode.HESSIAN_VECTOR_PRODUCT, Mode.HESSIAN, Mode.HESSIAN_DIAGONAL})
            public double same(float x) { return x * x * x; }

            @Compute @Differentiable
            public double power(double x, long n) {
              double r = 1;
              for (long i = 0; i < n; i++) { r *= x; }
              return r;
            }

            @Compute @Differentiable
            public double power(double x, int n) { return 10 * Math.pow(x, n); }

            @Compute @Differentiable
            public double scaled(double[] x, double a) { return x[0] * x[0] * a; }

            @Compute @Differentiable
            public double scaled(double[] x, float a) { return x[0] * x[0] * x[0] * a; }

            @Compute @Differentiable
            public double scaled(double[] x) { return x[0] * 5; }

            @Compute @Differentiable
            public double scaled(float[] x) { return x[0] * 7; }

            @Compute @Differentiable
            public double wide(double x) { return x * x; }

            @Compute
            public double wide(float x) { return x * x * x; }

            @Compute @Differentiable
            public double narrow(float x) { return x * x * x; }

            public double narrow(double x) { return x * x; }

            @Compute @Differentiable
            public double named(double x) { return x * x; }

            @Compute @Differentiable
            public double named() { return 4; }

            @Parameter double w = 3;

            @Compute @Differentiable(wrt = "w", modes = {Mode.JVP, Mode.GRADIENT})
            public double direction(double x) { return x * w; }

            @Compute @Differentiable(wrt = "w", modes = {Mode.JVP, Mode.GRADIENT})
            public double direction(double x, double y) { return x * y * w; }

            @Compute @Differentiable(modes = Mode.JVP)
            public double turn(double x) { return x * w; }

            @Compute @Differentiable(wrt = "x", modes = Mode.JVP)
            public double turn(double x, double y) { return x * x * y; }

            public double turn(String text) { return text.length(); }

            public double namedGradient(String text) { return text.length(); }
          }
          """;

  private static final String BASE =
      HEADER
          + """
          @Model
          public class Base {
            @Compute @Differentiable public double grow(double x) { return x * x; }
            @Compute @Differentiable public double shrink(double x) { return x * x; }
            @Compute @Differentiable public double keep(double x) { return x * x; }
            static double keep(float x) { return x; }
          }
          """;

  private static final String SUB =
      HEADER
          + """
          @Model
          public class Sub extends Base {
            @Compute @Differentiable public double grow(float x) { return x * x * x; }
            double shrink(int x) { return x; }
            @Override @Compute @Differentiable public double keep(double x) { return x * 9; }
          }
          """;

  /** The differentiable methods of both classes of a model, whose names differ by case. */
  private static final String CASES =
      HEADER
          + """
          @Model
          public class Cases {
            @Compute @Differentiable public double f(double x) { return x * 2; }
            @Compute @Differentiable public double F(double x) { return x * 3; }
            @Compute @Differentiable public double fGradient(double x) { return x * 4; }
          }
          """;

  @TempDir private static Path folder;

  private static InMemoryClasses models;

  @BeforeAll
  static void compileModels() throws IOException {
    Map<String, String> files =
        Map.of(
            "overloads.Overloads", MODEL,
            "overloads.Base", BASE,
            "overloads.Sub", SUB,
            "overloads.Cases", CASES);
    models = InMemoryCompiler.compile(files);
    models.writeTo(folder);
  }

  /** The values of expressions, separated by commas. */
  private static double[] results(String expressions) throws IOException {
    String calls =
        HEADER
            + """
            public class Calls {
              @Model static class Any {} // so that the processor runs, and takes its options

              private static double run(dev.kiln.graph.Graph graph, Feeds feeds, String name) {
                try (Session session = new Session(graph, Feeds.none())) {
                  return ((Number) session.run(feeds).get(name)).doubleValue();
                }
              }

              public static double[] results() {
                CompiledOverloads model = new CompiledOverloads();
                double number = run(OverloadsGraphs.namedOfNothing(), Feeds.none(), "result");
                return number == model.named() ? values(model) : null;
              }

              private static double[] values(CompiledOverloads model) {
                return new double[] {VALUES};
              }
            }
            """
                .replace("VALUES", expressions);
    try {
      InMemoryClasses classes =
          InMemoryCompiler.compile(Map.of("overloads.Calls", calls), folder).with(models);
      return (double[]) Reflection.call(classes.loadClass("overloads.Calls"), null, "results");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertResults(String calls, double... expected) throws IOException {
    assertArrayEquals(expected, results(calls), 1e-9);
  }

  @Test
  void aGradientIsThatOfTheOverloadThatJavaCalls() throws IOException {
    assertResults(
        """
        model.sameGradient(2f).value(), model.sameGradient(2f).x(),
        model.sameGradient(2.0).value(), model.sameGradient(2.0).x(),
        model.sameGradient(2).value(), model.same(2),
        model.powerGradient(2.0, 3).value(), model.powerGradient(2.0, 3).x(),
        model.powerGradient(2.0, 3L).value(), model.powerGradient(2.0, 3L).x()
        """,
        8,
        12,
        4,
        4,
        8,
        8,
        80,
        120,
        8,
        12);
  }

  @Test
  void soAreDerivativesThatTakeTheSameBesideTheArguments() throws IOException {
    assertResults(
        """
        model.sameVjp(2f, 10.0).x(), model.sameVjp(2.0, 10.0).x(),
        model.sameJacobian(2f)[0][0], model.sameJacobian(2.0)[0][0],
        model.sameHessian(2f)[0][0], model.sameHessian(2.0)[0][0],
        model.sameHessianDiagonal(2f)[0], model.sameHessianDiagonal(2.0)[0]
        """,
        120,
        40,
        12,
        4,
        12,
        2,
        12,
        2);
  }

  @Test
  void derivativesThatTakeOtherDirectionsSayWhichOverloadTheyAreOf() throws IOException {
    assertResults(
        """
        model.sameJvpOfFloat(2, 10).tangent(), model.sameJvpOfDouble(2f, 10f).tangent(),
        model.sameHvpOfFloat(2, 10).xProduct(), model.sameHvpOfDouble(2, 10).xProduct(),
        model.scaledGradient(new double[] {2}, 3f).x()[0],
        model.scaledGradient(new double[] {2}, 3.0).x()[0],
        model.scaledGradient(new double[] {2}, 3).x()[0],
        model.scaledGradient(new double[] {2}).x()[0],
        model.scaledGradient(new float[] {2}).x()[0],
        model.scaledGradientIntoOfDoubleArrayFloat(
            new double[] {2}, 3, new double[1], new float[1]),
        model.scaledGradientIntoOfDoubleArrayDouble(
            new double[] {2}, 3f, new double[1], new double[1])
        """,
        120, 40, 120, 20, 36, 12, 36, 5, 7, 24, 12);
  }

  @Test
  void soDoThoseOfMethodsOfWhichOneOverloadHasNone() throws IOException {
    assertResults(
        """
        model.wideGradientOfDouble(3f).x(), model.narrowGradient(2f).x(),
        model.namedGradient2(3).x(), model.namedGradient2().value(), model.namedGradient("four")
        """,
        6,
        12,
        6,
        4,
        4);
  }

  @Test
  void whereArgumentsAndDirectionsCouldBeTakenForEachOtherTheNamesDiffer() throws IOException {
    assertResults(
        """
        model.directionJvp(2, 10).tangent(), model.directionJvp(2, 5, 10).tangent(),
        model.directionGradient(2).w(), model.directionGradient(2, 5).w(),
        model.turnJvpOfDouble(2, 1, 10).tangent(), model.turnJvpOfDoubleDouble(2, 5, 1).tangent()
        """,
        20,
        100,
        2,
        10,
        23,
        20);
  }

  @Test
  void overloadsMayBeInherited() throws IOException {
    assertResults(
        """
        new CompiledSub().growGradient(2f).x(), new CompiledSub().growGradient(2.0).x(),
        new CompiledBase().growGradient(2f).x(),
        new CompiledSub().shrinkGradientOfDouble(3).x(), new CompiledBase().shrinkGradient(3).x(),
        new CompiledSub().keepGradientOfDouble(3).x(), new CompiledBase().keepGradientOfDouble(3).x()
        """,
        12,
        4,
        4,
        6,
        6,
        9,
        6);
  }

  @Test
  void graphsOfOverloadsSayWhichTheyAreOf() throws IOException {
    assertResults(
        """
        run(OverloadsGraphs.sameOfFloat(), Feeds.of("x", 2f), "result"),
        run(OverloadsGraphs.sameOfDouble(), Feeds.of("x", 2.0), "result"),
        run(OverloadsGraphs.sameGradientOfFloat(), Feeds.of("x", 2f), "x"),
        run(OverloadsGraphs.powerGradientOfDoubleInt(), Feeds.of("x", 2.0).and("n", 3), "x"),
        run(OverloadsGraphs.powerGradientOfDoubleLong(), Feeds.of("x", 2.0).and("n", 3L), "x"),
        run(OverloadsGraphs.sameJvpOfDouble(), Feeds.of("x", 2.0).and("dX", 1.0), "dResult"),
        run(OverloadsGraphs.narrow(), Feeds.of("x", 2f), "result"),
        run(SubGraphs.growOfFloat(), Feeds.of("x", 2f), "result"),
        run(BaseGraphs.grow(), Feeds.of("x", 2.0), "result")
        """,
        8,
        4,
        12,
        120,
        12,
        4,
        8,
        8,
        4);
  }

  @Test
  void namesThatDifferByCaseOrAreTakenAreToldApart() throws IOException {
    assertResults(
        """
        new CompiledCases().fGradient2(1).x(), new CompiledCases().FGradient(1).x(),
        new CompiledCases().fGradient(1), new CompiledCases().fGradientGradient(1).x(),
        run(CasesGraphs.fGradient(), Feeds.of("x", 1.0), "result"),
        run(CasesGraphs.fGradient2(), Feeds.of("x", 1.0), "x")
        """,
        2,
        3,
        4,
        4,
        4,
        2);
  }

  @Test
  void aNameThatIsNotUnderstoodDoesNotCompile() {
    for (String call : List.of("model.wideGradient(3f).x()", "model.sameJvp(2f, 1.0).tangent()")) {
      Throwable failure =
          assertThrows(InMemoryCompiler.CompilationFailure.class, () -> results(call));
      assertTrue(failure.getMessage().contains("cannot find symbol"), failure.getMessage());
    }
  }
}
