package dev.kiln.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.examples.digits.CnnExample;
import dev.kiln.examples.digits.DigitImages;
import dev.kiln.examples.digits.MlpExample;
import dev.kiln.examples.digits.TransformerExample;
import dev.kiln.examples.digits.VaeExample;
import dev.kiln.examples.finance.GreeksExample;
import dev.kiln.examples.pendulum.PendulumExample;
import dev.kiln.examples.run.Example;
import dev.kiln.examples.run.Mode;
import dev.kiln.examples.run.Run;
import dev.kiln.examples.table.DiabetesExample;
import dev.kiln.examples.table.WineExample;
import dev.kiln.examples.text.TextExample;
import dev.kiln.format.SafetensorsFile;
import dev.kiln.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A short run of each example in both modes; {@code examples/check-quality.sh} checks the
 * qualities.
 */
class ExamplesTest {
  @Test
  void multilayerPerceptron() {
    loses(sameInBothModes(new MlpExample(), 2));
  }

  @Test
  void convolutionalNetwork() {
    loses(sameInBothModes(new CnnExample(), 2));
  }

  @Test
  void greeks() {
    sameInBothModes(new GreeksExample(), 1);
  }

  @Test
  void pendulum() {
    loses(sameInBothModes(new PendulumExample(), 3));
  }

  @Test
  void wine() {
    loses(sameInBothModes(new WineExample(), 2));
  }

  @Test
  void diabetes() {
    sameInBothModes(new DiabetesExample(), 1);
  }

  @Test
  void autoencoder() {
    loses(sameInBothModes(new VaeExample(), 2));
  }

  @Test
  void languageModel() {
    loses(sameInBothModes(new TextExample(20_000), 2));
  }

  @Test
  void transformer() {
    loses(sameInBothModes(new TransformerExample(), 2));
  }

  @Test
  void autoencoderWritesAPicture(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("digits.png");
    StringWriter text = new StringWriter();
    assertEquals(0, execute(text, "vae", "--epochs", "1", "--picture", file.toString()));

    BufferedImage picture = ImageIO.read(file.toFile());
    assertEquals(684, picture.getWidth()); // ten of 64 pixels with margins of 4
    assertEquals(344, picture.getHeight()); // five rows
    assertEquals(0, picture.getRaster().getSample(0, 0, 0));
    // the first test image, as it is in the table
    float[] ink = DigitImages.load().test().x().get(0).toFloatArray();
    for (int i = 0; i < ink.length; i++) {
      int level = picture.getRaster().getSample(4 + i % 8 * 8, 4 + i / 8 * 8, 0);
      assertEquals(Math.round(255 * (1 - ink[i])), level);
    }
  }

  @Test
  void unwritablePictureIsSaid(@TempDir Path folder) {
    StringWriter text = new StringWriter();
    String file = folder.resolve("missing").resolve("digits.png").toString();
    assertEquals(2, execute(text, "vae", "--epochs", "1", "--picture", file));
    assertTrue(text.toString().contains("--picture"), text.toString());
  }

  @Test
  void parametersAreSaved(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("wine.safetensors");
    assertEquals(
        0, execute(new StringWriter(), "wine", "--epochs", "1", "--save", file.toString()));

    try (SafetensorsFile saved = SafetensorsFile.open(file)) {
      Map<String, Tensor> parameters = saved.readAll();
      assertEquals(Set.of("weight", "bias"), parameters.keySet());
      assertEquals("f64[13, 3]", parameters.get("weight").array().typeText());
      assertTrue(parameters.get("weight").norm2().toDouble() > 0);
    }
  }

  @Test
  void nothingIsSavedWhereThereAreNoParameters(@TempDir Path folder) {
    StringWriter text = new StringWriter();
    String file = folder.resolve("greeks.safetensors").toString();
    assertEquals(2, execute(text, "greeks", "--epochs", "1", "--save", file));
    assertTrue(text.toString().contains("--save: this example has no parameters"));
  }

  private static void loses(List<Double> losses) {
    assertTrue(losses.get(1) < losses.get(0), losses.toString());
  }

  /** Eager and compiled print the same numbers, bit for bit. */
  private static List<Double> sameInBothModes(Example example, int epochs) {
    List<Double> compiled = figures(example, Mode.COMPILED, epochs);
    assertEquals(compiled, figures(example, Mode.EAGER, epochs));
    assertTrue(compiled.size() >= epochs, compiled.toString());
    return compiled;
  }

  private static List<Double> figures(Example example, Mode mode, int epochs) {
    Run run = new Run(mode, epochs, 1, new PrintWriter(new StringWriter()));
    example.run(run);
    return run.figures();
  }

  @Test
  void commandPrintsLossesQualityAndTime() {
    StringWriter text = new StringWriter();
    int status = execute(text, "mlp", "--mode", "eager", "--epochs", "1");

    assertEquals(0, status);
    String[] lines = text.toString().split("\\R");
    assertTrue(lines[0].matches("epoch   1  loss \\d\\.\\d+"), lines[0]);
    assertTrue(lines[1].matches("test accuracy in percent [\\d.]+ \\(asked: .*\\)"), lines[1]);
    assertTrue(lines[2].matches("[\\d.]+ seconds"), lines[2]);
    assertEquals(3, lines.length);
  }

  @Test
  void checkFailsWhereTheQualityIsMissed() {
    assertEquals(1, execute(new StringWriter(), "mlp", "--epochs", "1", "--check"));
  }

  @Test
  void eachCommandHasHelp() {
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      StringWriter text = new StringWriter();
      assertEquals(0, execute(text, command, "--help"));
      assertTrue(text.toString().startsWith("Usage: kiln-examples " + command), text.toString());
    }
  }

  @Test
  void epochsMustBePositive() {
    StringWriter text = new StringWriter();
    assertEquals(2, execute(text, "mlp", "--epochs", "0"));
    assertTrue(text.toString().startsWith("--epochs must be at least 1, but is 0"));
  }

  private static int execute(StringWriter text, String... arguments) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(text, true)).setErr(new PrintWriter(text, true));
    return line.execute(arguments);
  }
}
