package com.example.spirals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.layers.Encoder;
import dev.kiln.train.Dataset;
import dev.kiln.train.Trainable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of the library's jar are part of the program's own generated code. */
class InliningTest {
  @TempDir Path directory;

  @Test
  void theLibraryIsAJar() throws IOException {
    assertTrue(TrainingProcess.home(Encoder.class).toString().endsWith(".jar"));
  }

  /** Models of libraries are made and hold parameters; no method of theirs is called. */
  @Test
  void generatedCodeCallsNoMethodOfALibrarysModels() throws IOException {
    List<String> calls =
        byteCode()
            .filter(line -> line.contains("// Method") || line.contains("// InterfaceMethod"))
            .map(line -> line.substring(line.indexOf("ethod ") + 6))
            .toList();
    assertTrue(
        calls.stream().anyMatch(call -> call.startsWith("dev/kiln/kernel/")), calls::toString);
    assertEquals(
        List.of(),
        calls.stream()
            .filter(call -> call.matches("(com/example/layers|dev/kiln/nn/layer)/.*"))
            .filter(call -> !call.contains("Fingerprints."))
            .toList());
  }

  @Test
  void generatedCodeUsesNoReflection() throws IOException {
    assertEquals(
        List.of(),
        byteCode()
            .filter(
                line ->
                    line.matches(
                        ".*// \\w*Method java/lang/(reflect|invoke)/.*"
                            + "|.*// Method java/lang/Class\\..*"))
            .toList());
  }

  private static Stream<String> byteCode() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
    Path classes = TrainingProcess.home(CompiledSpirals.class);
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(file -> file.getFileName().toString().matches("CompiledSpirals.*\\.class"))
          .map(Path::toString)
          .forEach(arguments::add);
    }
    StringWriter output = new StringWriter();
    PrintWriter writer = new PrintWriter(output, true);
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    assertEquals(0, javap.run(writer, writer, arguments.toArray(new String[0])), output::toString);
    return output.toString().lines();
  }

  /** What the JVM says that it loads while the program trains. */
  @Test
  void trainingLoadsNoOtherCompiledModelAndNothingThatInterprets()
      throws IOException, InterruptedException {
    List<String> loaded =
        TrainingProcess.run(
                directory.resolve("checkpoint"),
                directory.resolve("weights"),
                "-Xlog:class+load:stdout:none")
            .stream()
            .filter(line -> line.contains(" source: "))
            .toList();
    assertTrue(loaded.stream().anyMatch(line -> line.startsWith("com.example.spirals.Compiled")));
    assertTrue(loaded.stream().anyMatch(line -> line.startsWith("com.example.layers.Block ")));
    List<String> unwanted =
        loaded.stream()
            .filter(
                line ->
                    line.matches("(com\\.example\\.layers|dev\\.kiln\\.nn\\.layer)\\.Compiled.*")
                        || line.matches("dev\\.kiln\\.(graph|session|autodiff|pass)\\..*")
                        || line.startsWith("dev.kiln.tensor.Tape "))
            .toList();
    assertEquals(List.of(), unwanted);
    assertThrows(ClassNotFoundException.class, () -> Class.forName("dev.kiln.session.Session"));
  }

  @Test
  void thePlainModelTrainsWithTheSameLosses() {
    Dataset points = Training.points();
    Spirals plain = new Spirals(new Random(1));
    Trainable taped =
        Trainable.taped(
            () -> SpiralsParameters.get(plain),
            next -> SpiralsParameters.set(plain, next),
            (batch, key) -> plain.loss(batch.x(), batch.y(), key));
    List<Double> eager = losses(taped, points);
    assertFalse(eager.isEmpty());
    assertEquals(eager, losses(Training.compiled(new CompiledSpirals(new Random(1))), points));
  }

  private static List<Double> losses(Trainable model, Dataset points) {
    List<Double> losses = new ArrayList<>();
    Training.trainer(model).onStep(at -> losses.add(at.loss())).train(points, 5);
    return losses;
  }
}
