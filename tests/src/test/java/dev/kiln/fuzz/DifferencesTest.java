package dev.kiln.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.fuzz.compare.Disagreement;
import dev.kiln.fuzz.compare.Modes;
import dev.kiln.fuzz.run.BatchCompiler;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the fuzzer believes finite differences: where the program takes one way all around. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferencesTest {
  private BatchCompiler compiler;

  @BeforeAll
  void open() {
    compiler = new BatchCompiler();
  }

  @AfterAll
  void close() {
    compiler.close();
  }

  private Modes modes(String body, double x) {
    return modes(
        "@Compute @Differentiable double f(double x) {\n" + body + "\n}", Double.toString(x));
  }

  private Modes modes(String members, String argument) {
    String source =
        """
        import dev.kiln.annotation.Compute;
        import dev.kiln.annotation.CustomGradient;
        import dev.kiln.annotation.Differentiable;
        import dev.kiln.annotation.Model;
        @Model
        class Sample {
        %s
        }
        final class SampleCalls {
          static Object[] arguments(int call) {
            return call == 0 ? new Object[] {"f", %s} : null;
          }
        }
        """
            .formatted(members, argument);
    BatchCompiler.Outcome outcome = compiler.compile("Sample", source);
    assertEquals("", outcome.error());
    return new Modes(outcome.loaded().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return x < 0 ? 2 * x : x;",
        "if (x > 0) { return 1; } return x;",
        "return Math.abs(x);",
        "return Math.max(x, -x) + x;",
        "return (int) (1e5 * x) + x;",
        "return (long) (1e5 * x) * x;",
        "return x - Math.floor(x);",
        "return (x + 1) % 1.0;",
        "return Math.IEEEremainder(x, x + 1 - Math.nextDown(x + 1));",
        "return Math.signum(x) * x + x;",
        "return switch ((int) (x + 1)) { case 0 -> 2 * x; default -> x; };",
        "for (int i = 0; i < 3; i++) { if (x * i > 0) { break; } x += 0.1 * x; } return x;",
        "return 1 + (float) x;",
      })
  void aKinkAtThePointIsNoReasonToComplain(String body) {
    Modes modes = modes(body, 0);
    assertEquals(Optional.empty(), modes.check());
    assertEquals(0, modes.comparisons());
    assertEquals(1, modes.branching());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return x < 0 ? 2 * x : x;",
        "return Math.abs(x) * x;",
        "double s = 0; for (int i = 0; i < 5; i++) { if (i * x > 1) { break; } s += x * i; } return"
            + " s;",
        "return (int) (10 * x) * x;",
        "return x % 0.3;",
        "return x + (float) 0.1;",
      })
  void awayFromKinksDerivativesAreCompared(String body) {
    Modes modes = modes(body, 0.77);
    assertEquals(Optional.empty(), modes.check());
    assertEquals(1, modes.comparisons());
  }

  @Test
  void aWrongDerivativeIsFound() {
    String members =
        """
        @Compute @Differentiable double f(double x) { return 1 + square(x); }
        @CustomGradient(vjp = "squareVjp")
        static double square(double x) { return x * Math.abs(x); }
        static double squareVjp(double x, double d) { return 1.999 * x * d; }
        """;
    Optional<Disagreement> found = modes(members, "1.3").check();
    assertEquals(Optional.of("differences"), found.map(Disagreement::kind));
  }
}
