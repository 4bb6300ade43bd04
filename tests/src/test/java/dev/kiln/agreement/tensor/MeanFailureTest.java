package dev.kiln.agreement.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.graph.Graph;
import dev.kiln.testkit.run.Observation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Factors that are computed before a loop, though they come after it, throw in their own place. */
class MeanFailureTest {
  private static final String SOURCE =
      """
      @Compute @Differentiable(wrt = "w")
      double f(double w, double[] x, double[] y, double[][] z, int n) {
        double loss = 0;
        for (int i = 0; i < x.length; i++) { loss += Math.sin(w * x[i + n]); }
        return loss / y.length * y[n] * (8 / (n - 1)) * (7 % (n + 1)) / z[n].length;
      }
      """;

  private static final double[] SAMPLES = {1, 2, 3};
  private static final double[][] ROWS = {{1, 2}, null};

  private static Modes modes;

  @BeforeAll
  static void compile() throws IOException {
    Program program = Program.model("FailingMean", SOURCE);
    modes = new Modes(program, InMemoryCompiler.compile(program.files()));
  }

  @Test
  void theLoopThrowsFirst() throws ReflectiveOperationException {
    throwsWhatTheMethodThrows("Index 3 out of bounds", 0.5, SAMPLES, null, null, 1);
    throwsWhatTheMethodThrows("Index 3 out of bounds", 0.5, SAMPLES, SAMPLES, ROWS, 1);
    throwsWhatTheMethodThrows("Index -1 out of bounds", 0.5, SAMPLES, new double[0], ROWS, -1);
  }

  @Test
  void thenTheFactorsInTheirOrder() throws ReflectiveOperationException {
    double[] none = {};
    throwsWhatTheMethodThrows("NullPointerException", 0.5, none, null, ROWS, 0);
    throwsWhatTheMethodThrows("Index 0 out of bounds", 0.5, none, none, ROWS, 0);
    throwsWhatTheMethodThrows("by zero", 0.5, none, SAMPLES, null, 1);
    throwsWhatTheMethodThrows("Index -1 out of bounds", 0.5, none, SAMPLES, ROWS, -1);
    throwsWhatTheMethodThrows("NullPointerException", 0.5, none, SAMPLES, null, 2);
    throwsWhatTheMethodThrows("Index 2 out of bounds", 0.5, none, SAMPLES, ROWS, 2);
  }

  private static void throwsWhatTheMethodThrows(String part, Object... arguments)
      throws ReflectiveOperationException {
    Object plain = Reflection.construct(modes.plain());
    Method method = Reflection.method(modes.plain(), "f", arguments.length);
    String expected = thrown(() -> Reflection.invoke(method, plain, arguments));
    assertEquals(true, expected.contains(part), expected);
    Object compiled = modes.newCompiled();
    assertEquals(
        expected,
        thrown(() -> Reflection.call(compiled.getClass(), compiled, "fGradient", arguments)));
    if (!Arrays.asList(arguments).contains(null)) { // which sessions are not fed
      Graph graph = modes.graph("fGradient");
      assertEquals(
          expected, thrown(() -> modes.runGraph(graph, plain, method, arguments, Map.of())));
    }
  }

  private static String thrown(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return new Observation().thrown(e).toString();
    }
    return "threw nothing";
  }
}
