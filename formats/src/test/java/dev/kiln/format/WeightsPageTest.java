package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of Java in {@code docs/weights.md} are in this file, where they run. */
class WeightsPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;
  private Path path;
  private final Classifier classifier = new CompiledClassifier();

  @BeforeEach
  void chooseFile() {
    path = directory.resolve("model.safetensors");
    classifier.w1 = Tensor.arange(classifier.w1.array().dtype(), 12).reshape(3, 4);
  }

  @Test
  void weightsAreSavedAndLoaded() throws IOException {
    Classifier reloaded = new Classifier();

    SafetensorsFile.write(path, ClassifierParameters.get(classifier));

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      ClassifierParameters.set(reloaded, file.readAll());
    }

    assertTrue(reloaded.w1.sameElements(classifier.w1));
  }

  @Test
  void weightsOfPyTorchAreLoadedAndSaved() throws IOException {
    Tensor w1 = classifier.w1;
    SafetensorsFile.write(path, pytorch().toStored(ClassifierParameters.get(classifier)));
    classifier.w1 = Tensor.zeros(3, 4);

    WeightMapping pytorch =
        WeightMapping.sameNames()
            .rename("w1", "fc1.weight")
            .rename("b1", "fc1.bias")
            .rename("w2", "fc2.weight")
            .transpose("w1", "w2");
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      ClassifierParameters.set(classifier, pytorch.read(file, ClassifierParameters.declared()));
    }

    assertTrue(classifier.w1.sameElements(w1));
    Files.delete(path);

    SafetensorsFile.write(path, pytorch.toStored(ClassifierParameters.get(classifier)));

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertEquals(List.of("fc1.weight", "fc1.bias", "fc2.weight"), file.names());
      assertTrue(file.read("fc1.weight").sameElements(w1.transpose()));
    }
  }

  @Test
  void tensorsAreReadOneByOne() throws IOException {
    SafetensorsFile.write(path, pytorch().toStored(ClassifierParameters.get(classifier)));

    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      for (String name : file.names()) {
        System.out.println(name + " " + file.stored(name).type());
      }
      Tensor first = file.read("fc1.weight");

      assertTrue(first.sameElements(classifier.w1.transpose()));
    }
  }

  private static WeightMapping pytorch() {
    return WeightMapping.sameNames()
        .rename("w1", "fc1.weight")
        .rename("b1", "fc1.bias")
        .rename("w2", "fc2.weight")
        .transpose("w1", "w2");
  }

  @Test
  void everyBlockOfThePageIsHere() throws IOException {
    Path here = Path.of("src", "test", "java", "dev", "kiln", "format", "WeightsPageTest.java");
    String source = normalised(Files.readString(here));
    List<String> blocks = new ArrayList<>();
    Matcher matcher =
        BLOCK.matcher(Files.readString(Path.of("..", "docs", "weights.md")).replace("\r\n", "\n"));
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    assertFalse(blocks.isEmpty());
    for (String block : blocks) {
      // what closes a statement may come after what the test adds
      String open = normalised(block).replaceAll("}+$", "");
      assertTrue(source.contains(open), block);
    }
  }

  private static String normalised(String code) {
    return code.replaceAll("\\s+", "");
  }
}
