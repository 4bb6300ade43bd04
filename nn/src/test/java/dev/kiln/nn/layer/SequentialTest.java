package dev.kiln.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.graph.Graph;
import dev.kiln.session.Feeds;
import dev.kiln.session.LayerTable;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.GradCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers of different classes, which models have in sequence. */
class SequentialTest {
  private static final Tensor X = Tensor.normal(new Random(3), 5, 4);
  private static final Tensor LABELS = Tensor.of(new int[] {2, 0, 1, 1, 2});
  private static final Tensor IMAGES = Tensor.normal(new Random(6), 3, 1, 6, 6);

  @Test
  void parametersHaveTheNamesOfTheirPlaces() {
    assertEquals(
        """
        parameter            type       numbers
        net.layers.0.weight  f32[4, 6]       24
        net.layers.0.bias    f32[6]           6
        net.layers.2.scale   f32[6]           6
        net.layers.2.bias    f32[6]           6
        net.layers.4.weight  f32[6, 3]       18
        net.layers.4.bias    f32[3]           3
        net.layers.0                         30
        net.layers.2                         12
        net.layers.4                         21
        all                                  63
        """,
        ParameterTable.of(PerceptronParameters.get(new Perceptron(new Random(1)))));
    assertEquals(
        List.of(
            "head.0.weight",
            "head.0.bias",
            "head.1.scale",
            "head.1.bias",
            "body.0.weight",
            "body.0.bias",
            "body.1.inner.layers.1.scale",
            "body.1.inner.layers.1.bias"),
        ConvolutionsParameters.names());
  }

  @Test
  void theTableOfLayersHasTheirOutputs() {
    assertEquals(
        """
        layer         output     parameters
        net.layers.0  f32[n, 6]          30
        net.layers.2  f32[n, 6]          12
        net.layers.4  f32[n, 3]          21
        all                              63
        """,
        LayerTable.of(
            PerceptronGraphs.logits(), PerceptronGraphs.stateOf(new Perceptron(new Random(1)))));
  }

  @Test
  void layersAreAppliedOneAfterTheOther() {
    Perceptron model = new Perceptron(new Random(1));
    Tensor y = ((Dense) model.net.layers.get(0)).apply(X).relu();
    y = ((LayerNorm) model.net.layers.get(2)).apply(y).multiply(0.5);
    assertSame(((Dense) model.net.layers.get(4)).apply(y), model.logits(X));
  }

  @Test
  void allModesGiveTheSameBits() {
    Perceptron plain = new Perceptron(new Random(1));
    Tensor expected = plain.logits(X);
    assertSame(expected, new CompiledPerceptron(new Random(1)).logits(X));
    assertSame(expected, run(PerceptronGraphs.logits(), PerceptronGraphs.stateOf(plain), "x", X));

    Convolutions images = new Convolutions(new Random(3));
    expected = images.features(IMAGES);
    assertSame(expected, new CompiledConvolutions(new Random(3)).features(IMAGES));
    Feeds state = ConvolutionsGraphs.stateOf(images);
    assertSame(expected, run(ConvolutionsGraphs.features(), state, "image", IMAGES));
  }

  private static Tensor run(Graph graph, Feeds state, String name, Tensor value) {
    try (Session session = new Session(graph, state)) {
      return session.run(Feeds.of(name, value)).tensor("result");
    }
  }

  private static void assertSame(Tensor expected, Tensor actual) {
    assertTrue(expected.array().sameBits(actual.array()), () -> expected + " and " + actual);
  }

  @Test
  void compiledGradientsAreThoseOfATape() {
    Perceptron plain = new Perceptron(new Random(1));
    Map<String, Tensor> slope =
        new CompiledPerceptron(new Random(1)).lossGradient(X, LABELS).gradients();
    assertEquals(PerceptronParameters.names(), List.copyOf(slope.keySet()));
    TapedGradients.assertSame(PerceptronParameters.get(plain), slope, () -> plain.loss(X, LABELS));

    Convolutions images = new Convolutions(new Random(3));
    Map<String, Tensor> all =
        new CompiledConvolutions(new Random(3)).lossGradient(IMAGES).gradients();
    assertEquals(ConvolutionsParameters.names(), List.copyOf(all.keySet()));
    TapedGradients.assertSame(ConvolutionsParameters.get(images), all, () -> images.loss(IMAGES));
  }

  @Test
  void gradientsAreDifferencesOfLosses() {
    Perceptron model = new Perceptron(new Random(1));
    new CompiledPerceptron(new Random(1))
        .lossGradient(X, LABELS)
        .gradients()
        .forEach((name, slope) -> check(model, name, slope));
  }

  private static void check(Perceptron model, String parameter, Tensor slope) {
    Tensor value = PerceptronParameters.get(model, parameter);
    GradCheck.at(
            value,
            other -> {
              PerceptronParameters.set(model, parameter, other);
              return model.loss(X, LABELS);
            })
        .gradient(slope);
    PerceptronParameters.set(model, parameter, value);
  }

  @Test
  void weightsAreSavedAndLoaded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("perceptron.weights");
    Perceptron trained = new Perceptron(new Random(1));
    PerceptronParameters.save(trained, file);
    CompiledPerceptron other = new CompiledPerceptron(new Random(2));
    PerceptronParameters.load(other, file);
    assertSame(trained.logits(X), other.logits(X));
  }

  @Test
  void aLayerOfAnotherClassThanTheCompiledOneIsRefused() {
    CompiledConvolutions compiled = new CompiledConvolutions(new Random(3));
    compiled.head[1] = new RmsNorm(4);
    assertEquals(
        "the field 'head.1' holds a dev.kiln.nn.layer.RmsNorm, but the code of"
            + " dev.kiln.nn.layer.LayerNorm was compiled in",
        assertThrows(IllegalStateException.class, () -> compiled.features(IMAGES)).getMessage());
    assertThrows(IllegalStateException.class, () -> compiled.lossGradient(IMAGES));
    Convolutions plain = new Convolutions(new Random(3));
    plain.head[0] = new Dense(new Random(1), 8, 4) {};
    assertThrows(IllegalStateException.class, () -> ConvolutionsGraphs.stateOf(plain));
  }

  @Test
  void compiledLayersAreAsGoodAsPlainOnes() {
    CompiledConvolutions compiled = new CompiledConvolutions(new Random(3));
    compiled.head[1] = new CompiledLayerNorm(4);
    assertSame(new Convolutions(new Random(3)).features(IMAGES), compiled.features(IMAGES));
  }
}
