package dev.kiln.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiln.array.NdArray;
import dev.kiln.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes safetensors files. The header is in the order of the tensors; their elements are in the
 * order of the size of an element, the largest first, so that all of them are aligned.
 */
final class SafetensorsWriter {
  private static final JsonFactory JSON = new JsonFactory();

  /** Elements begin at a multiple of this. */
  private static final int ALIGNMENT = 8;

  private final Map<String, NdArray> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata;

  SafetensorsWriter(Map<String, Tensor> tensors, Map<String, String> metadata) {
    tensors.forEach(
        (name, tensor) -> {
          if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException(
                "no tensor may be called " + name + ", which is that of the texts");
          }
          if (tensor == null) {
            throw new IllegalArgumentException("the tensor '" + name + "' is null");
          }
          this.tensors.put(name, tensor.array());
        });
    this.metadata = new LinkedHashMap<>(metadata);
  }

  void writeTo(OutputStream out) throws IOException {
    List<String> inOrder = new ArrayList<>(tensors.keySet());
    inOrder.sort(Comparator.comparing(name -> -ElementType.of(tensors.get(name).dtype()).bytes()));
    Map<String, Long> begins = new HashMap<>();
    long end = 0;
    for (String name : inOrder) {
      begins.put(name, end);
      end += bytes(tensors.get(name));
    }
    byte[] header = header(begins);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .array());
    out.write(header);
    for (String name : inOrder) {
      Elements.write(tensors.get(name), out);
    }
  }

  private static long bytes(NdArray array) {
    return (long) array.shape().elements() * ElementType.of(array.dtype()).bytes();
  }

  private byte[] header(Map<String, Long> begins) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> each : metadata.entrySet()) {
          json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
      }
      for (Map.Entry<String, NdArray> each : tensors.entrySet()) {
        write(json, each.getKey(), each.getValue(), begins.get(each.getKey()));
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, String name, NdArray array, long begin)
      throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("dtype", SafetensorsTypes.name(ElementType.of(array.dtype())));
    json.writeFieldName("shape");
    int[] sizes = array.shape().toArray();
    json.writeArray(sizes, 0, sizes.length);
    json.writeFieldName("data_offsets");
    json.writeArray(new long[] {begin, begin + bytes(array)}, 0, 2);
    json.writeEndObject();
  }
}
