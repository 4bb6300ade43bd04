package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kiln.testkit.GeneratedAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What is generated for three models of the example app and of GradBench, and the page of the
 * documentation that shows some of their methods: {@code <!-- CompiledCounter count -->} stands
 * above each. With {@code -Dgoldens.update=true} the page is written anew.
 */
class GeneratedCodePageTest {
  private static final Path ROOT = Path.of("..");
  private static final Path PAGE = ROOT.resolve("docs/generated-code.md");

  private static final Pattern SAMPLE =
      Pattern.compile("<!-- (\\w+) (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @Test
  void thePageShowsWhatIsGenerated() throws IOException {
    Map<String, String> sources = new HashMap<>();
    sources.put("CompiledCounter", golden("example-app", "example", "Counter"));
    sources.put("CompiledDigits", golden("example-app", "example", "Digits"));
    sources.put("CompiledKMeans", golden("benchmarks/gradbench", "gradbench/model", "KMeans"));
    String page = Files.readString(PAGE).replace("\r\n", "\n");
    Matcher samples = SAMPLE.matcher(page);
    StringBuilder expected = new StringBuilder();
    int shown = 0;
    while (samples.find()) {
      String method = method(sources.get(samples.group(1)), samples.group(2));
      String block =
          "<!-- %s %s -->\n```java\n%s```\n".formatted(samples.group(1), samples.group(2), method);
      samples.appendReplacement(expected, Matcher.quoteReplacement(block));
      shown++;
    }
    samples.appendTail(expected);
    assertEquals(page.split("```java").length - 1, shown, "samples of what is generated");
    if (Boolean.getBoolean("goldens.update")) {
      Files.writeString(PAGE, expected);
    } else {
      assertEquals(expected.toString(), page, PAGE.toString());
    }
  }

  private static String golden(String module, String folder, String model) {
    Path source = ROOT.resolve(module).resolve("src/main/java/dev/kiln").resolve(folder);
    GeneratedAssert generated =
        assertThatModel(source.resolve(model + ".java")).compiles().generates("Compiled" + model);
    return generated.withLinesUpTo(100).asGolden().text();
  }

  /**
   * The method of a name, without the indentation of the class: no method has an empty line. Of a
   * derivative it is the static one, which the other one calls.
   */
  private static String method(String source, String name) {
    Pattern head = Pattern.compile("(?m)^  [\\w. ]*[\\w>\\]] " + name + "\\(");
    for (String member : source.split("\n\n")) {
      boolean isDelegating = member.contains(" " + name + "(this,");
      if (head.matcher(member).find() && !isDelegating) {
        return member.replaceFirst("\n}\n*$", "").replaceAll("(?m)^  ", "") + "\n";
      }
    }
    throw new AssertionError("no method " + name);
  }
}
