package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes here are written by hand, after the description of the format. */
class SafetensorsFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("model.safetensors");
  }

  @Test
  void theBytesAreAsDocumented() throws IOException {
    SafetensorsFile.write(file, Map.of("w", Tensor.of(new float[] {1, 2})), Map.of("by", "Kiln"));
    String header =
        "{\"__metadata__\":{\"by\":\"Kiln\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}     ";
    assertEquals(
        "5800000000000000"
            + HexFormat.of().formatHex(header.getBytes(StandardCharsets.UTF_8))
            + "0000803f00000040",
        HexFormat.of().formatHex(Files.readAllBytes(file)));
  }

  @Test
  void elementsAreAlignedAndNamesInOrder() throws IOException {
    Map<String, Tensor> tensors = ofEveryDType();
    SafetensorsFile.write(file, tensors);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(List.copyOf(tensors.keySet()), open.names());
      for (String name : open.names()) {
        StoredTensor stored = open.stored(name);
        assertEquals(0, stored.position() % stored.element().bytes(), name);
      }
    }
  }

  @Test
  void everyDTypeSurvives() throws IOException {
    Map<String, Tensor> tensors = ofEveryDType();
    SafetensorsFile.write(file, tensors);
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertSame(tensors, open.readAll());
      assertEquals(Map.of(), open.metadata());
    }
  }

  /** Its header as PyTorch's writer lays it out: sorted by dtype, with the framework's name. */
  @Test
  void otherTypesOfElementsAreRead() throws IOException {
    write(
        """
        {"__metadata__":{"format":"pt"},\
        "b":{"dtype":"U32","shape":[1],"data_offsets":[0,4]},\
        "h":{"dtype":"F16","shape":[2,1],"data_offsets":[4,8]},\
        "g":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},\
        "i":{"dtype":"I16","shape":[1],"data_offsets":[12,14]},\
        "t":{"dtype":"BOOL","shape":[2],"data_offsets":[14,16]}}\
        """,
        "ffffffff" + "003c00c1" + "803f9dbf" + "feff" + "0001");
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(Map.of("format", "pt"), open.metadata());
      Map<String, Tensor> read = open.readAll();
      assertTrue(read.get("b").sameElements(Tensor.of(new long[] {4294967295L})));
      assertTrue(read.get("h").sameElements(Tensor.of(new float[] {1, -2.5f}, 2, 1)));
      assertTrue(read.get("g").sameElements(Tensor.of(new float[] {1, -1.2265625f})));
      assertTrue(read.get("i").sameElements(Tensor.of(new int[] {-2})));
      assertTrue(read.get("t").sameElements(Tensor.of(new boolean[] {false, true})));
    }
  }

  @Test
  void whatKilnHasNoTypeForDoesNotKeepTheRestFromBeingRead() throws IOException {
    write(
        """
        {"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]},\
        "b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}\
        """,
        "07ff");
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertTrue(open.read("b").sameElements(Tensor.of(new int[] {255})));
      IllegalStateException refused =
          assertThrows(IllegalStateException.class, () -> open.read("a"));
      assertEquals(
          "the elements of 'a' have type FLOAT8_E4M3, which Kiln does not read",
          refused.getMessage());
    }
  }

  /** The file has holes, so that it takes no room on the disk. */
  @Test
  void aTensorBehindThreeGigabytesIsReadWithoutThem() throws IOException {
    long large = 3L << 30;
    String header =
        """
        {"large":{"dtype":"F32","shape":[805306368],"data_offsets":[0,%d]},\
        "mapped":{"dtype":"F32","shape":[20000],"data_offsets":[%d,%d]},\
        "last":{"dtype":"I64","shape":[1],"data_offsets":[%d,%d]}}\
        """
            .formatted(large, large, large + 80000, large + 80000, large + 80008);
    write(header, "");
    long start = Files.size(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      channel.write(one.putFloat(0, 7).slice(0, 4), start + large + 4 * 19999);
      channel.write(one.putLong(0, 42).slice(0, 8), start + large + 80000);
    }
    try (SafetensorsFile open = SafetensorsFile.open(file)) {
      assertEquals(42, open.read("last").toLongArray()[0]);
      float[] mapped = open.read("mapped").toFloatArray();
      assertEquals(0, mapped[0]);
      assertEquals(7, mapped[19999]);
      assertEquals(List.of(805306368L), open.stored("large").sizes());
    }
  }

  @Test
  void damagedFilesAreRefusedWithTheirPlace() throws IOException {
    Files.write(file, new byte[5]);
    assertRefused(5, "it ends before the length of its header");
    Files.write(file, HexFormat.of().parseHex("ffffffffffffffff7b7d"));
    assertRefused(0, "the length of the header is 18446744073709551615, but 2 bytes follow");
    Files.write(file, HexFormat.of().parseHex("0300000000000000" + "7b7d"));
    assertRefused(0, "the length of the header is 3, but 2 bytes follow");
    Files.write(file, HexFormat.of().parseHex("0300000000000000" + "7bff7d"));
    assertRefused(9, "the header is not UTF-8");
    write("[]", "");
    assertRefused(9, "the header is not an object");
    write("{\"w\":1}", "");
    assertRefused(14, "'w' is not an object");
    write("{} {}", "");
    assertRefused(12, "the header goes on after its end");
  }

  @Test
  void fieldsThatAreWrongAreRefused() throws IOException {
    assertHeaderRefused("{\"w\":{}}", "'w' needs a dtype, a shape and two data_offsets");
    assertHeaderRefused(tensor("F33", "[1]", "[0,4]"), "'w' has the unknown dtype 'F33'");
    assertHeaderRefused(
        tensor("F32", "[1.0]", "[0,4]"), "'w' has a shape that is no list of whole numbers");
    assertHeaderRefused(
        tensor("F32", "[-1]", "[0,4]"), "'w' has a shape with the negative number -1");
    assertHeaderRefused(
        tensor("F32", "[1]", "[0,8]"),
        "'w' has the data_offsets [0, 8], but 4 bytes follow the header");
    assertHeaderRefused(
        tensor("F32", "[1]", "[3,0]"),
        "'w' has the data_offsets [3, 0], but 4 bytes follow the header");
    assertHeaderRefused(
        tensor("F32", "[4294967296,4294967296]", "[0,4]"),
        "'w' with dtype F32 and shape [4294967296, 4294967296] does not have the 4 bytes of its"
            + " data_offsets");
    assertHeaderRefused(
        tensor("F32", "[1]", "[0,4]").replace("}}", ",\"x\":1}}"), "'w' has the unknown field 'x'");
    assertHeaderRefused("{\"__metadata__\":[]}", "__metadata__ is not an object of strings");
    assertHeaderRefused("{\"__metadata__\":{\"a\":1}}", "__metadata__ is not an object of strings");
  }

  @Test
  void tensorsFillTheFile() throws IOException {
    assertHeaderRefused("{}", "4 bytes follow the last tensor");
    assertHeaderRefused(
        tensor("U8", "[3]", "[1,4]"),
        "'w' begins at byte %d, but what is before it ends at byte %d");
    String two =
        """
        {"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},\
        "w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}\
        """;
    assertHeaderRefused(two, "'w' begins at byte %d, but what is before it ends at byte %d");
    assertHeaderRefused(two.replace("\"v\"", "\"w\""), "two tensors are called 'w'");
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{\"w\":{\"dtype\":\""
        + dtype
        + "\",\"shape\":"
        + shape
        + ",\"data_offsets\":"
        + offsets
        + "}}";
  }

  @Test
  void aTextThatIsNotJsonIsRefusedWhereItIsWrong() throws IOException {
    write("{\"w\":{\"dtype\":F32}}", "");
    MalformedFileException refused = assertThrows(MalformedFileException.class, this::open);
    assertTrue(refused.getMessage().contains("the header is not JSON: "), refused.getMessage());
    assertTrue(refused.position() > 8 + 13 && refused.position() < 8 + 18, refused.getMessage());
  }

  @Test
  void whatTheFormatCannotHoldIsNotWritten() {
    assertThrows(
        IllegalArgumentException.class,
        () -> SafetensorsFile.write(file, Map.of("__metadata__", Tensor.zeros(1))));
    assertTrue(Files.notExists(file));
  }

  /** One tensor of each dtype, with the numbers at their ends, and odd shapes. */
  static Map<String, Tensor> ofEveryDType() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("bool", Tensor.of(new boolean[] {true, false, true}));
    tensors.put("float32", Tensor.of(new float[] {-0f, Float.NaN, Float.MIN_VALUE}));
    tensors.put("float64", Tensor.of(new double[] {-0.0, Double.NaN, Double.MAX_VALUE}, 3, 1));
    tensors.put("int32", Tensor.of(new int[] {Integer.MIN_VALUE, 7}));
    tensors.put("int64", Tensor.of(new long[] {Long.MIN_VALUE, 7}));
    tensors.put("scalar", Tensor.scalar(3.5));
    tensors.put("empty", Tensor.zeros(2, 0, 3));
    tensors.put("größe.\"λ\"", Tensor.zeros(1));
    float[] many = new float[50_003];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.5f;
    }
    tensors.put("large", Tensor.of(many));
    return tensors;
  }

  static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> read) {
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(read.keySet()));
    expected.forEach(
        (name, tensor) -> assertTrue(tensor.array().sameBits(read.get(name).array()), name));
  }

  private void write(String header, String elements) throws IOException {
    Files.write(file, bytes(header, HexFormat.of().parseHex(elements)));
  }

  private static byte[] bytes(String header, byte[] elements) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
    bytes.write(text);
    bytes.write(elements);
    return bytes.toByteArray();
  }

  /** Followed by four bytes of elements. */
  private void assertHeaderRefused(String header, String problem) throws IOException {
    write(header, "00000000");
    MalformedFileException refused = assertThrows(MalformedFileException.class, this::open);
    String place = file + ", byte " + refused.position() + ": ";
    String text = refused.getMessage().replaceAll("(begins at|ends at) byte \\d+", "$1 byte %d");
    assertEquals(place + problem, text);
  }

  private void assertRefused(long position, String problem) {
    MalformedFileException refused = assertThrows(MalformedFileException.class, this::open);
    assertEquals(file + ", byte " + position + ": " + problem, refused.getMessage());
  }

  private void open() throws IOException {
    SafetensorsFile.open(file).close();
  }
}
