package dev.kiln.io;

import dev.kiln.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Files with named tensors, such as the weights of a trained model.
 *
 * <p>The format, version 1, all numbers little-endian:
 *
 * <pre>
 * 8 bytes    "KILNWGT" and a line feed
 * int32      version: 1
 * int32      number of tensors
 * for each tensor:
 *   uint16   length of the name in bytes
 *   bytes    the name in UTF-8, such as encoder.w1
 *   uint8    dtype: 1 float32, 2 float64, 3 int32, 4 int64, 5 bool
 *   uint8    rank
 *   int32    size of each dimension, the slowest varying first
 * for each tensor, in the same order:
 *   data     the elements in row-major order; a bool is one byte, 0 or 1
 * int32      CRC-32 of all bytes before
 * </pre>
 *
 * <p>Names are unique. The sizes determine the exact length of the file, so a reader can check
 * before it allocates memory that the file contains the data.
 */
public final class WeightFile {
  private WeightFile() {}

  /**
   * Writes tensors to a file, in the order of the map. The file is created only once it is
   * complete: if writing fails, there is no partial file.
   *
   * @throws IllegalArgumentException if a name is empty or longer than 65535 bytes, or a tensor is
   *     null or has more than 255 dimensions
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    WeightWriter.check(tensors);
    CompleteFile.write(file, out -> new WeightWriter(out).write(tensors));
  }

  /**
   * Reads the tensors of a file, in the order of the file.
   *
   * @throws IOException if the file cannot be read, is not a weight file, or is damaged
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new WeightReader(in, Files.size(file), file.toString()).read();
    }
  }

  /**
   * Reads the tensors of a file to the end of the stream, such as that of a resource in a jar; the
   * stream is left open.
   *
   * @throws IOException if the stream cannot be read, is not that of a weight file, or the file is
   *     damaged
   */
  public static Map<String, Tensor> read(InputStream in) throws IOException {
    byte[] bytes = in.readAllBytes(); // the format is checked against the length
    return new WeightReader(new ByteArrayInputStream(bytes), bytes.length, "the stream").read();
  }
}
