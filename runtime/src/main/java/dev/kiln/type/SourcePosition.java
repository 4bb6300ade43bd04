package dev.kiln.type;

/**
 * Where in the user's source something comes from.
 *
 * @param file the file's simple name
 * @param line counted from 1, 0 where it is not known
 * @param column counted from 1, 0 where it is not known
 */
public record SourcePosition(String file, int line, int column) {
  /** No known position. */
  public static final SourcePosition UNKNOWN = new SourcePosition("", 0, 0);

  public boolean isKnown() {
    return line > 0;
  }

  /** Such as {@code Digits.java:42}. */
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
