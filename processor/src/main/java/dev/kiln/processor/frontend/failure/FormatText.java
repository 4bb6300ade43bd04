package dev.kiln.processor.frontend.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the format of {@code String.format} apart: texts, and specifiers of one argument each. */
final class FormatText {
  /**
   * A part of a format.
   *
   * @param text what it is literally, or the specifier of an argument, without its index
   * @param argument the index of its argument; -1 for a text, and -2 for a specifier without one
   */
  record Part(String text, int argument) {
    boolean isText() {
      return argument == TEXT;
    }
  }

  private static final int TEXT = -1;
  private static final int NO_ARGUMENT = -2;

  /** As the documentation of {@code java.util.Formatter} gives it. */
  private static final Pattern SPECIFIER =
      Pattern.compile("%(\\d+\\$)?([-#+ 0,(<]*)(\\d+)?(\\.\\d+)?([tT]?[a-zA-Z%])");

  private FormatText() {}

  /** The parts; empty for what is not a format of so many arguments. */
  static Optional<List<Part>> parts(String format, int arguments) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = SPECIFIER.matcher(format);
    int end = 0;
    int ordinary = 0;
    int previous = -1;
    for (int percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', end)) {
      if (!matcher.find(percent) || matcher.start() != percent) {
        return Optional.empty();
      }
      parts.add(new Part(format.substring(end, percent), TEXT));
      end = matcher.end();
      String conversion = matcher.group(5);
      String flags = matcher.group(2).replace("<", "");
      String specifier =
          "%" + flags + orEmpty(matcher.group(3)) + orEmpty(matcher.group(4)) + conversion;
      if (conversion.equals("%") || conversion.equals("n")) {
        boolean isPercent = specifier.equals("%%");
        parts.add(isPercent ? new Part("%", TEXT) : new Part(specifier, NO_ARGUMENT));
        continue;
      }
      if (matcher.group(1) != null) {
        previous = Integer.parseInt(matcher.group(1).replace("$", "")) - 1;
      } else if (!matcher.group(2).contains("<")) {
        previous = ordinary++;
      }
      if (previous < 0 || previous >= arguments) {
        return Optional.empty();
      }
      parts.add(new Part(specifier, previous));
    }
    parts.add(new Part(format.substring(end), TEXT));
    return Optional.of(parts);
  }

  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }
}
