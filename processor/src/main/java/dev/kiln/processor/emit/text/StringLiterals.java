package dev.kiln.processor.emit.text;

/** Texts as Java string literals. */
public final class StringLiterals {
  private StringLiterals() {}

  /** A Java string literal; nothing of the text can end it or start an escape. */
  public static String of(String text) {
    char[] characters = text.toCharArray();
    StringBuilder literal = new StringBuilder(text.length() + 16).append('"');
    int done = 0;
    for (int i = 0; i < characters.length; i++) {
      char each = characters[i];
      if (each < ' ' || each > '~' || each == '"' || each == '\\') {
        literal.append(characters, done, i - done).append(escaped(each));
        done = i + 1;
      }
    }
    return literal.append(characters, done, characters.length - done).append('"').toString();
  }

  private static String escaped(char each) {
    return switch (each) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) each);
    };
  }
}
