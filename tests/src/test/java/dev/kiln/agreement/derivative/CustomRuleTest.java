package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Program.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.Jvp;
import dev.kiln.graph.Graph;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.session.Feeds;
import dev.kiln.session.Session;
import dev.kiln.testkit.GradCheck;
import dev.kiln.testkit.run.InMemoryClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derivatives that users give are used, whatever the method computes. */
class CustomRuleTest {
  /** A method whose derivative is said to be other than it is, so that one sees which is used. */
  private static final Program PROGRAM =
      model(
          "Reversed",
          """
          @CustomGradient(vjp = "reverseVjp")
          static double reverse(double x) { return x; }
          static double reverseVjp(double x, double dResult) { return -x * dResult; }

          @CustomGradient(vjp = "clipVjp")
          static double clip(double x) { return x; }
          static double clipVjp(double x, double dResult) {
            return Math.max(-1, Math.min(1, dResult));
          }

          @CustomGradient(jvp = "forwardJvp")
          static double forward(double x) { return x; }
          static double forwardJvp(double x, double dX) { return 5 * dX; }

          @Parameter double w = 2;
          @CustomGradient(vjp = "scaledVjp") double scaled(double x) { return w * x; }
          double scaledVjp(double x, double dResult) { return w * dResult; }

          @Compute @Differentiable(modes = {
            Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN, Mode.HESSIAN,
            Mode.HESSIAN_VECTOR_PRODUCT})
          double f(double x) { return 3 * reverse(x * x); }

          @Compute @Differentiable double clipped(double x) { return 7 * clip(x * x); }

          @Compute @Differentiable(modes = {Mode.JVP, Mode.JACOBIAN})
          double forwards(double x) { return forward(x * x); }

          @Compute @Differentiable(wrt = "x") double g(double x) { return scaled(x * x) * w; }
          """);

  private static final double X = 1.5;

  private static Modes modes() throws IOException {
    return new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
  }

  private static Object call(Modes modes, String method, Object... arguments) {
    Object compiled = modes.newCompiled();
    return Reflection.call(compiled.getClass(), compiled, method, arguments);
  }

  private static double component(Object record, int index) {
    return (double) Reflection.components(record).get(index);
  }

  @Test
  void allModesUseTheRule() throws IOException {
    Modes modes = modes();
    double square = X * X;
    double slope = -3 * square * 2 * X; // -y dy at y = x^2
    assertEquals(3 * square, call(modes, "f", X));
    assertEquals(slope, component(call(modes, "fGradient", X), 1));
    assertEquals(slope, component(call(modes, "fVjp", X, 1.0), 1));
    assertEquals(slope, component(call(modes, "fJvp", X, 1.0), 1));
    assertArrayEquals(new double[][] {{slope}}, (double[][]) call(modes, "fJacobian", X));
  }

  @Test
  void secondDerivativesDifferentiateTheRule() throws IOException {
    Modes modes = modes();
    // the gradient is -6 y x with y = x^2, where the method is not called any more
    double second = -3 * (2 * X * 2 * X + X * X * 2);
    assertArrayEquals(new double[][] {{second}}, (double[][]) call(modes, "fHessian", X));
    assertEquals(second, component(call(modes, "fHvp", X, 1.0), 2));
  }

  @Test
  void sessionsAndGraphsKnowTheRule() throws IOException {
    Graph graph = modes().graph("f");
    String text = GraphPrinter.print(graph);
    assertTrue(text.contains("derivative (differentiated) vjp \"reverse_vjp\""), text);
    try (Session session = new Session(Gradients.of(graph, List.of("x")))) {
      assertEquals(-6 * X * X * X, session.run(Feeds.of("x", X)).getDouble("x"));
    }
  }

  @Test
  void smallRulesAreInlined() throws IOException {
    InMemoryClasses classes = InMemoryCompiler.compile(PROGRAM.files());
    String source = classes.generatedSources().get(PROGRAM.qualified("CompiledReversed"));
    // the text of the graph mentions it
    assertFalse(source.lines().anyMatch(line -> line.matches(".*reverse.*\\(.*;")), source);
  }

  @Test
  void aRuleThatIsNotLinearServesReverseModeOnly() throws IOException {
    Modes modes = modes();
    assertEquals(2 * X, component(call(modes, "clippedGradient", X), 1));
    Graph graph = modes.graph("clipped");
    NotDifferentiableException refusal =
        assertThrows(NotDifferentiableException.class, () -> Jvp.of(graph, List.of("x")));
    assertEquals(
        "forward mode through clip, whose @CustomGradient has no jvp: its vjp is not seen to be"
            + " linear in the cotangent, so no jvp follows; name a jvp",
        refusal.getMessage());
    assertEquals("Reversed.java:45", refusal.position().toString());
  }

  @Test
  void aRuleForForwardModeServesForwardModeOnly() throws IOException {
    Modes modes = modes();
    assertEquals(5 * 2 * X, component(call(modes, "forwardsJvp", X, 1.0), 1));
    assertArrayEquals(
        new double[][] {{5 * 2 * X}}, (double[][]) call(modes, "forwardsJacobian", X));
    Graph graph = modes.graph("forwards");
    NotDifferentiableException refusal =
        assertThrows(NotDifferentiableException.class, () -> Gradients.of(graph, List.of("x")));
    assertEquals(
        "the @CustomGradient of forward has no vjp, which reverse mode needs: name one",
        refusal.getMessage());
  }

