package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightMappingTest {
  /** The layers of the {@link Classifier} as PyTorch calls and keeps them. */
  static final WeightMapping PYTORCH =
      WeightMapping.sameNames()
          .rename("w1", "fc1.weight")
          .rename("b1", "fc1.bias")
          .rename("w2", "fc2.weight")
          .transpose("w1", "w2");

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("model.safetensors");
  }

  /** A Linear of PyTorch computes x W^T + b with W of [out, in]; here by plain loops. */
  @Test
  void linearLayersOfPyTorchGiveTheSamePredictions() throws IOException {
    float[] first = {1, 2, 3, 4, 5, 6, -1, 0, 1, 0.5f, 0, -2};
    float[] bias = {0.5f, -20, 1, 2};
    float[] second = {1, 0, -1, 2, 3, 1, 1, -4};
    SafetensorsFile.write(
        file,
        Map.of(
            "fc1.weight", Tensor.of(first, 4, 3),
            "fc1.bias", Tensor.of(bias),
            "fc2.weight", Tensor.of(second, 2, 4)));
    Classifier classifier = new CompiledClassifier();
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      ClassifierParameters.set(classifier, PYTORCH.read(open, ClassifierParameters.declared()));
    }
    float[] x = {1, -2, 3};
    float[] hidden = new float[4];
    for (int i = 0; i < 4; i++) {
      float sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += first[3 * i + j] * x[j];
      }
      hidden[i] = Math.max(0, sum + bias[i]);
    }
    float[] logits = classifier.logits(Tensor.of(x, 1, 3)).toFloatArray();
    for (int i = 0; i < 2; i++) {
      float sum = 0;
      for (int j = 0; j < 4; j++) {
        sum += second[4 * i + j] * hidden[j];
      }
      assertEquals(sum, logits[i]);
    }
  }

  @Test
  void whatIsMappedForAFileIsMappedBack() throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("w1", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    weights.put("b1", Tensor.of(new float[] {1, 2}));
    weights.put("w2", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
    SafetensorsFile.write(file, PYTORCH.toStored(weights));
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      Tensor stored = Tensor.of(new float[] {1, 3, 5, 2, 4, 6}, 2, 3);
      assertTrue(open.read("fc1.weight").sameElements(stored));
      SafetensorsFileTest.assertSame(weights, PYTORCH.read(open, ClassifierParameters.declared()));
    }
  }

  @Test
  void allThatDoesNotFitIsListedAtOnce() throws IOException {
    SafetensorsFile.write(
        file,
        ordered(
            "fc1.weight", Tensor.zeros(4, 5),
            "fc2.weight", Tensor.of(new double[8], 2, 4),
            "fc3.weight", Tensor.zeros(1, 2),
            "batches", Tensor.scalar(3L)));
    assertEquals(
        file
            + " does not fit the model:\n"
            + """
              missing: b1, called 'fc1.bias' there, which is f32[hidden]
              extra: 'fc3.weight' of type FLOAT32[1, 2]
              ill-shaped: parameter w1 of Classifier, declared as f32[3, hidden], cannot take f32[5, 4]
              ill-shaped: parameter w2 of Classifier, declared as f32[hidden, 2], cannot take f64[4, 2]\
            """,
        refusal(PYTORCH.ignore("batches")));
  }

  @Test
  void namedSizesAreTheSameInAllTensors() throws IOException {
    SafetensorsFile.write(
        file, ordered("w1", Tensor.zeros(3, 5), "b1", Tensor.zeros(5), "w2", Tensor.zeros(6, 2)));
    assertEquals(
        file
            + " does not fit the model:\n"
            + """
              ill-shaped: parameter w2 of Classifier, declared as f32[hidden, 2], with {hidden=5} cannot take f32[6, 2]\
            """,
        refusal(WeightMapping.sameNames()));
  }

  @Test
  void twoParametersAreNotOneTensor() throws IOException {
    SafetensorsFile.write(file, Map.of("b1", Tensor.zeros(4), "w2", Tensor.zeros(4, 2)));
    assertEquals(
        file
            + " does not fit the model:\n"
            + """
              w1 and w2 are both mapped to 'w2'
              ill-shaped: parameter w1 of Classifier, declared as f32[3, hidden], cannot take f32[4, 2]\
            """,
        refusal(WeightMapping.sameNames().rename("w1", "w2")));
  }

  @Test
  void prefixesAreReplacedTheLongestFirst() {
    WeightMapping mapping =
        WeightMapping.sameNames()
            .renamePrefix("encoder.", "model.encoder.")
            .renamePrefix("encoder.layers.", "model.h.")
            .rename("encoder.layers.0.b", "first");
    assertEquals("model.encoder.w", mapping.stored("encoder.w"));
    assertEquals("model.h.1.w", mapping.stored("encoder.layers.1.w"));
    assertEquals("first", mapping.stored("encoder.layers.0.b"));
    assertEquals("decoder.w", mapping.stored("decoder.w"));
  }

  @Test
  void twoParametersAreNotWrittenUnderOneName() {
    WeightMapping mapping = WeightMapping.sameNames().rename("a", "c").rename("b", "c");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> mapping.toStored(Map.of("a", Tensor.zeros(1), "b", Tensor.zeros(1))));
    assertEquals("two parameters are mapped to 'c'", refused.getMessage());
  }

  private String refusal(WeightMapping mapping) throws IOException {
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      return assertThrows(
              IllegalArgumentException.class,
              () -> mapping.read(open, ClassifierParameters.declared()))
          .getMessage();
    }
  }

  private static Map<String, Tensor> ordered(Object... namesAndTensors) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      tensors.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
    }
    return tensors;
  }
}
