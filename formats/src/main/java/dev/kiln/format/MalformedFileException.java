package dev.kiln.format;

import java.io.IOException;

/** A file that is not what its format asks for. The message says which file, and where in it. */
public final class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final long position;

  MalformedFileException(String file, long position, String problem) {
    super(file + ", byte " + position + ": " + problem);
    this.position = position;
  }

  /** How many bytes of the file, or of its entry in an archive, are before the problem. */
  public long position() {
    return position;
  }
}
