package dev.kiln.agreement.tensor;

import static dev.kiln.agreement.Tensors.wideSample;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Build;
import dev.kiln.testkit.run.LoadedModel;
import dev.kiln.testkit.run.ModelCompiler;
import dev.kiln.testkit.run.Observation;
import dev.kiln.testkit.run.SourceFile;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code @Shape} on local variables and on components of records, where a check fails. */
class ShapeAssertionFailuresTest {
  private static final String SOURCE =
      """
      @Model public class Checked {
        @Parameter @Shape(value = "k", dtype = DType.FLOAT64) Tensor w =
            Tensor.ones(DType.FLOAT64, 3);
        record Pair(@Shape(value = "p", dtype = DType.FLOAT64) Tensor left,
            @Shape(value = "p", dtype = DType.FLOAT64) Tensor right) {}

        @Compute @Differentiable
        Tensor local(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x, int times) {
          @Shape(value = "n, n", dtype = DType.FLOAT64) Tensor square = x;
          return square.square().sum();
        }

        @Compute @Differentiable
        Tensor assigned(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x, int times) {
          @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor h = x;
          for (int i = 0; i < times; i++) { h = x.transpose().exp(); }
          return h.sum();
        }

        @Compute @Differentiable
        Tensor component(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x, int times) {
          return new Pair(x.sum(0), x.sum(1)).left().exp().sum();
        }

        @Compute @Differentiable
        Tensor unread(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor x, int times) {
          return half(x).sum();
        }

        private Tensor half(Tensor x) {
          @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor wide = x;
          return wide.multiply(0.5);
        }
      }
      """;

  private static LoadedModel model;

  @BeforeAll
  static void compile() throws ClassNotFoundException {
    Build build = new ModelCompiler(List.of()).compile(List.of(SourceFile.of(SOURCE)));
    assertTrue(build.succeeded(), () -> build.errors().toString());
    model = new LoadedModel(build.classes().loadClass("demo.Checked"));
  }

  private static void check(String method, int times, String message) {
    for (Tensor fits : List.of(wideSample(3, 3), wideSample(3, 3))) {
      Observation plain = model.plain(method, List.of(fits, times));
      assertFalse(plain.hasThrown());
      assertTrue(plain.agreesWith(model.session(method, List.of(fits, times))));
      assertTrue(plain.agreesWith(model.compiled(method, List.of(fits, times))));
    }
    List<?> arguments = List.of(wideSample(3, 2), times);
    assertFalse(model.plain(method, arguments).hasThrown());
    for (Observation other :
        List.of(
            model.session(method, arguments),
            model.compiled(method, arguments),
            model.compiled(method + "Gradient", arguments))) {
      assertTrue(other.threw(IllegalArgumentException.class, message), other::toString);
    }
  }

  @Test
  void localVariables() {
    check("local", 0, "'square' is f64[n, n], not f64[3, 2]: size 3 expected along axis 1");
  }

  @Test
  void assignments() {
    check("assigned", 1, "'h' is f64[n, m], not f64[2, 3]: size 3 expected along axis 0");
    List<?> never = List.of(wideSample(3, 2), 0);
    Observation plain = model.plain("assigned", never);
    assertTrue(plain.agreesWith(model.compiled("assigned", never)));
    assertTrue(plain.agreesWith(model.session("assigned", never)));
  }

  @Test
  void components() {
    check("component", 0, "'right' of Pair is f64[m], not f64[3]: size 2 expected along axis 0");
  }

  /** The size of a field that nothing else reads. */
  @Test
  void sizesOfFields() {
    check("unread", 0, "'wide' is f64[n, k], not f64[3, 2]: size 3 expected along axis 1");
    assertEquals(
        List.of("x", "times", "w"),
        model.graph("unread").inputs().stream().map(each -> each.name()).toList());
  }
}
