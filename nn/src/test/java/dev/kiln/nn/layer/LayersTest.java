package dev.kiln.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.LayerTable;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.PageSamples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Layers inside models of another compilation: their numbers against loops over single ones, and
 * the same bits in all modes.
 */
class LayersTest {
  private static final Tensor X = Tensor.of(new float[] {0.5f, -1, 2, 0.25f}, 2, 2);
  private static final Tensor H = Tensor.of(new float[] {0.1f, -0.4f, 0.8f, -1, 0, 0.6f}, 2, 3);
  private static final Tensor C = Tensor.of(new float[] {1, -2, 0.3f, 0.7f, 0.9f, -0.2f}, 2, 3);
  private static final Tensor IMAGE = Tensor.normal(new Random(6), 2, 1, 4, 5);

  private final Cells cells = new Cells();
  private final CompiledCells compiled = new CompiledCells();

  @Test
  void parametersHaveTheNamesOfTheirPlaces() {
    assertEquals(
        List.of(
            "embedding.weight",
            "layers.0.weight",
            "layers.0.bias",
            "layers.1.weight",
            "layers.1.bias",
            "norm.scale",
            "norm.bias"),
        StackParameters.names());
    assertTrue(CellsParameters.names().contains("lstm.forgetGate.recurrent"));
  }

  @Test
  void theTableOfLayersHasTheirOutputs() {
    Stack stack = new Stack(new Random(1));
    assertEquals(
        """
        layer      output     parameters
        embedding  f32[n, 4]          20
        layers.0   f32[n, 6]          30
        layers.1   f32[n, 3]          21
        norm       f32[n, 3]           6
        all                           77
        """,
        LayerTable.of(StackGraphs.logits(), StackGraphs.stateOf(stack)));
  }

  @Test
  void aStackOfLayersIsItsLoops() {
    Stack stack = new Stack(new Random(7));
    Tensor symbols = Tensor.of(new int[] {4, 0, 4});
    double[][] rows = new double[3][];
    for (int n = 0; n < 3; n++) {
      double[] y = row(stack.embedding.weight, symbols.toIntArray()[n]);
      for (Dense layer : stack.layers) {
        y = tanh(affine(y, layer.weight, layer.bias));
      }
      double mean = (y[0] + y[1] + y[2]) / 3;
      double variance = 0;
      for (double each : y) {
        variance += (each - mean) * (each - mean) / 3;
      }
      for (int i = 0; i < 3; i++) {
        y[i] = (y[i] - mean) / Math.sqrt(variance + 1e-5);
      }
      rows[n] = y;
    }
    assertClose(rows, stack.logits(symbols), 1e-5);
  }

  @Test
  void recurrentCellsAreTheirFormulas() {
    double[][] rnn = new double[2][];
    double[][] gru = new double[2][];
    double[][] lstm = new double[2][];
    for (int n = 0; n < 2; n++) {
      double[] x = row(X, n);
      rnn[n] = row(H, n);
      gru[n] = row(H, n);
      double[] h = row(H, n);
      double[] c = row(C, n);
      for (int step = 0; step < 2; step++) {
        rnn[n] = tanh(unit(cells.rnn.unit, x, rnn[n]));
        double[] r = sigmoid(unit(cells.gru.resetGate, x, gru[n]));
        double[] z = sigmoid(unit(cells.gru.updateGate, x, gru[n]));
        double[] reset = new double[3];
        for (int i = 0; i < 3; i++) {
          reset[i] = r[i] * gru[n][i];
        }
        double[] candidate = tanh(unit(cells.gru.candidate, x, reset));
        double[] in = sigmoid(unit(cells.lstm.inputGate, x, h));
        double[] forget = sigmoid(unit(cells.lstm.forgetGate, x, h));
        double[] added = tanh(unit(cells.lstm.candidate, x, h));
        double[] out = sigmoid(unit(cells.lstm.outputGate, x, h));
        for (int i = 0; i < 3; i++) {
          gru[n][i] = z[i] * gru[n][i] + (1 - z[i]) * candidate[i];
          c[i] = forget[i] * c[i] + in[i] * added[i];
          h[i] = out[i] * Math.tanh(c[i]);
        }
      }
      lstm[n] = new double[] {h[0] + c[0], h[1] + c[1], h[2] + c[2]};
    }
    assertClose(rnn, cells.rnn(X, H), 1e-6);
    assertClose(gru, cells.gru(X, H), 1e-6);
    assertClose(lstm, cells.lstm(X, H, C), 1e-6);
  }

  @Test
  void convolutionsAreTheirLoops() {
    float[] image = IMAGE.toFloatArray();
    float[] w1 = cells.first.weight.toFloatArray();
    float[] w2 = cells.second.weight.toFloatArray();
    float[] result = cells.convolved(IMAGE).toFloatArray();
    double[] middle = new double[2 * 2 * 4 * 5];
    for (int at = 0; at < middle.length; at++) {
      int n = at / 40;
      int channel = at / 20 % 2;
      for (int i = 0; i < 9; i++) {
        int y = at / 5 % 4 + i / 3 - 1;
        int x = at % 5 + i % 3 - 1;
        if (y >= 0 && y < 4 && x >= 0 && x < 5) {
          middle[at] += image[n * 20 + y * 5 + x] * w1[channel * 9 + i];
        }
      }
      middle[at] = Math.max(0, middle[at]);
    }
    assertEquals(2 * 3 * 4, result.length);
    for (int at = 0; at < result.length; at++) {
      double sum = 0;
      for (int i = 0; i < 8; i++) {
        int y = at / 4 % 3 + i / 2 % 2;
        int x = at % 4 + i % 2;
        sum += middle[at / 12 * 40 + i / 4 * 20 + y * 5 + x] * w2[i];
      }
      assertEquals(sum, result[at], 1e-5);
    }
  }

