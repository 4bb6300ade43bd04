package dev.kiln.testkit.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mistakes that a source marks itself, by comments with a caret. */
public final class Marks {
  private static final Pattern MARK = Pattern.compile("//\\s*\\^ (.*)");

  private Marks() {}

  /**
   * A marked mistake.
   *
   * @param line of the code that it is about, counted from 1
   * @param column of the caret, counted from 1
   * @param message over as many comment lines as it needs
   * @param end the last line of the comment, counted from 1
   */
  public record Mark(long line, long column, String message, int end) {}

  /** All marks, in order. */
  public static List<Mark> in(String source) {
    List<String> lines = Arrays.asList(source.split("\n", -1));
    List<Mark> marks = new ArrayList<>();
    int code = 0; // the last line that is not a comment, counted from 1
    for (int i = 0; i < lines.size(); i++) {
      Matcher mark = MARK.matcher(lines.get(i).strip());
      if (mark.matches()) {
        int column = lines.get(i).indexOf('^') + 1;
        StringBuilder message = new StringBuilder(mark.group(1).strip());
        while (i + 1 < lines.size() && continues(lines.get(i + 1).strip())) {
          message.append(' ').append(lines.get(++i).strip().substring(2).strip());
        }
        marks.add(new Mark(code, column, message.toString(), i + 1));
      } else {
        code = i + 1;
      }
    }
    return marks;
  }

  private static boolean continues(String line) {
    return line.startsWith("//") && !MARK.matcher(line).matches();
  }
}
