package dev.kiln.format;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.Layouts;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** The elements of a stored tensor, read and written a part at a time. */
final class Elements {
  /** A mapping is of a file's pages; smaller parts are copied. */
  private static final int SMALLEST_MAPPED = 1 << 16;

  /** A buffer holds at most 2^31 - 1 bytes, so larger tensors are mapped in parts. */
  private static final int LARGEST_PART = 1 << 28;

  private static final int CHUNK = 1 << 13;

  private Elements() {}

  /** Reads from a file that is known to contain the elements. */
  static Tensor read(FileChannel channel, StoredTensor stored, String file) throws IOException {
    return read(
        stored, LARGEST_PART, (offset, bytes) -> part(channel, stored, offset, bytes, file));
  }

  private static ByteBuffer part(
      FileChannel channel, StoredTensor stored, long offset, int bytes, String file)
      throws IOException {
    long position = stored.position() + offset;
    if (bytes >= SMALLEST_MAPPED && position + bytes <= channel.size()) {
      return channel.map(FileChannel.MapMode.READ_ONLY, position, bytes);
    }
    ByteBuffer copy = ByteBuffer.allocate(bytes);
    while (copy.hasRemaining()) {
      long next = position + copy.position();
      if (channel.read(copy, next) < 0) {
        throw ends(file, next, stored);
      }
    }
    return copy.flip();
  }

  /** Reads from a stream that is at the first element. */
  static Tensor read(InputStream in, StoredTensor stored, String file) throws IOException {
    return read(
        stored,
        CHUNK,
        (offset, bytes) -> {
          byte[] read = in.readNBytes(bytes);
          if (read.length < bytes) {
            throw ends(file, stored.position() + offset + read.length, stored);
          }
          return ByteBuffer.wrap(read);
        });
  }

  private static IOException ends(String file, long position, StoredTensor stored) {
    return new MalformedFileException(
        file, position, "it ends in the elements of " + stored.quoted());
  }

  /** Gives the bytes of the elements that begin {@code offset} bytes after the first. */
  private interface Source {
    ByteBuffer bytes(long offset, int count) throws IOException;
  }

  private static Tensor read(StoredTensor stored, int largestPart, Source source)
      throws IOException {
    NdArray array = stored.allocate();
    int total = array.shape().elements();
    int most = largestPart / stored.element().bytes();
    for (int at = 0, count; at < total; at += count) {
      count = Math.min(most, total - at);
      long offset = (long) at * stored.element().bytes();
      ByteBuffer part = source.bytes(offset, count * stored.element().bytes());
      stored.element().decode(part.order(stored.order()), array, at, count);
    }
    return Tensor.of(stored.isColumnMajor() ? withAxesReversed(array) : array);
  }

  private static NdArray withAxesReversed(NdArray array) {
    int[] axes = new int[array.shape().rank()];
    Arrays.setAll(axes, axis -> axes.length - 1 - axis);
    return Layouts.permute(array, axes);
  }

  /** Writes all elements, the lowest byte first. */
  static void write(NdArray array, OutputStream out) throws IOException {
    ElementType element = ElementType.of(array.dtype());
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int most = CHUNK / element.bytes();
    int total = array.shape().elements();
    for (int at = 0, count; at < total; at += count) {
      count = Math.min(most, total - at);
      element.encode(array, at, count, buffer.clear());
      out.write(buffer.array(), 0, buffer.position());
    }
  }
}
