package dev.kiln.processor.emit.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Long texts of many lines as Java text blocks, which a reader can read and the compiler takes as
 * one literal.
 *
 * <pre>
 * """
 * graph "f" {
 *   input "x" argument
 * }
 * """
 * </pre>
 */
public final class TextBlocks {
  /** What a text block begins and ends with; nothing else of generated code has it. */
  static final String DELIMITER = "\"\"\"";

  /** A constant of a class file holds 65,535 bytes, and a character needs up to three. */
  private static final int LONGEST = 20_000;

  private TextBlocks() {}

  /**
   * The text as one or several text blocks, which give it one after the other. String literals hold
   * a line that is too long for a constant, and one that has no end.
   */
  public static List<JavaText> of(String text) {
    List<JavaText> blocks = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.length();
      if (end - start > LONGEST) {
        int line = text.lastIndexOf('\n', start + LONGEST - 1) + 1;
        end = line > start ? line : start + LONGEST;
      }
      String part = text.substring(start, end);
      blocks.add(part.endsWith("\n") ? block(part) : JavaText.of("$S", part));
      start = end;
    }
    return blocks;
  }

  private static JavaText block(String lines) {
    String escaped =
        lines
            .replace("\\", "\\\\")
            .replace(DELIMITER, "\\\"".repeat(3))
            .replace(" \n", "\\s\n"); // spaces at the end of a line would be lost
    return new JavaText(DELIMITER + "\n" + escaped + DELIMITER);
  }
}
