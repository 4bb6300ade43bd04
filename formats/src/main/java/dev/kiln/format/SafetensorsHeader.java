package dev.kiln.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is before the elements in a safetensors file: the length of the header as 8 bytes, the
 * lowest first, and the header.
 *
 * <pre>{@code
 * {"__metadata__": {"format": "pt"},
 *  "fc1.weight": {"dtype": "F32", "shape": [64, 784], "data_offsets": [0, 200704]}, ..}
 * }</pre>
 *
 * <p>Offsets count from the end of the header. The tensors fill the rest of the file: none overlap,
 * and nothing is between them or after the last.
 */
record SafetensorsHeader(Map<String, StoredTensor> tensors, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** The longest header that the format permits. */
  private static final long LONGEST = 100_000_000;

  private static final JsonFactory JSON = new JsonFactory();

  static SafetensorsHeader read(FileChannel channel, String file) throws IOException {
    long size = channel.size();
    if (size < Long.BYTES) {
      throw new MalformedFileException(file, size, "it ends before the length of its header");
    }
    long length = bytes(channel, 0, Long.BYTES, file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > Math.min(LONGEST, size - Long.BYTES)) {
      throw new MalformedFileException(
          file,
          0,
          "the length of the header is "
              + Long.toUnsignedString(length)
              + ", but "
              + (size - Long.BYTES)
              + " bytes follow");
    }
    String text = text(bytes(channel, Long.BYTES, (int) length, file), file);
    return new Reading(file, Long.BYTES + length, size).read(text);
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int count, String file)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, from + bytes.position()) < 0) {
        throw new MalformedFileException(file, from + bytes.position(), "it ends in its header");
      }
    }
    return bytes.flip();
  }

  private static String text(ByteBuffer bytes, String file) throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    try {
      return decoder.decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedFileException(
          file, Long.BYTES + bytes.position(), "the header is not UTF-8");
    }
  }

  /** The header's text on its way to tensors. */
  private static final class Reading {
    private final String file;
    private final long dataStart;
    private final long fileSize;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Reading(String file, long dataStart, long fileSize) {
      this.file = file;
      this.dataStart = dataStart;
      this.fileSize = fileSize;
    }

    SafetensorsHeader read(String text) throws IOException {
      try (JsonParser json = JSON.createParser(text)) {
        require(json, json.nextToken(), JsonToken.START_OBJECT, "the header is not an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          if (name.equals(METADATA)) {
            readMetadata(json);
          } else {
            readTensor(json, name);
          }
        }
        if (json.nextToken() != null) {
          throw malformed(json, "the header goes on after its end");
        }
      } catch (JsonProcessingException e) {
        long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
        throw new MalformedFileException(
            file, Long.BYTES + at, "the header is not JSON: " + e.getOriginalMessage());
      }
      requireNoGaps();
      return new SafetensorsHeader(
          Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
    }

    private void readMetadata(JsonParser json) throws IOException {
      String problem = METADATA + " is not an object of strings";
      if (!metadata.isEmpty()) {
        throw malformed(json, "there are two " + METADATA);
      }
      require(json, json.nextToken(), JsonToken.START_OBJECT, problem);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        require(json, json.nextToken(), JsonToken.VALUE_STRING, problem);
        metadata.put(key, json.getText());
      }
    }

    private void readTensor(JsonParser json, String name) throws IOException {
      String quoted = "'" + name + "'";
      require(json, json.nextToken(), JsonToken.START_OBJECT, quoted + " is not an object");
      ElementType element = null;
      List<Long> shape = null;
      List<Long> offsets = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        JsonToken value = json.nextToken();
        switch (key) {
          case "dtype" -> {
            require(json, value, JsonToken.VALUE_STRING, quoted + " has a dtype that is no string");
            element = element(json, quoted, json.getText());
          }
          case "shape" -> shape = numbers(json, quoted + " has a shape");
          case "data_offsets" -> offsets = numbers(json, quoted + " has data_offsets");
          default -> throw malformed(json, quoted + " has the unknown field '" + key + "'");
        }
      }
      if (element == null || shape == null || offsets == null || offsets.size() != 2) {
        throw malformed(json, quoted + " needs a dtype, a shape and two data_offsets");
      }
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (begin > end || end > fileSize - dataStart) {
        throw malformed(
            json,
            "%s has the data_offsets %s, but %d bytes follow the header"
                .formatted(quoted, offsets, fileSize - dataStart));
      }
      StoredTensor stored =
          new StoredTensor(name, element, ByteOrder.LITTLE_ENDIAN, shape, false, dataStart + begin);
      if (stored.bytes() != end - begin) {
        throw malformed(
            json,
            "%s with dtype %s and shape %s does not have the %d bytes of its data_offsets"
                .formatted(quoted, SafetensorsTypes.name(element), shape, end - begin));
      }
      if (tensors.put(name, stored) != null) {
        throw malformed(json, "two tensors are called " + quoted);
      }
    }

    private ElementType element(JsonParser json, String quoted, String dtype) throws IOException {
      ElementType element = SafetensorsTypes.element(dtype);
      if (element == null) {
        throw malformed(json, quoted + " has the unknown dtype '" + dtype + "'");
      }
      return element;
    }

    private List<Long> numbers(JsonParser json, String what) throws IOException {
      require(
          json, json.currentToken(), JsonToken.START_ARRAY, what + " that is no list of numbers");
      List<Long> numbers = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        require(
            json,
            json.currentToken(),
            JsonToken.VALUE_NUMBER_INT,
            what + " that is no list of whole numbers");
        long number = json.getLongValue();
        if (number < 0) {
          throw malformed(json, what + " with the negative number " + number);
        }
        numbers.add(number);
      }
      return numbers;
    }

    private void requireNoGaps() throws IOException {
      List<StoredTensor> inOrder = new ArrayList<>(tensors.values());
      inOrder.sort(
          Comparator.comparingLong(StoredTensor::position).thenComparing(StoredTensor::bytes));
      long end = dataStart;
      for (StoredTensor each : inOrder) {
        if (each.position() != end) {
          throw new MalformedFileException(
              file,
              Math.min(end, each.position()),
              "%s begins at byte %d, but what is before it ends at byte %d"
                  .formatted(each.quoted(), each.position(), end));
        }
        end += each.bytes();
      }
      if (end != fileSize) {
        throw new MalformedFileException(
            file, end, (fileSize - end) + " bytes follow the last tensor");
      }
    }

    private void require(JsonParser json, JsonToken found, JsonToken wanted, String problem)
        throws IOException {
      if (found != wanted) {
        throw malformed(json, problem);
      }
    }

    /** Located by characters, which are bytes where all names are ASCII. */
    private IOException malformed(JsonParser json, String problem) {
      long at = Long.BYTES + Math.max(0, json.currentLocation().getCharOffset());
      return new MalformedFileException(file, at, problem);
    }
  }
}
