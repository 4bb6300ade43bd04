package dev.kiln.agreement.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named sizes that are solved for, since no dimension is just the name. */
class SolvedSizesTest {
  private static final Program PROGRAM =
      Program.model(
          "Solved",
          """
          @Model static class Halves {
            @Compute @Shape("n") Tensor first(@Shape("2*n") Tensor x) {
              return x.reshape(2, -1).sum(0);
            }
          }
          Halves halves = new Halves();
          @Compute @Shape("n, 2") Tensor pairs(@Shape("2*n") Tensor x) { return x.reshape(-1, 2); }
          @Compute @Shape("2*n+1") Tensor odd(@Shape("2*n+1") Tensor x) { return x.exp(); }
          @Compute @Shape("n, m") Tensor rows(@Shape("n*m") Tensor x, @Shape("m") Tensor y) {
            return x.reshape(-1, y.dim(0)).multiply(y);
          }
          @Compute @Differentiable @Shape("") Tensor chained(@Shape("3*n*m") Tensor x, @Shape("2*m") Tensor y) {
            return x.sum().multiply(y.sum());
          }
          @Compute @Shape("n") Tensor nested(@Shape("4*n") Tensor x) {
            return halves.first(halves.first(x));
          }
          """);

  private final Modes modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));

  private static Tensor numbers(int count) {
    return Tensor.arange(DType.FLOAT32, count);
  }

  @Test
  void allModesAgree() {
    modes.checkGraphs();
    for (int n : List.of(0, 1, 3)) {
      modes.checkAgreement(new Program.Call("pairs", List.of(numbers(2 * n))));
      modes.checkAgreement(new Program.Call("odd", List.of(numbers(2 * n + 1))));
      modes.checkAgreement(new Program.Call("rows", List.of(numbers(2 * n), numbers(2))));
      modes.checkAgreement(new Program.Call("chained", List.of(numbers(6 * n), numbers(4))));
      modes.checkAgreement(new Program.Call("nested", List.of(numbers(4 * n))));
    }
  }

  @Test
  void anEmptyFactorLeavesNothingToSolve() {
    modes.checkAgreement(new Program.Call("chained", List.of(numbers(0), numbers(0))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "pairs; 3; 0; pairs: 'x' is f32[2*n], not f32[3]: no size fits along axis 0",
        "odd; 4; 0; odd: 'x' is f32[2*n+1], not f32[4]: no size fits along axis 0",
        "odd; 0; 0; odd: 'x' is f32[2*n+1], not f32[0]: no size fits along axis 0",
        "rows; 5; 2; rows: 'x' is f32[m*n], not f32[5]: no size fits along axis 0",
        "rows; 5; 0; rows: 'x' is f32[m*n], not f32[5]: no size fits along axis 0",
        "chained; 6; 3; chained: 'y' is f32[2*m], not f32[3]: no size fits along axis 0"
      })
  void sizesThatDoNotFitAreRefused(String method, int first, int second, String message) {
    boolean isBinary = method.equals("rows") || method.equals("chained");
    Object[] arguments =
        isBinary ? new Object[] {numbers(first), numbers(second)} : new Object[] {numbers(first)};
    Object compiled = modes.newCompiled();
    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> Reflection.call(compiled.getClass(), compiled, method, arguments));
    assertEquals(message, Observation.message(thrown));
    Object plain = modes.newModel(modes.plain());
    IllegalArgumentException inSession =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                modes.runGraph(
                    method,
                    plain,
                    Reflection.method(modes.plain(), method, arguments.length),
                    arguments));
    assertEquals(message, Observation.message(inSession));
  }
}
