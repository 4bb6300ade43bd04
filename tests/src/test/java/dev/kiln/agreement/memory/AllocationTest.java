package dev.kiln.agreement.memory;

import static dev.kiln.testkit.ModelAssertions.assertThatCall;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.processor.Sources;
import org.junit.jupiter.api.Test;

/** What generated code allocates once it has run: what it returns, and no more. */
class AllocationTest {
  private static final String MODEL =
      """
      @Model public class Fields {
        @Parameter double rate = 0.75;

        @Compute @Differentiable(wrt = "x") double f(double[] x, int n) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < x.length; j++) {
              x[j] = Math.sin(x[j]) * rate;
              sum += x[j] * x[j];
            }
          }
          return sum;
        }

        @Compute double plain(double[] x) {
          double sum = 0;
          for (double each : x) { sum += Math.sin(each); }
          return sum;
        }
      }
      """;

  private static Runnable call(String statement) throws Exception {
    return (Runnable)
        new Sources()
            .demo("Fields", MODEL)
            .run(
                """
                CompiledFields model = new CompiledFields();
                double[] x = new double[50];
                double[] dX = new double[50];
                return (Runnable) () -> %s;
                """
                    .formatted(statement));
  }

  @Test
  void methodsOfNumbersAllocateNothing() throws Exception {
    assertThatCall(call("model.plain(x)")).allocatesNothing();
  }

  @Test
  void gradientsIntoArraysAllocateNothing() throws Exception {
    assertThatCall(call("model.fGradientInto(x, 20, dX)")).allocatesNothing();
  }

  @Test
  void gradientsAllocateWhatTheyReturn() throws Exception {
    int array = 16 + 8 * 50;
    int record = 32;
    assertThatCall(call("model.fGradient(x, 20)")).allocatesAtMost(array + record);
  }

  /** More tensors than one call checks without an array of them; sizes are shared across calls. */
  private static final String TENSORS =
      """
      @Model public class Many {
        @Parameter @Shape("k, n") Tensor a = Tensor.zeros(3, 2);
        @Parameter @Shape("m, n") Tensor b = Tensor.zeros(4, 2);
        @Parameter @Shape("m") Tensor c = Tensor.zeros(4);
        @Parameter @Shape("m") Tensor d = Tensor.zeros(4);

        @Compute int five(@Shape("n") Tensor x) {
          return x.dim(0) + a.dim(0) + b.dim(0) + c.dim(0) + d.dim(0);
        }

        @Compute int ten(@Shape("n") Tensor x, @Shape("m") Tensor y, @Shape("2") Tensor z,
            @Shape("k") Tensor u, @Shape("k, m") Tensor v, @Shape("n, k") Tensor w) {
          return five(x) + y.dim(0) + z.dim(0) + u.dim(0) + v.dim(1) + w.dim(0);
        }
      }
      """;

  private static Object many(String statements) throws Exception {
    return new Sources()
        .demo("Many", TENSORS)
        .run(
            """
            CompiledMany model = new CompiledMany();
            Tensor x = Tensor.ones(2);
            Tensor y = Tensor.ones(4);
            Tensor u = Tensor.ones(3);
            Tensor v = Tensor.ones(3, 4);
            Tensor w = Tensor.ones(2, 3);
            Tensor wide = Tensor.ones(2, 4);
            %s
            """
                .formatted(statements));
  }

  @Test
  void checksOfManyTensorsAllocateNothing() throws Exception {
    assertThatCall((Runnable) many("return (Runnable) () -> model.five(x);")).allocatesNothing();
    assertThatCall((Runnable) many("return (Runnable) () -> model.ten(x, y, x, u, v, w);"))
        .allocatesNothing();
  }

  @Test
  void manyTensorsAreChecked() throws Exception {
    assertEquals(
        2 + 3 + 4 + 4 + 4 + 4 + 2 + 3 + 4 + 2, many("return model.ten(x, y, x, u, v, w);"));
    String message =
        (String)
            many(
                """
                try {
                  return "" + model.ten(x, y, x, u, v, wide);
                } catch (IllegalArgumentException e) {
                  return e.getMessage();
                }
                """);
    assertEquals(
        "ten: 'w' is f32[n, k], not f32[2, 4]: size 3 expected along axis 1 (Many.java:12)",
        message);
  }

  private static final String LAYERS =
      """
      @Model public class Layers {
        @Parameter @Shape("128, 128") Tensor w = Tensor.full(DType.FLOAT32, 0.01, 128, 128);

        @Compute @Differentiable Tensor mean(@Shape("n, 128") Tensor x) {
          Tensor hidden = x.matmul(w).add(1).tanh();
          return hidden.matmul(w).relu().matmul(w).softmax(-1).square().mean();
        }

        @Compute Tensor steps(@Shape("n, 128") Tensor x, int steps) {
          Tensor sum = Tensor.zeros(128, 128);
          for (int i = 0; i < steps; i++) {
            Tensor y = x.matmul(w).tanh().matmul(w).sigmoid().matmul(w);
            sum = sum.add(y.transpose().matmul(y).mean());
          }
          return sum.mean();
        }
      }
      """;

  private static Runnable layers(String call) throws Exception {
    return (Runnable)
        new Sources()
            .demo("Layers", LAYERS)
            .run(
                """
                CompiledLayers model = new CompiledLayers();
                Tensor x = Tensor.ones(256, 128);
                return (Runnable) () -> %s;
                """
                    .formatted(call));
  }

  /** Each of the seven tensors between has 128 kB. */
  @Test
  void tensorsBetweenTakeTheMemoryOfThoseBefore() throws Exception {
    assertThatCall(layers("model.mean(x)")).allocatesAtMost(16 * 1024);
  }

  /** Beside the gradient of {@code w}, which has 64 kB. */
  @Test
  void gradientsOfTensorsAllocateWhatTheyReturn() throws Exception {
    assertThatCall(layers("model.meanGradient(x)")).allocatesAtMost((64 + 128 + 32) * 1024);
  }

  /** Each iteration keeps a sum of 64 kB, and makes 700 kB of tensors that it does not keep. */
  @Test
  void iterationsTakeTheMemoryOfThoseBefore() throws Exception {
    assertThatCall(layers("model.steps(x, 20)")).allocatesAtMost(20 * 80 * 1024);
  }
}
