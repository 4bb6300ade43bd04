package dev.kiln.io;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.array.TensorShape;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;

/** Reads the format of {@link WeightFile}; trusts nothing that it has not checked. */
final class WeightReader {
  /** Elements are converted from bytes this many at a time. */
  private static final int CHUNK = 1024;

  private final InputStream in;
  private final CRC32 checksum = new CRC32();
  private final String file;
  private long remaining;

  WeightReader(InputStream in, long length, String file) {
    this.in = in;
    this.remaining = length;
    this.file = file;
  }

  private record Header(String name, DType dtype, TensorShape shape) {
    long bytes() {
      return (long) shape.elements() * WeightFormat.bytes(dtype);
    }
  }

  Map<String, Tensor> read() throws IOException {
    if (remaining < WeightFormat.MAGIC.length
        || !Arrays.equals(take(WeightFormat.MAGIC.length).array(), WeightFormat.MAGIC)) {
      throw new IOException(file + " is not a Kiln weight file");
    }
    int version = take(Integer.BYTES).getInt();
    if (version != WeightFormat.VERSION) {
      throw new IOException(
          file
              + " has version "
              + version
              + " of the format, this Kiln reads version "
              + WeightFormat.VERSION);
    }
    List<Header> headers = readHeaders();
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Header header : headers) {
      tensors.put(header.name(), Tensor.of(readElements(header)));
    }
    int expected = (int) checksum.getValue();
    if (take(Integer.BYTES).getInt() != expected) {
      throw damaged("the checksum is wrong");
    }
    return tensors;
  }

  private List<Header> readHeaders() throws IOException {
    int count = take(Integer.BYTES).getInt();
    if (count < 0) {
      throw damaged("the number of tensors is " + count);
    }
    List<Header> headers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long data = 0;
    for (int i = 0; i < count; i++) {
      Header header = readHeader();
      if (!names.add(header.name())) {
        throw damaged("two tensors are called '" + header.name() + "'");
      }
      headers.add(header);
      data += header.bytes();
    }
    if (remaining != data + Integer.BYTES) {
      throw damaged(
          "the tensors need " + (data + Integer.BYTES) + " bytes, but " + remaining + " follow");
    }
    return headers;
  }

  private Header readHeader() throws IOException {
    byte[] text = take(Short.toUnsignedInt(take(Short.BYTES).getShort())).array();
    String name = new String(text, StandardCharsets.UTF_8);
    if (!Arrays.equals(name.getBytes(StandardCharsets.UTF_8), text)) {
      throw damaged("a name is not UTF-8");
    }
    ByteBuffer kind = take(2);
    int code = Byte.toUnsignedInt(kind.get());
    DType dtype = WeightFormat.dtype(code).orElse(null);
    if (dtype == null) {
      throw damaged("'" + name + "' has the unknown dtype " + code);
    }
    int[] sizes = new int[Byte.toUnsignedInt(kind.get())];
    ByteBuffer numbers = take(sizes.length * Integer.BYTES);
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = numbers.getInt();
    }
    try {
      return new Header(name, dtype, TensorShape.of(sizes));
    } catch (IllegalArgumentException e) {
      e.setStackTrace(new StackTraceElement[0]); // the file is wrong, and no line
      throw damaged("'" + name + "': " + e.getMessage());
    }
  }

  private NdArray readElements(Header header) throws IOException {
    int count = header.shape().elements();
    NdArray array = Creation.zeros(header.dtype(), header.shape().toArray());
    Object elements = array.elements();
    for (int from = 0; from < count; from += CHUNK) {
      int some = Math.min(CHUNK, count - from);
      ByteBuffer bytes = take(some * WeightFormat.bytes(header.dtype()));
      for (int i = from; i < from + some; i++) {
        if (elements instanceof float[] floats) {
          floats[i] = Float.intBitsToFloat(bytes.getInt());
        } else if (elements instanceof double[] doubles) {
          doubles[i] = Double.longBitsToDouble(bytes.getLong());
        } else if (elements instanceof int[] ints) {
          ints[i] = bytes.getInt();
        } else if (elements instanceof long[] longs) {
          longs[i] = bytes.getLong();
        } else {
          array.booleans()[i] = bytes.get() != 0;
        }
      }
    }
    return array;
  }

  private ByteBuffer take(int count) throws IOException {
    byte[] bytes = count <= remaining ? in.readNBytes(count) : new byte[0];
    if (bytes.length < count) {
      throw damaged("it ends too early");
    }
    remaining -= count;
    checksum.update(bytes);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private IOException damaged(String how) {
    return new IOException(file + " is damaged: " + how);
  }
}