  @Test
  void whatTheRuleSaysNothingOfIsNotDifferentiated() throws IOException {
    Modes modes = modes();
    assertEquals(2 * 2 * X * 2, component(call(modes, "gGradient", X), 1));
    Graph graph = modes.graph("g");
    NotDifferentiableException refusal =
        assertThrows(
            NotDifferentiableException.class, () -> Gradients.of(graph, List.of("x", "w")));
    assertEquals(
        "the @CustomGradient of scaled gives no derivative with respect to the field 'w', which"
            + " the method reads: pass it as an argument",
        refusal.getMessage());
    assertThrows(NotDifferentiableException.class, () -> Jvp.of(graph, List.of("w")));
  }

  @Test
  void modelsOfALibraryKeepTheirRules(@TempDir Path folder) throws IOException {
    InMemoryClasses library =
        InMemoryCompiler.compile(
            Map.of(
                "library.Reverse",
                """
                package library;
                import dev.kiln.annotation.*;
                @Model
                public class Reverse {
                  double scale = 4;
                  @Compute @CustomGradient(vjp = "applyVjp")
                  public double apply(double x) { return helper(x); }
                  double helper(double x) { return x; }
                  double applyVjp(double x, double dResult) { return -scale * dResult; }
                  @Compute public double twice(double x) { return apply(x) + x; }
                }
                """));
    library.writeTo(folder);
    Program user =
        Program.types(
            "Library",
            """
            @Model
            class Library {
              library.Reverse reverse = new library.Reverse();
              @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP})
              double f(double x) { return reverse.apply(x * x) + reverse.twice(x); }
            }
            """);
    Modes modes = new Modes(user, InMemoryCompiler.compile(user.files(), folder).with(library));
    assertEquals(-4 * 2 * X - 4 + 1, component(call(modes, "fGradient", X), 1));
    assertEquals(-4 * 2 * X - 4 + 1, component(call(modes, "fJvp", X, 1.0), 1));
    modes.checkGraphs();
  }

  @Test
  void theGradientTimesTheTangentsIsTheJvpOfANumberThatIsMadeOfArrays() throws IOException {
    Program program =
        model(
            "GradientTimesTangents",
            """
            record Cotangents(double[][] a, double k) {}
            @CustomGradient(vjp = "sumVjp") static double sum(double[][] a, double k) {
              double sum = 0;
              for (double[] row : a) { for (double each : row) { sum += each * each; } }
              return k * sum;
            }
            static Cotangents sumVjp(double[][] a, double k, double result, double dResult) {
              double[][] da = new double[a.length][a[0].length];
              for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < a[i].length; j++) { da[i][j] = 2 * k * a[i][j] * dResult; }
              }
              return new Cotangents(da, result / k * dResult);
            }
            @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.JVP, Mode.HESSIAN})
            double f(double[][] a, double k) { return Math.exp(sum(a, k)) * k; }
            """);
    Modes modes = new Modes(program, InMemoryCompiler.compile(program.files()));
    double[][] a = {{0.1, -0.2}, {0.3, 0.4}};
    double[][] v = {{1, 2}, {-0.5, 0.25}};
    Object gradient = call(modes, "fGradient", a, 0.7);
    double[][] da = (double[][]) Reflection.components(gradient).get(1);
    double expected = 1.5 * component(gradient, 2);
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 2; j++) {
        expected += v[i][j] * da[i][j];
      }
    }
    assertEquals(expected, component(call(modes, "fJvp", a, 0.7, v, 1.5), 1), 1e-14);
    double[][] hessian = (double[][]) call(modes, "fHessian", a, 0.7);
    GradCheck.at(
            0.7,
            k -> ((double[][]) Reflection.components(call(modes, "fGradient", a, k)).get(1))[1][0])
        .gradient(hessian[2][4]);
    modes.checkGraphs();
  }

  @Test
  void arraysAreNeitherWrittenNorPassedOn() throws IOException {
    Program program =
        model(
            "Impure",
            """
            @CustomGradient(vjp = "firstVjp") static double first(double[] x) {
              x[1] = x[0];
              return x[0];
            }
            static double[] firstVjp(double[] x, double dResult) { return new double[x.length]; }
            @CustomGradient(vjp = "sameVjp") static double[] same(double[] x) { return x; }
            static double[] sameVjp(double[] x, double[] dResult) { return new double[x.length]; }
            @Compute double f(double[] x) { return first(x); }
            @Compute double g(double[] x) { return same(x)[0]; }
            """);
    Modes modes = new Modes(program, InMemoryCompiler.compile(program.files()));
    assertEquals(
        "first writes an array that it is given, but it has a @CustomGradient: return a new"
            + " array instead",
        assertThrows(
                NotDifferentiableException.class,
                () -> Gradients.of(modes.graph("f"), List.of("x")))
            .getMessage());
    assertEquals(
        "same returns an array that it did not create, but it has a @CustomGradient: return a"
            + " new array instead",
        assertThrows(
                NotDifferentiableException.class,
                () -> Gradients.of(modes.graph("g"), List.of("x")))
            .getMessage());
  }
}