  @Test
  void allModesGiveTheSameBits() {
    assertAgree(cells.rnn(X, H), compiled.rnn(X, H), CellsGraphs.rnn(), "x", X, "h", H);
    assertAgree(cells.gru(X, H), compiled.gru(X, H), CellsGraphs.gru(), "x", X, "h", H);
    assertAgree(
        cells.lstm(X, H, C), compiled.lstm(X, H, C), CellsGraphs.lstm(), "x", X, "h", H, "c", C);
    assertAgree(
        cells.convolved(IMAGE), compiled.convolved(IMAGE), CellsGraphs.convolved(), "image", IMAGE);
  }

  private void assertAgree(Tensor eager, Tensor generated, Graph graph, Object... arguments) {
    assertTrue(eager.array().sameBits(generated.array()));
    Feeds feeds = Feeds.none();
    for (Graph.Input input : graph.inputs()) {
      if (input.kind() == Graph.Kind.PARAMETER) {
        feeds = feeds.and(input.name(), CellsParameters.get(cells, input.name()));
      }
    }
    for (int i = 0; i < arguments.length; i += 2) {
      feeds = feeds.and((String) arguments[i], arguments[i + 1]);
    }
    Tensor inSession = new Session(graph).run(feeds).tensor("result");
    assertTrue(eager.array().sameBits(inSession.array()));
  }

  @Test
  void compiledGradientsAreThoseOfATape() {
    Tensor symbols = Tensor.of(new int[] {4, 0, 4, 1});
    Tensor labels = Tensor.of(new int[] {2, 0, 1, 1});
    Stack stack = new Stack(new Random(7));
    CompiledStack.LossGradient slope =
        new CompiledStack(new Random(7)).lossGradient(symbols, labels);
    TapedGradients.assertSame(
        StackParameters.get(stack), slope.gradients(), () -> stack.loss(symbols, labels));
    Map<String, Tensor> all = CellsParameters.get(cells);
    TapedGradients.assertSame(
        all, compiled.rnnLossGradient(X, H).gradients(), () -> cells.rnnLoss(X, H));
    TapedGradients.assertSame(
        all, compiled.gruLossGradient(X, H).gradients(), () -> cells.gruLoss(X, H));
    TapedGradients.assertSame(
        all, compiled.lstmLossGradient(X, H, C).gradients(), () -> cells.lstmLoss(X, H, C));
    TapedGradients.assertSame(
        all, compiled.convolvedLossGradient(IMAGE).gradients(), () -> cells.convolvedLoss(IMAGE));
  }

  @Test
  void thePageIsHere() throws IOException {
    PageSamples.of("layers.md")
        .requireIn(
            "dev/kiln/nn/layer/Convolutions.java",
            "dev/kiln/nn/layer/LayersTest.java",
            "dev/kiln/nn/layer/NormLayersTest.java",
            "dev/kiln/nn/layer/Normals.java",
            "dev/kiln/nn/layer/Perceptron.java",
            "dev/kiln/nn/layer/Readers.java",
            "dev/kiln/nn/layer/Stack.java",
            "dev/kiln/nn/layer/Translator.java");
  }

  @Test
  void aStackIsMade() {
    CompiledStack stack = new CompiledStack(new Random(1));
    System.out.print(ParameterTable.of(StackParameters.get(stack)));

    System.out.print(LayerTable.of(StackGraphs.logits(), StackGraphs.stateOf(stack)));

    assertEquals(5, StackParameters.get(stack, "embedding.weight").array().shape().size(0));
  }

  @Test
  void aTableListsParametersAndParts() {
    assertEquals(
        """
        parameter         type       numbers
        embedding.weight  f32[5, 4]       20
        layers.0.weight   f32[4, 6]       24
        layers.0.bias     f32[6]           6
        layers.1.weight   f32[6, 3]       18
        layers.1.bias     f32[3]           3
        norm.scale        f32[3]           3
        norm.bias         f32[3]           3
        embedding                         20
        layers.0                          30
        layers.1                          21
        norm                               6
        all                               77
        """,
        ParameterTable.of(StackParameters.get(new Stack(new Random(1)))));
  }

  private static double[] unit(RecurrentUnit unit, double[] x, double[] h) {
    double[] sum = affine(x, unit.input, unit.bias);
    double[] recurrent = affine(h, unit.recurrent, Tensor.zeros(sum.length));
    for (int i = 0; i < sum.length; i++) {
      sum[i] += recurrent[i];
    }
    return sum;
  }

  private static double[] affine(double[] x, Tensor weight, Tensor bias) {
    float[] w = weight.toFloatArray();
    double[] y = new double[bias.toFloatArray().length];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias.toFloatArray()[i];
      for (int j = 0; j < x.length; j++) {
        y[i] += x[j] * w[j * y.length + i];
      }
    }
    return y;
  }

  private static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }

  private static double[] sigmoid(double[] x) {
    return Arrays.stream(x).map(each -> 1 / (1 + Math.exp(-each))).toArray();
  }

  private static double[] row(Tensor rows, int at) {
    int width = rows.array().shape().size(1);
    double[] row = new double[width];
    for (int i = 0; i < width; i++) {
      row[i] = rows.toFloatArray()[at * width + i];
    }
    return row;
  }

  private static void assertClose(double[][] expected, Tensor actual, double tolerance) {
    float[] numbers = actual.toFloatArray();
    int at = 0;
    for (double[] row : expected) {
      for (double each : row) {
        assertEquals(each, numbers[at++], tolerance);
      }
    }
    assertEquals(at, numbers.length);
  }
}
