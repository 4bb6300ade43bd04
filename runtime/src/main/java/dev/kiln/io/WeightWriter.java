package dev.kiln.io;

import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes the format of {@link WeightFile}. */
final class WeightWriter {
  /** Elements are converted to bytes this many at a time. */
  private static final int CHUNK = 1024;

  private final CheckedOutputStream out;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(CHUNK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  WeightWriter(OutputStream out) {
    this.out = new CheckedOutputStream(out, new CRC32());
  }

  /** Refuses what the format cannot hold. */
  static void check(Map<String, Tensor> tensors) {
    tensors.forEach(
        (name, tensor) -> {
          int length = name.getBytes(StandardCharsets.UTF_8).length;
          if (length == 0 || length > WeightFormat.LONGEST_NAME) {
            throw new IllegalArgumentException(
                "the name of a tensor has 1 to " + WeightFormat.LONGEST_NAME + " bytes: " + name);
          }
          if (tensor == null) {
            throw new IllegalArgumentException("the tensor '" + name + "' is null");
          }
          if (tensor.array().shape().rank() > WeightFormat.HIGHEST_RANK) {
            throw new IllegalArgumentException(
                "the tensor '" + name + "' has more than 255 dimensions");
          }
        });
  }

  void write(Map<String, Tensor> tensors) throws IOException {
    out.write(WeightFormat.MAGIC);
    buffer.putInt(WeightFormat.VERSION).putInt(tensors.size());
    flush();
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      writeHeader(entry.getKey(), entry.getValue().array());
    }
    for (Tensor tensor : tensors.values()) {
      writeElements(tensor.array());
    }
    buffer.putInt((int) out.getChecksum().getValue());
    flush();
    out.flush();
  }

  private void writeHeader(String name, NdArray array) throws IOException {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    buffer.putShort((short) text.length);
    flush();
    out.write(text);
    buffer.put((byte) WeightFormat.code(array.dtype())).put((byte) array.shape().rank());
    for (int size : array.shape().toArray()) {
      buffer.putInt(size);
    }
    flush();
  }

  private void writeElements(NdArray array) throws IOException {
    int count = array.shape().elements();
    for (int from = 0; from < count; from += CHUNK) {
      put(array, from, Math.min(CHUNK, count - from));
      flush();
    }
  }

  private void put(NdArray array, int from, int count) {
    Object elements = array.elements();
    for (int i = from; i < from + count; i++) {
      if (elements instanceof float[] floats) {
        buffer.putInt(Float.floatToRawIntBits(floats[i]));
      } else if (elements instanceof double[] doubles) {
        buffer.putLong(Double.doubleToRawLongBits(doubles[i]));
      } else if (elements instanceof int[] ints) {
        buffer.putInt(ints[i]);
      } else if (elements instanceof long[] longs) {
        buffer.putLong(longs[i]);
      } else {
        buffer.put((byte) (array.booleans()[i] ? 1 : 0));
      }
    }
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
