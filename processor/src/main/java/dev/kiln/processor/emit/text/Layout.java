package dev.kiln.processor.emit.text;

import java.util.Map;

/** Puts texts into a file: indents their lines, names their classes and breaks long lines. */
final class Layout {
  private static final String STEP = "  ";

  private final StringBuilder out;
  private final SourceLines lines;
  private int lineStart;

  /** Whether the line is one of a text block, which stays as it is. */
  private boolean isInTextBlock;

  /**
   * @param out the file so far, which ends with the indentation of the text to come, or with the
   *     begin of its first line
   * @param lines is told where lines come from
   */
  Layout(StringBuilder out, SourceLines lines) {
    this.out = out;
    this.lines = lines;
    this.lineStart = out.lastIndexOf("\n") + 1;
  }

  void write(String text, Map<String, String> names) {
    StringBuilder indentation = new StringBuilder();
    for (int i = lineStart; i < out.length() && out.charAt(i) == ' '; i++) {
      indentation.append(' ');
    }
    char[] characters = text.toCharArray();
    int end = text.endsWith("\n") ? text.length() - 1 : text.length();
    int done = 0;
    for (int at = 0; at < end; at++) {
      char each = characters[at];
      if (each > JavaText.UNINDENT || each != '\n' && each < JavaText.LINE) {
        continue;
      }
      startLine(indentation, done < at);
      out.append(characters, done, at - done);
      done = at + 1;
      switch (each) {
        case '\n' -> endLine();
        case JavaText.INDENT -> indentation.append(STEP);
        case JavaText.UNINDENT -> indentation.setLength(indentation.length() - STEP.length());
        case JavaText.LINE -> {
          int close = text.indexOf(JavaText.END, at);
          lines.add(lineStart, text.substring(at + 1, close));
          at = close;
          done = close + 1;
        }
        default -> {
          int close = text.indexOf(JavaText.END, at);
          startLine(indentation, true);
          out.append(names.get(text.substring(at, close + 1)));
          at = close;
          done = close + 1;
        }
      }
    }
    startLine(indentation, done < end);
    out.append(characters, done, end - done);
    LineBreaks.breakLine(out, lineStart);
  }

  private void startLine(StringBuilder indentation, boolean hasContent) {
    if (hasContent && out.length() == lineStart) {
      out.append(indentation);
    }
  }

  private void endLine() {
    int last = out.length() - TextBlocks.DELIMITER.length();
    if (isInTextBlock) {
      int first = lineStart;
      while (first < last && out.charAt(first) == ' ') {
        first++;
      }
      isInTextBlock = !isDelimiter(first) || first < last && isDelimiter(last); // one more block
    } else {
      isInTextBlock = isDelimiter(last);
      LineBreaks.breakLine(out, lineStart);
    }
    out.append('\n');
    lineStart = out.length();
  }

  private boolean isDelimiter(int at) {
    int end = at + TextBlocks.DELIMITER.length();
    return at >= lineStart
        && end <= out.length()
        && out.charAt(at) == '"'
        && out.indexOf(TextBlocks.DELIMITER, at) == at;
  }
}
