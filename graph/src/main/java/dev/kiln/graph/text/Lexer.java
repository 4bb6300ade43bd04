package dev.kiln.graph.text;

/** Splits the text of graphs and types into words, numbers, strings and marks. */
final class Lexer {
  private final String text;
  private int at;

  /** Where the last name, number or string began. */
  private int last;

  Lexer(String text) {
    this.text = text;
    skip();
  }

  boolean isAtEnd() {
    return at >= text.length();
  }

  /** Whether the mark or word comes next; if so, it is passed. */
  boolean accept(String expected) {
    if (!text.startsWith(expected, at)) {
      return false;
    }
    boolean word = Character.isJavaIdentifierPart(expected.charAt(expected.length() - 1));
    int end = at + expected.length();
    if (word && end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      return false;
    }
    at = end;
    skip();
    return true;
  }

  void expect(String expected) {
    if (!accept(expected)) {
      throw failure("expected '" + expected + "'" + found());
    }
  }

  /** A failure at the next token, which is not what is expected. */
  GraphSyntaxException unexpected(String expected) {
    return failure("expected " + expected + found());
  }

  /** Where the next token begins. */
  int position() {
    return at;
  }

  private String found() {
    if (isAtEnd()) {
      return ", not the end of the text";
    }
    int end = at;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return ", not '" + text.substring(at, Math.max(end, at + 1)) + "'";
  }

  boolean isNext(char mark) {
    return at < text.length() && text.charAt(at) == mark;
  }

  String word() {
    last = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    if (last == at) {
      throw failure("expected a name" + found());
    }
    String word = text.substring(last, at);
    skip();
    return word;
  }

  /** A dotted name, such as that of a record class. */
  String dottedWord() {
    StringBuilder word = new StringBuilder(word());
    while (accept(".")) {
      word.append('.').append(word());
    }
    return word.toString();
  }

  long number() {
    last = at;
    if (isNext('-')) {
      at++;
    }
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    String digits = text.substring(last, at);
    try {
      long number = Long.parseLong(digits);
      skip();
      return number;
    } catch (NumberFormatException e) {
      at = last;
      boolean tooLarge = digits.length() > "-".length();
      throw failure(
          tooLarge ? "the number " + digits + " is out of range" : "expected a number" + found());
    }
  }

  int smallNumber() {
    long number = number();
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw failureAtLast("the number " + number + " is out of range");
    }
    return (int) number;
  }

  boolean isString() {
    return isNext('"');
  }

  String string() {
    if (!isString()) {
      throw failure("expected a string" + found());
    }
    last = at;
    StringBuilder string = new StringBuilder();
    at++;
    while (!isNext('"')) {
      if (at >= text.length()) {
        throw failureAtLast("the string does not end");
      }
      char each = text.charAt(at++);
      string.append(each == '\\' ? escape() : each);
    }
    at++;
    skip();
    return string.toString();
  }

  private char escape() {
    if (at >= text.length()) {
      throw failureAtLast("the string does not end");
    }
    char each = text.charAt(at++);
    if (each == '"' || each == '\\') {
      return each;
    }
    if (each == 'u' && at + 4 <= text.length()) {
      try {
        char code = (char) Integer.parseInt(text.substring(at, at + 4), 16);
        at += 4;
        return code;
      } catch (NumberFormatException e) {
        throw failureAt(at, "expected four hexadecimal digits");
      }
    }
    throw failureAt(at - 2, "there is no escape '\\" + each + "'");
  }

  private void skip() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        at = end < 0 ? text.length() : end + 2;
      } else {
        return;
      }
    }
  }

  /** A failure at the next token. */
  GraphSyntaxException failure(String message) {
    return failureAt(at, message);
  }

  /** A failure at the name, number or string that was read last. */
  GraphSyntaxException failureAtLast(String message) {
    return failureAt(last, message);
  }

  /** A failure at a position. */
  GraphSyntaxException failureAt(int position, String message) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(position, text.length()); i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new GraphSyntaxException(message, line, column);
  }
}
