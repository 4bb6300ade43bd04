package dev.kiln.processor;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;

import dev.kiln.processor.diagnostic.Code;
import dev.kiln.testkit.run.Marks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks what the processor says about a source that marks its own mistakes, as {@link
 * dev.kiln.testkit.SourceAssert#refusesAsMarked} explains; advice that is the same for every use of
 * a code may be left out.
 */
public final class DiagnosticAssertions {
  private static final Pattern ID = Pattern.compile("\\[(KILN-\\d+)].*");

  private DiagnosticAssertions() {}

  /** Compiles a file of package {@code demo} and compares its errors with its marks. */
  public static void assertMistakes(String source, String... options) {
    assertThatModel(withAdvice(source)).withOptions(options).refusesAsMarked();
  }

  /** The source, with the advice in its marks. */
  private static String withAdvice(String source) {
    List<String> lines = new ArrayList<>(Arrays.asList(source.split("\n", -1)));
    List<Marks.Mark> marks = Marks.in(source);
    for (int i = marks.size() - 1; i >= 0; i--) {
      String advice = advice(marks.get(i).message());
      if (!advice.isEmpty()) {
        lines.add(marks.get(i).end(), "// Instead: " + advice + ".");
      }
    }
    return String.join("\n", lines);
  }

  /** What a message leaves out. */
  private static String advice(String message) {
    Matcher id = ID.matcher(message);
    if (!id.matches()) {
      return ""; // an error of javac
    }
    String advice = code(id.group(1)).advice();
    return advice.contains("%s") || message.contains(" Instead: ") ? "" : advice;
  }

  private static Code code(String id) {
    return Arrays.stream(Code.values())
        .filter(code -> code.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no code " + id));
  }
}
