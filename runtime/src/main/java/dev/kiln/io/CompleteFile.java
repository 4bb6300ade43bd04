package dev.kiln.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/** Files that are there only once they are complete: if writing fails, there is no partial file. */
public final class CompleteFile {
  private CompleteFile() {}

  /** What is written to a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it to a stream, which is buffered and which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, or replaces it.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Content content) throws IOException {
    Path unfinished = unfinished(file);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
        content.writeTo(out);
      }
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /**
   * A new file beside the one to be written. It has the permissions of any new file, unlike one
   * that {@link Files#createTempFile} makes, which its owner alone may read.
   */
  private static Path unfinished(Path file) throws IOException {
    while (true) {
      String number = Long.toHexString(ThreadLocalRandom.current().nextLong());
      try {
        return Files.createFile(file.resolveSibling(file.getFileName() + "." + number + ".part"));
      } catch (FileAlreadyExistsException e) {
        // another number
      }
    }
  }
}
