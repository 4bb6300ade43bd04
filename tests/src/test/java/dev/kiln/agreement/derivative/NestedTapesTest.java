package dev.kiln.agreement.derivative;

import static dev.kiln.agreement.Tensors.doubles;
import static dev.kiln.agreement.Tensors.shape;
import static dev.kiln.agreement.Tensors.wideSample;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.agreement.InMemoryCompiler;
import dev.kiln.agreement.Modes;
import dev.kiln.agreement.Program;
import dev.kiln.agreement.Reflection;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tape around a tape gives the Hessian times a direction: of the eager code, where the generated
 * product pushes tangents through the graph of the gradient.
 */
final class NestedTapesTest {
  private static final Program PROGRAM =
      Program.types(
          "Nested",
          """
          @Model
          class Nested {
            @Compute @Differentiable(modes = Mode.HESSIAN_VECTOR_PRODUCT)
            Tensor network(
                @Shape(value = "n, k", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "k, m", dtype = DType.FLOAT64) Tensor w,
                @Shape(value = "m", dtype = DType.FLOAT64) Tensor b) {
              Tensor hidden = x.matmul(w).add(b).tanh();
              Tensor scores = hidden.matmul(w.transpose()).sigmoid().multiply(x);
              return scores.logSoftmax(1).multiply(x.softmax(1)).mean().add(b.square().sum().sqrt());
            }

            @Compute @Differentiable(modes = Mode.HESSIAN_VECTOR_PRODUCT)
            Tensor elementwise(
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
              Tensor positive = y.square().add(1.5);
              return x.multiply(y).divide(positive).add(x.tanh()).subtract(y.sigmoid().exp())
                  .add(positive.log().sqrt()).add(x.relu().multiply(y)).add(x.abs().multiply(x))
                  .add(positive.pow(x)).add(x.maximum(y).multiply(x.minimum(y))).sum();
            }

            @Compute @Differentiable(modes = Mode.HESSIAN_VECTOR_PRODUCT)
            Tensor kinks(@Shape(value = "n", dtype = DType.FLOAT64) Tensor x) {
              Tensor rooted = x.greater(0).where(x.sqrt(), x.multiply(x));
              return x.pow(2).add(x.pow(3)).add(x.pow(0)).add(x.relu().multiply(x)).add(rooted)
                  .add(x.abs().multiply(x)).add(x.maximum(Tensor.zeros(DType.FLOAT64)).square())
                  .sum();
            }

            @Compute @Differentiable(modes = Mode.HESSIAN_VECTOR_PRODUCT)
            Tensor lengths(
                @Shape(value = "n, 1", dtype = DType.FLOAT64) Tensor x,
                @Shape(value = "m", dtype = DType.FLOAT64) Tensor y) {
              Tensor h = x.hypot(y);
              Tensor r = y.hypot(h);
              return h.multiply(h).multiply(1.5).add(r.square().exp()).add(h.multiply(x)).sum();
            }

            @Compute @Differentiable(modes = Mode.HESSIAN_VECTOR_PRODUCT)
            Tensor layouts(@Shape(value = "2, 3", dtype = DType.FLOAT64) Tensor x) {
              Tensor y = Tensor.concatenate(0, x, x.transpose().reshape(2, 3)).slice(0, 1, 4);
              Tensor z = y.permute(1, 0).multiply(x.sum(1).get(0)).square();
              return z.max(0).multiply(z.min(0)).sum().add(x.narrow(1, 1, 2).square().square().sum());
            }
          }
          """);

  private static Modes modes;

  @BeforeAll
  static void compile() throws IOException {
    modes = new Modes(PROGRAM, InMemoryCompiler.compile(PROGRAM.files()));
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 3", "3, 4, 2", "2, 2, 2"})
  void ofANetwork(int n, int k, int m) {
    check("network", wideSample(n, k), wideSample(k, m), wideSample(m));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void ofElementwiseFunctions(int n) {
    check("elementwise", wideSample(n), wideSample(n).add(0.3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 1, -2})
  void atKinks(double x) {
    check("kinks", doubles(shape(2), x, 0.5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, 0.25})
  void ofSquaredLengths(double x) {
    check("lengths", doubles(shape(3, 1), x, 0.5, x), doubles(shape(2), 0, -0.75));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -0.5})
  void ofLayouts(double scale) {
    check("layouts", wideSample(2, 3).multiply(scale));
  }

  private static void check(String method, Tensor... arguments) {
    List<Tensor> directions = new ArrayList<>();
    for (Tensor each : arguments) {
      directions.add(each.multiply(0.7).add(0.25).tanh());
    }
    Object compiled = modes.newCompiled();
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.addAll(directions);
    List<Object> expected =
        Reflection.components(
            Reflection.call(compiled.getClass(), compiled, method + "Hvp", all.toArray()));
    for (Object model : List.of(modes.newModel(modes.plain()), compiled)) {
      List<Object> answers = new ArrayList<>();
      try (Tape outer = Tape.open()) {
        List<Tensor> gradient;
        Tensor slope = Tensor.scalar(0.0);
        try (Tape inner = Tape.open()) {
          Object value = Reflection.call(model.getClass(), model, method, (Object[]) arguments);
          answers.add(value);
          gradient = inner.gradient((Tensor) value, arguments);
        }
        for (int i = 0; i < arguments.length; i++) {
          slope = slope.add(gradient.get(i).multiply(directions.get(i)).sum());
        }
        answers.addAll(gradient);
        answers.addAll(outer.gradient(slope, arguments));
      }
      assertClose(method + Arrays.toString(arguments), expected, answers);
    }
  }

  private static void assertClose(String what, List<Object> expected, List<Object> actual) {
    assertEquals(expected.size(), actual.size(), what);
    for (int i = 0; i < expected.size(); i++) {
      double[] left = ((Tensor) expected.get(i)).toDoubleArray();
      double[] right = ((Tensor) actual.get(i)).toDoubleArray();
      assertEquals(left.length, right.length, what);
      for (int j = 0; j < left.length; j++) {
        double tolerance = 1e-12 * Math.max(1, Math.abs(left[j]));
        assertEquals(left[j], right[j], tolerance, what + ", component " + i + ", element " + j);
      }
    }
  }
}
