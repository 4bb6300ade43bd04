package dev.kiln.format;

import dev.kiln.array.NdArray;
import dev.kiln.io.CompleteFile;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * NumPy's npy files, which have one array each, as {@code numpy.save} and {@code numpy.load} write
 * and read them. Arrays of objects, strings, complex numbers and records are refused.
 */
public final class NpyFile {
  private NpyFile() {}

  /**
   * Reads the array of a file; Fortran's order and both orders of bytes are read, too.
   *
   * @throws IllegalStateException if Kiln has no dtype for the elements, or the array is larger
   *     than one of Java
   * @throws MalformedFileException if the file is no npy file, is damaged, or has elements that are
   *     not read
   * @throws IOException if the file cannot be read
   */
  public static Tensor read(Path file) throws IOException {
    String path = file.toString();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      StoredTensor stored = NpyHeader.read(Channels.newInputStream(channel), "", path);
      requireSize(stored, channel.size(), path);
      return Elements.read(channel, stored, path);
    }
  }

  /** Refuses what has not as many bytes as its header says, before memory is taken for it. */
  static void requireSize(StoredTensor stored, long size, String file) throws IOException {
    long available = size - stored.position();
    if (stored.bytes() != available) {
      throw new MalformedFileException(
          file,
          stored.position(),
          "%s with elements of type %s and shape %s does not have the %d bytes that follow"
              .formatted(stored.quoted(), stored.element(), stored.sizes(), available));
    }
  }

  /**
   * Writes an array to a file, as {@code numpy.save} does.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    NdArray array = tensor.array();
    CompleteFile.write(file, out -> write(array, out));
  }

  static void write(NdArray array, OutputStream out) throws IOException {
    out.write(NpyHeader.bytes(ElementType.of(array.dtype()), array.shape().toArray()));
    Elements.write(array, out);
  }

  /** Reads an entry of an archive that is known to have {@code size} bytes. */
  static Tensor read(InputStream in, String name, long size, String file) throws IOException {
    StoredTensor stored = NpyHeader.read(in, name, file);
    requireSize(stored, size, file);
    return Elements.read(in, stored, file);
  }
}
