package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.op.catalogue.Catalogue;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** {@code docs/diagnostics.md} explains every code, and nothing else. */
class DiagnosticsReferenceTest {
  private static final String HEADING = "### ";

  @Test
  void codesAreInOrderAndComplete() throws IOException {
    List<String> documented =
        reference()
            .lines()
            .filter(line -> line.startsWith(HEADING))
            .map(line -> line.substring(HEADING.length()))
            .toList();
    List<String> existing = Arrays.stream(Code.values()).map(Code::id).sorted().toList();
    assertEquals(existing, documented);
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void theTextOfACodeIsTheProcessorsOwn(Code code) throws IOException {
    String section = section(code);
    assertTrue(section.contains("> " + code.message() + "\n"), section);
    boolean fixedAdvice = !code.advice().isEmpty() && !code.advice().equals("%s");
    if (fixedAdvice) {
      assertTrue(section.contains("Instead: " + code.advice() + "."), section);
    }
  }

  @ParameterizedTest
  @EnumSource(Alternative.class)
  void theAdviceForACertainThingIsListed(Alternative alternative) throws IOException {
    String section = section(alternative.code()).replaceAll("\\s+", " ").replace("`", "");
    String item = "- " + String.join(", ", alternative.things()) + ": " + alternative.text() + ".";
    assertTrue(section.contains(item), item);
  }

  @Test
  void adviceIsForWhatIsNotKnown() {
    for (Alternative each : Alternative.values()) {
      for (String thing : each.things()) {
        int dot = thing.lastIndexOf('.');
        boolean isKnown =
            dot > 0
                && !Catalogue.meanings(thing.substring(0, dot), thing.substring(dot + 1)).isEmpty();
        assertFalse(isKnown, thing);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Code.class)
  void aCodeIsExplained(Code code) throws IOException {
    String explanation =
        section(code)
            .replace("> " + code.message() + "\n", "")
            .replace("Instead: " + code.advice() + ".", "")
            .strip();
    assertTrue(explanation.length() > 20, code.id() + " lacks an explanation");
  }

  @ParameterizedTest
  @EnumSource(value = Code.class, mode = Mode.EXCLUDE, names = "INTERNAL")
  void aCodeIsTested(Code code) throws IOException {
    Path tests = Path.of("src", "test", "java", "dev", "kiln");
    try (Stream<Path> files = Files.walk(tests)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith("Test.java")).toList();
      boolean tested = false;
      for (Path source : sources) {
        tested |= Files.readString(source).contains("[" + code.id() + "]");
      }
      assertTrue(tested, "no test expects " + code.id());
    }
  }

  private static String section(Code code) throws IOException {
    String text = reference();
    int start = text.indexOf(HEADING + code.id() + "\n");
    int from = start + HEADING.length() + code.id().length();
    int end = text.indexOf("\n#", from);
    return text.substring(from, end < 0 ? text.length() : end + 1);
  }

  /** Maven runs the tests in the folder of their module. */
  private static String reference() throws IOException {
    return Files.readString(Path.of("..", "docs", "diagnostics.md"));
  }
}
