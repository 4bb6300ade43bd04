package dev.kiln.processor.emit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text blocks give the text that they are made of, wherever they stand in a file. */
class TextBlocksTest {
  /** A text block, or a literal. */
  private static final Pattern CONSTANT =
      Pattern.compile(
          "\"\"\"\n(.*?)\"\"\"|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graph \"f\" {\n  input \"x\"\n}\n",
        "ends with a space \n and with a backslash \\\n",
        "quotes: \"\"\" \"\"\"\" and escapes: \\\" \\n\n",
        "without an end of the last line",
        "\n\n  indented\n"
      })
  void theTextIsThatOfTheBlocks(String text) {
    assertEquals(text, read(source(text)));
  }

  @Test
  void longTextsAreSeveralConstants() {
    String text = "%1.x: f64 = apply add(%0, %0) \\ \"\"\"\n".repeat(2000);
    assertEquals(4, TextBlocks.of(text).size());
    assertEquals(text, read(source(text)));
  }

  @Test
  void linesOfAnyLengthStayAsTheyAre() {
    String text = "short\n" + "f(a, b) = ".repeat(5000) + "\n" + "x + y ".repeat(40) + "\n";
    assertEquals(text, read(source(text)));
  }

  /** A file with the text in a field, and code before and after it that is laid out. */
  private static String source(String text) {
    GeneratedSource.Texts texts = new GeneratedSource.Texts();
    JavaText parts = JavaText.join(TextBlocks.of(text), ", ");
    JavaText code = JavaText.of("$T.join('-',\n$L\n)", String.class, parts);
    FieldSpec field =
        FieldSpec.builder(String.class, "TEXT").initializer(texts.place(code)).build();
    TypeSpec type = TypeSpec.classBuilder("Holder").addField(field).build();
    return texts.file(ClassName.get("demo", "Holder"), type).text();
  }

  private static String read(String source) {
    List<MatchResult> constants = CONSTANT.matcher(source).results().toList();
    return constants.stream().map(TextBlocksTest::value).collect(Collectors.joining());
  }

  private static String value(MatchResult constant) {
    return constant.group(1) != null
        ? constant.group(1).stripIndent().translateEscapes()
        : constant.group(2).translateEscapes();
  }
}
