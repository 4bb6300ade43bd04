package dev.kiln.processor.emit.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays a statement that is too long for a line out by its structure: what belongs together is
 * broken together, outermost first.
 *
 * <pre>
 * NdArray hidden =
 *     Arithmetic.RELU.apply(
 *         Arithmetic.ADD.apply(
 *             MatrixProducts.matmul(x, w1),
 *             b1));
 * </pre>
 */
final class NestedLayout {
  private static final int WIDTH = 100;
  private static final int STEP = 4;

  /** Operators from loose to tight; those on one line of a table in the language's grammar. */
  private static final List<List<String>> OPERATORS =
      List.of(
          List.of("?", ":"),
          List.of("||"),
          List.of("&&"),
          List.of("|"),
          List.of("^"),
          List.of("&"),
          List.of("==", "!="),
          List.of("<", ">", "<=", ">="),
          List.of("<<", ">>", ">>>"),
          List.of("+", "-"),
          List.of("*", "/", "%"));

  private static final List<String> ASSIGNMENTS =
      List.of("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", ">>>=");

  /** Keywords whose parentheses belong to them, so that these are not left alone on a line. */
  private static final List<String> HEADERS =
      List.of("if (", "} else if (", "while (", "for (", "switch (", "try (", "} while (");

  private final StringBuilder out;

  private NestedLayout(StringBuilder out) {
    this.out = out;
  }

  /** Appends a line without its indentation, which is in {@code out} already. */
  static void write(String content, int indentation, StringBuilder out) {
    new NestedLayout(out).write(content, indentation, indentation, 0);
  }

  /**
   * Writes an expression or statement.
   *
   * @param indentation of the line on which it begins
   * @param column at which it begins
   * @param after so many characters follow on its last line
   */
  private void write(String text, int indentation, int column, int after) {
    if (column + text.length() + after <= WIDTH) {
      out.append(text);
      return;
    }
    if (text.startsWith("return ") || text.startsWith("throw ") || text.startsWith("assert ")) {
      int length = text.indexOf(' ') + 1;
      out.append(text, 0, length);
      write(text.substring(length), indentation, column + length, after);
      return;
    }
    List<Integer> outside = outside(text);
    List<Integer> places = assignments(text, outside);
    if (places.isEmpty()) {
      places = operators(text, outside);
    }
    if (places.isEmpty()) {
      places = links(text, outside);
    }
    if (!places.isEmpty()) {
      writeParts(parts(text, places), indentation, column, after);
      return;
    }
    int open = opening(text, outside);
    if (open >= 0) {
      writeBrackets(text, open, indentation, column, after);
    } else {
      writeLiteral(text, indentation, column, after);
    }
  }

  /** The parts, each after the first on a line of its own. */
  private void writeParts(List<String> parts, int indentation, int column, int after) {
    for (int i = 0; i < parts.size(); i++) {
      boolean isLast = i == parts.size() - 1;
      String part = isLast ? parts.get(i) : parts.get(i).stripTrailing();
      if (i > 0) {
        newLine(indentation + STEP);
      }
      int start = i == 0 ? column : indentation + STEP;
      write(part, i == 0 ? indentation : start, start, isLast ? after : 0);
    }
  }

  private void writeBrackets(String text, int open, int indentation, int column, int after) {
    int close = closing(text, open);
    String begin = text.substring(0, open + 1);
    String inside = text.substring(open + 1, close);
    String end = text.substring(close);
    out.append(begin);
    boolean isHeader = HEADERS.contains(begin);
    List<String> parts =
        parts(inside, isHeader ? separators(inside, ';') : separators(inside, ','));
    int inner = indentation + STEP;
    if (isHeader) {
      for (int i = 0; i < parts.size(); i++) {
        boolean isLast = i == parts.size() - 1;
        if (i > 0) {
          newLine(inner);
        }
        int start = i == 0 ? column + begin.length() : inner;
        String part = isLast ? parts.get(i) : parts.get(i).stripTrailing();
        write(part, indentation, start, isLast ? end.length() + after : 0);
      }
    } else {
      newLine(inner);
      if (inner + inside.length() + end.length() + after <= WIDTH) {
        out.append(inside);
      } else if (isPlain(inside)) {
        fill(parts, inner, end.length() + after);
      } else {
        for (int i = 0; i < parts.size(); i++) {
          boolean isLast = i == parts.size() - 1;
          if (i > 0) {
            newLine(inner);
          }
          String part = isLast ? parts.get(i) : parts.get(i).stripTrailing();
          write(part, inner, inner, isLast ? end.length() + after : 0);
        }
      }
    }
    out.append(end);
  }

