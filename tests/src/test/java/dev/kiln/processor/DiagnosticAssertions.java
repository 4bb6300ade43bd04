package dev.kiln.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.kiln.processor.diagnostic.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks what the processor says about a source that marks its own mistakes:
 *
 * <pre>
 *   {@literal @}Compute int f(byte b) { return b; }
 *   //              ^ [KILN-113] argument 'b' has type byte,
 *   //              which is outside the compiled language.
 * </pre>
 *
 * <p>The caret stands below the column of the error in the line before the comment. The text after
 * it, over as many comment lines as it needs, is the whole message; only advice that is the same
 * for every use of a code is left out. Every error must be marked, and every mark be an error.
 */
public final class DiagnosticAssertions {
  private static final String HEADER =
      "package demo; import dev.kiln.annotation.*; import dev.kiln.tensor.*;\n";
  private static final Pattern MARK = Pattern.compile("//\\s*\\^ (.*)");
  private static final Pattern ID = Pattern.compile("\\[(KILN-\\d+)].*");

  private DiagnosticAssertions() {}

  private record Mistake(long line, long column, String message) {
    @Override
    public String toString() {
      return line + ":" + column + ": " + message;
    }
  }

  /** Compiles a file of package {@code demo} and compares its errors with its marks. */
  public static void assertMistakes(String source) {
    assertMistakes(source, List.of());
  }

  /** The same, with options for the compiler. */
  public static void assertMistakes(String source, List<Object> options) {
    String text = HEADER + source;
    List<Mistake> expected = marks(text);
    if (expected.isEmpty()) {
      fail("the source marks no mistake");
    }
    Compilation compilation =
        Compiler.javac()
            .withProcessors(new KilnProcessor())
            .withOptions(options)
            .compile(JavaFileObjects.forSourceString("demo." + mainClass(source), text));
    List<Mistake> actual = new ArrayList<>();
    compilation
        .errors()
        .forEach(
            each ->
                actual.add(
                    new Mistake(
                        each.getLineNumber(),
                        each.getColumnNumber(),
                        each.getMessage(Locale.ROOT))));
    assertEquals(text(expected), text(actual));
  }

  private static String mainClass(String source) {
    Matcher name =
        Pattern.compile("(?m)^\\s*public [a-z ]*(?:class|record|enum|interface) (\\w+)")
            .matcher(source);
    return name.find() ? name.group(1) : "Sources";
  }

  private static List<Mistake> marks(String text) {
    List<String> lines = Arrays.asList(text.split("\n", -1));
    List<Mistake> marks = new ArrayList<>();
    int code = 0; // the last line that is not a comment, counted from 1
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i).strip());
      if (mark.matches()) {
        StringBuilder message = new StringBuilder(mark.group(1).strip());
        while (i + 1 < lines.size() && continues(lines.get(i + 1).strip())) {
          message.append(' ').append(lines.get(++i).strip().substring(2).strip());
        }
        int column = lines.get(i).indexOf('^') + 1;
        for (int line = i; column == 0; line--) {
          column = lines.get(line).indexOf('^') + 1;
        }
        marks.add(new Mistake(code, column, withAdvice(message.toString())));
      } else {
        code = i + 1;
      }
    }
    return marks;
  }

  private static boolean continues(String line) {
    return line.startsWith("//") && !MARK.matcher(line).matches();
  }

  private static String withAdvice(String message) {
    Matcher id = ID.matcher(message);
    if (!id.matches()) {
      return message; // an error of javac
    }
    String advice = code(id.group(1)).advice();
    return advice.isEmpty() || advice.contains("%s") || message.contains(" Instead: ")
        ? message
        : message + " Instead: " + advice + ".";
  }

  private static Code code(String id) {
    return Arrays.stream(Code.values())
        .filter(code -> code.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no code " + id));
  }

  private static String text(List<Mistake> mistakes) {
    List<String> lines = new ArrayList<>(mistakes.stream().map(Mistake::toString).toList());
    Collections.sort(lines);
    return String.join("\n", lines);
  }
}
