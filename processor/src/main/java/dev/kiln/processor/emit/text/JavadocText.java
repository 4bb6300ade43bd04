package dev.kiln.processor.emit.text;

/** The text of Javadoc comments, in lines that are not too long. */
public final class JavadocText {
  private static final int WIDTH = 100;

  private JavadocText() {}

  /**
   * The text with line breaks in the place of spaces.
   *
   * @param depth of the declaration that has the comment, in steps of indentation
   */
  public static String wrapped(String text, int depth) {
    int room = WIDTH - 2 * depth - " * ".length();
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ")) {
      if (column > 0 && column + 1 + word.length() > room) {
        lines.append('\n');
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.append('\n').toString();
  }
}
