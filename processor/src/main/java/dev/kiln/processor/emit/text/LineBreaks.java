package dev.kiln.processor.emit.text;

import java.util.List;

/**
 * Breaks lines that are too long: by their structure ({@link NestedLayout}), unless they are so
 * long that nobody reads them. Those are broken in one pass where the fewest parentheses are open:
 * after a comma or an assignment, before an operator or a call on a result, or after an opening
 * parenthesis where there is nothing else. String literals that fill a line are taken apart at
 * spaces.
 */
final class LineBreaks {
  private static final int WIDTH = 100;
  private static final String CONTINUED = "    ";

  /** The longest line that is laid out by its structure. */
  private static final int LONGEST_NESTED = 3000;

  /** First characters of operators, from loose to tight, in pairs. */
  private static final String OPERATORS = "?:||&&^^==!=<>+-*/%.";

  /** More than there are ranks of operators. */
  private static final int RANKS = 16;

  private LineBreaks() {}

  /** Breaks the last line of {@code out}, which begins at {@code start}. */
  static void breakLine(StringBuilder out, int start) {
    if (out.length() - start <= WIDTH) {
      return;
    }
    String line = out.substring(start);
    String content = line.stripLeading();
    String indentation = line.substring(0, line.length() - content.length());
    if (content.startsWith("//")) {
      return;
    }
    out.setLength(start);
    out.append(indentation);
    if (content.length() <= LONGEST_NESTED) {
      NestedLayout.write(content, indentation.length(), out);
      return;
    }
    int room = WIDTH - indentation.length();
    String begin = "";
    int from = 0;
    while (begin.length() + content.length() - from > room) {
      // a nested expression may be a million characters long: only what decides is looked at
      String ahead = begin + content.substring(from, Math.min(from + 3 * WIDTH, content.length()));
      Place place = best(ahead, room);
      if (place == null) {
        break;
      }
      String first = ahead.substring(0, place.at());
      out.append(place.end().isEmpty() ? first.stripTrailing() : first + place.end()).append('\n');
      out.append(indentation).append(CONTINUED);
      from += place.at() - begin.length();
      begin = place.begin();
      room = WIDTH - indentation.length() - CONTINUED.length();
    }
    out.append(begin).append(content, from, content.length());
  }

  /**
   * Where to break.
   *
   * @param at the first character of the next line
   * @param rank how far inside an expression it is: by parentheses, then by operators
   * @param end what the line ends with instead
   * @param begin what the next line begins with in addition
   */
  private record Place(int at, int rank, String end, String begin) {}

  /** The last of the outermost places in the first {@code room} characters; null if none is. */
  private static Place best(String content, int room) {
    Place best = null;
    int depth = 0;
    int at = 0;
    while (at < content.length() && at <= room) {
      char each = content.charAt(at);
      if (each == '"' || each == '\'') {
        int end = endOfLiteral(content, at, at + room);
        if (end > room && end - at > room - CONTINUED.length()) {
          Place inside = insideLiteral(content, at, room);
          return inside != null ? inside : best;
        }
        at = end;
        continue;
      }
      if (each == ')' || each == ']' || each == '}') {
        depth--;
      }
      int place = placeAt(content, at);
      if (place > 0 && place <= room) {
        int rank = depth * RANKS + rank(content.substring(at).stripLeading());
        best = best == null || rank <= best.rank() ? new Place(place, rank, "", "") : best;
      }
      if (each == '(' || each == '[' || each == '{') {
        depth++;
        boolean isEmpty = at + 1 < content.length() && ")]}".indexOf(content.charAt(at + 1)) >= 0;
        if (best == null && !isEmpty && at < room) {
          best = new Place(at + 1, depth * RANKS, "", "");
        }
      }
      at++;
    }
    return best;
  }

  /** The place next to the character at {@code at}, or 0 where a line may not be broken. */
  private static int placeAt(String content, int at) {
    char each = content.charAt(at);
    boolean isSpace = each == ' ';
    if (isSpace && content.charAt(at - 1) == ',') {
      return at + 1;
    }
    if (isSpace && at + 2 < content.length()) {
      int end = content.indexOf(' ', at + 1);
      String word = end < 0 ? "" : content.substring(at + 1, end);
      if (!isOperator(word)) {
        return 0;
      }
      return isAssignment(word) ? end + 1 : at + 1;
    }
    return each == '.' && at > 0 && content.charAt(at - 1) == ')' ? at : 0;
  }

  /** How tightly the operator that the text begins with binds; 0 where it is none. */
  private static int rank(String text) {
    int operator = OPERATORS.indexOf(text.charAt(0));
    return operator < 0 || text.startsWith("= ") ? 0 : 1 + operator / 2;
  }

  private static boolean isAssignment(String operator) {
    return operator.endsWith("=") && !List.of("==", "!=", "<=", ">=").contains(operator);
  }

  private static boolean isOperator(String word) {
    return !word.isEmpty()
        && !word.equals("->")
        && word.chars().allMatch(each -> OPERATORS.indexOf(each) >= 0);
  }

  /** Where the literal ends, or something beyond {@code limit}. */
  private static int endOfLiteral(String content, int start, int limit) {
    int at = start + 1;
    while (at <= limit && content.charAt(at) != content.charAt(start)) {
      at += content.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  /** The last space in a string literal that leaves room for its end: spaces escape nothing. */
  private static Place insideLiteral(String content, int start, int room) {
    int space = content.lastIndexOf(' ', room - 2);
    return space <= start + 1 ? null : new Place(space + 1, 0, "\"", "+ \"");
  }
}