  /** As many parts on each line as there is room for. */
  private void fill(List<String> parts, int indentation, int after) {
    int column = indentation;
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      int needed = part.stripTrailing().length() + (i == parts.size() - 1 ? after : 0);
      if (i > 0 && column + needed > WIDTH) {
        out.setLength(out.length() - 1); // the space after the comma
        newLine(indentation);
        column = indentation;
      }
      out.append(part);
      column += part.length();
    }
  }

  /** A string literal on several lines, and all else as it is. */
  private void writeLiteral(String text, int indentation, int column, int after) {
    int from = 0;
    int room = WIDTH - column;
    while (text.startsWith("\"") && text.length() - from + after > room) {
      int space = text.lastIndexOf(' ', from + room - 2);
      if (space <= from + 1) {
        break;
      }
      out.append(text, from, space + 1).append('"');
      newLine(indentation + STEP);
      out.append("+ \"");
      from = space + 1;
      room = WIDTH - indentation - STEP - 3;
    }
    out.append(text, from, text.length());
  }

  private void newLine(int indentation) {
    out.append('\n').append(" ".repeat(indentation));
  }

  private static List<String> parts(String text, List<Integer> places) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int place : places) {
      parts.add(text.substring(from, place));
      from = place;
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** After the first assignment that is in no brackets. */
  private static List<Integer> assignments(String text, List<Integer> outside) {
    for (int at : outside) {
      int end = text.charAt(at) == ' ' ? text.indexOf(' ', at + 1) : -1;
      if (end > 0 && ASSIGNMENTS.contains(text.substring(at + 1, end))) {
        return List.of(end + 1);
      }
    }
    return List.of();
  }

  /** Before the loosest operators that are in no brackets. */
  private static List<Integer> operators(String text, List<Integer> outside) {
    int loosest = OPERATORS.size();
    List<Integer> places = new ArrayList<>();
    for (int at : outside) {
      int end = text.charAt(at) == ' ' ? text.indexOf(' ', at + 1) : -1;
      int rank = end < 0 ? OPERATORS.size() : rank(text.substring(at + 1, end));
      if (rank < loosest) {
        loosest = rank;
        places.clear();
      }
      if (rank == loosest && rank < OPERATORS.size()) {
        places.add(at + 1);
      }
    }
    return places;
  }

  private static int rank(String operator) {
    int rank = 0;
    while (rank < OPERATORS.size() && !OPERATORS.get(rank).contains(operator)) {
      rank++;
    }
    return rank;
  }

  /** Before the calls on results of calls, where there are several. */
  private static List<Integer> links(String text, List<Integer> outside) {
    List<Integer> places = new ArrayList<>();
    for (int at : outside) {
      if (text.charAt(at) == '.' && at > 0 && text.charAt(at - 1) == ')') {
        places.add(at);
      }
    }
    return places;
  }

  private static List<Integer> separators(String text, char separator) {
    List<Integer> places = new ArrayList<>();
    for (int at : outside(text)) {
      if (text.charAt(at) == separator && at + 2 < text.length()) {
        places.add(at + 2);
      }
    }
    return places;
  }

  /** The bracket that has most in it. */
  private static int opening(String text, List<Integer> outside) {
    int widest = -1;
    int most = 0;
    for (int at : outside) {
      if ("([{".indexOf(text.charAt(at)) >= 0) {
        int close = closing(text, at);
        if (close < text.length() && close - at - 1 > most) {
          most = close - at - 1;
          widest = at;
        }
      }
    }
    return widest;
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      char each = text.charAt(at);
      if (each == '"' || each == '\'') {
        at = endOfLiteral(text, at);
      } else if ("([{".indexOf(each) >= 0) {
        depth++;
      } else if (")]}".indexOf(each) >= 0 && --depth == 0) {
        return at;
      }
    }
    return text.length();
  }

  /** The last character of the literal that begins at {@code start}. */
  private static int endOfLiteral(String text, int start) {
    int at = start + 1;
    while (at < text.length() && text.charAt(at) != text.charAt(start)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /** No brackets and no literals, so that nothing is lost in a row. */
  private static boolean isPlain(String text) {
    return text.chars().noneMatch(each -> "([{\"".indexOf(each) >= 0);
  }

  /** The characters in no brackets and no literals, with the opening brackets. */
  private static List<Integer> outside(String text) {
    List<Integer> places = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char each = text.charAt(at);
      places.add(at);
      if (each == '"' || each == '\'') {
        at = endOfLiteral(text, at);
      } else if ("([{".indexOf(each) >= 0) {
        int close = closing(text, at);
        // the brace that ends a header stays open
        at = close == text.length() ? at : close;
      }
      at++;
    }
    return places;
  }
}
