package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The samples of docs/derivatives-inside-models.md: a model, and parts of the worked examples. */
class InnerDerivativePageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path EXAMPLES =
      ROOT.resolve("example-app/src/main/java/dev/kiln/example/derivative");
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void thePageShowsTheExamples() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String each : List.of("Transfer", "Ridge", "Equilibrium", "Oscillators")) {
      sources.append(Files.readString(EXAMPLES.resolve(each + ".java")));
    }
    Matcher blocks =
        BLOCK.matcher(Files.readString(ROOT.resolve("docs/derivatives-inside-models.md")));
    while (blocks.find()) {
      String block = blocks.group(1);
      if (block.contains("class ")) {
        assertThatModel("package demo;\nimport dev.kiln.annotation.*;\n" + block).compiles();
      } else {
        assertTrue(squeezed(sources.toString()).contains(squeezed(block)), block);
      }
    }
  }

  private static String squeezed(String code) {
    return code.replaceAll("//.*", "").replaceAll("\\s+", "");
  }
}
