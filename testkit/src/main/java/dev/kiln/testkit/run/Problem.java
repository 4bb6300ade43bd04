package dev.kiln.testkit.run;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/**
 * A diagnostic of the compiler, or of the processor.
 *
 * @param file such as {@code demo/Foo.java}; empty where there is none
 * @param line counted from 1
 * @param column counted from 1
 * @param message with the code, such as {@code [KILN-104]}
 * @param code such as {@code KILN-104}; empty where it is the compiler's own
 * @param source the line that it is about
 */
public record Problem(
    Diagnostic.Kind kind,
    String file,
    long line,
    long column,
    String message,
    String code,
    String source) {
  private static final Pattern CODE = Pattern.compile("(?s)\\[(KILN-\\d+)] (.*)");

  static Problem of(
      Diagnostic.Kind kind, String file, long line, long column, String message, String source) {
    Matcher code = CODE.matcher(message);
    return new Problem(
        kind, file, line, column, message, code.matches() ? code.group(1) : "", source);
  }

  public boolean isError() {
    return kind == Diagnostic.Kind.ERROR;
  }

  public boolean isWarning() {
    return kind == Diagnostic.Kind.WARNING || kind == Diagnostic.Kind.MANDATORY_WARNING;
  }

  /** The message without the code. */
  public String text() {
    Matcher code = CODE.matcher(message);
    return code.matches() ? code.group(2) : message;
  }

  /** All of them, as the compiler prints them. */
  public static String list(List<Problem> problems) {
    return problems.stream()
        .map(each -> each.toString().indent(2).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** As compilers print it, with the line of the source and a caret below the column. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!file.isEmpty()) {
      text.append(file).append(':').append(line).append(':').append(column).append(": ");
    }
    text.append(isWarning() ? "warning" : kind.toString().toLowerCase(Locale.ROOT));
    text.append(": ").append(message);
    if (!source.isEmpty()) {
      text.append("\n    ").append(source);
      text.append("\n    ").append(" ".repeat((int) Math.max(0, column - 1))).append('^');
    }
    return text.toString();
  }
}
