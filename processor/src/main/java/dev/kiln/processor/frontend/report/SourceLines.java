package dev.kiln.processor.frontend.report;

import com.sun.source.tree.LineMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The lines of a source, counted as javac counts them: a tab ends at the next multiple of 8. */
final class SourceLines implements LineMap {
  private static final int TAB = 8;

  private final String text;
  private final int[] starts;

  SourceLines(String text) {
    this.text = text;
    this.starts =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, text.length()).filter(this::endsLine).map(each -> each + 1))
            .toArray();
  }

  private boolean endsLine(int position) {
    char each = text.charAt(position);
    boolean isPair = each == '\r' && text.startsWith("\n", position + 1);
    return each == '\n' || each == '\r' && !isPair;
  }

  @Override
  public long getStartPosition(long line) {
    return starts[(int) line - 1];
  }

  @Override
  public long getPosition(long line, long column) {
    int position = starts[(int) line - 1];
    while (getColumnNumber(position) < column) {
      position++;
    }
    return position;
  }

  @Override
  public long getLineNumber(long position) {
    int found = Arrays.binarySearch(starts, (int) position);
    return found >= 0 ? found + 1 : -found - 1;
  }

  @Override
  public long getColumnNumber(long position) {
    long column = 0;
    for (int i = (int) getStartPosition(getLineNumber(position)); i < position; i++) {
      column = text.charAt(i) == '\t' ? (column / TAB + 1) * TAB : column + 1;
    }
    return column + 1;
  }
}
