package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Records of gradients are also maps by the names of parameters. */
class GradientMapTest {
  private static final String LAYER =
      """
      @Model
      class Layer {
        @Parameter @Shape("2") Tensor w = Tensor.of(new float[] {2, 3});
        @Compute Tensor apply(@Shape("2") Tensor x) { return x.multiply(w); }
      }
      """;

  private static final String NET =
      """
      @Model
      class Net {
        final Layer[] layers = {new Layer(), new Layer()};
        @Parameter double scale = 3;
        @Parameter float shift = 1;
        @Parameter double[] weights = {5, 7};
        @Parameter double[][] rows = {{1, 2}, {3, 4}};

        @Compute
        @Differentiable(wrt = {"input", "layers"})
        Tensor energy(@Shape("2") Tensor input) {
          Tensor y = input;
          for (Layer layer : layers) {
            y = layer.apply(y);
          }
          return y.sum();
        }

        @Compute
        @Differentiable(wrt = {"x", "scale", "shift", "weights", "rows"})
        double loss(double x) {
          double sum = x * scale + shift;
          for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * weights[i] + rows[i][i];
          }
          return sum;
        }

        @Compute @Differentiable(wrt = "x")
        double square(double x) { return x * x * scale; }
      }
      """;

  /** The energy is x . w0 . w1, and the loss has the derivatives x, 1, 2 w and the identity. */
  @Test
  void derivativesHaveTheNamesOfParameters() throws Exception {
    assertEquals(
        "{layers.0.w=[2.0, 6.0], layers.1.w=[2.0, 6.0], scale=[0.5], shift=[1.0],"
            + " weights=[10.0, 14.0], rows=[1.0, 0.0, 0.0, 1.0]} 3.0",
        new Sources()
            .demo("Layer", LAYER)
            .demo("Net", NET)
            .run(
                """
                CompiledNet net = new CompiledNet();
                Tensor input = Tensor.of(new float[] {1, 2});
                Map<String, Tensor> all = net.energyGradient(input).gradients();
                CompiledNet.LossGradient slope = net.lossGradient(0.5);
                all.putAll(slope.gradients());
                NetParameters.set(new CompiledNet(), all); // checks names and types
                Map<String, String> texts = new LinkedHashMap<>();
                all.forEach((name, gradient) -> texts.put(name, Arrays.toString(
                    gradient.reshape(gradient.array().shape().elements())
                        .cast(DType.FLOAT64).toDoubleArray())));
                return texts + " " + slope.x();
                """));
  }

  @Test
  void aRecordWithoutParametersHasNoMap() throws Exception {
    assertEquals(
        "[]",
        new Sources()
            .demo("Layer", LAYER)
            .demo("Net", NET)
            .run(
                """
                return Arrays.stream(CompiledNet.SquareGradient.class.getMethods())
                    .filter(method -> method.getName().equals("gradients")).toList().toString();
                """));
  }
}
