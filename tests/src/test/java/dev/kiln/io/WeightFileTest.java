package dev.kiln.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kiln.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The format of weight files, and what is refused. */
class WeightFileTest {
  /** One float32 tensor "w" with the elements 1 and 2. */
  private static final String ONE_TENSOR =
      "4b494c4e5747540a" // KILNWGT and a line feed
          + "01000000" // version 1
          + "01000000" // one tensor
          + "0100"
          + "77" // w
          + "01"
          + "01"
          + "02000000" // float32, rank 1, size 2
          + "0000803f"
          + "00000040"; // 1, 2

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("model.weights");
  }

  @Test
  void theBytesAreAsDocumented() throws IOException {
    WeightFile.write(file, Map.of("w", Tensor.of(new float[] {1, 2})));
    byte[] bytes = Files.readAllBytes(file);
    int checksum = Integer.BYTES;
    assertEquals(ONE_TENSOR, HexFormat.of().formatHex(bytes, 0, bytes.length - checksum));
  }

  @Test
  void aStreamIsReadAsAFileIs() throws IOException {
    WeightFile.write(file, Map.of("w", Tensor.of(new float[] {1, 2})));
    byte[] bytes = Files.readAllBytes(file);
    Map<String, Tensor> read = WeightFile.read(new ByteArrayInputStream(bytes));
    assertEquals(Set.of("w"), read.keySet());
    assertTrue(read.get("w").sameElements(Tensor.of(new float[] {1, 2})));
    ByteArrayInputStream half = new ByteArrayInputStream(bytes, 0, bytes.length - 1);
    IOException refusal = assertThrows(IOException.class, () -> WeightFile.read(half));
    assertEquals(
        "the stream is damaged: the tensors need 12 bytes, but 11 follow", refusal.getMessage());
  }

  @Test
  void everyElementTypeSurvives() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("float32", Tensor.of(new float[] {-0f, Float.NaN, Float.MIN_VALUE}));
    tensors.put("float64", Tensor.of(new double[] {-0.0, Double.NaN, Double.MAX_VALUE}, 3, 1));
    tensors.put("int32", Tensor.of(new int[] {Integer.MIN_VALUE, 7}));
    tensors.put("int64", Tensor.of(new long[] {Long.MIN_VALUE, 7}));
    tensors.put("bool", Tensor.of(new boolean[] {true, false, true}));
    tensors.put("scalar", Tensor.scalar(3.5));
    tensors.put("empty", Tensor.zeros(2, 0, 3));
    tensors.put("größe.λ", Tensor.zeros(1));

    assertSurvive(tensors);
  }

  @Test
  void tensorsLargerThanAnyBufferSurvive() throws IOException {
    float[] elements = new float[100_003];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i * 0.5f;
    }
    assertSurvive(Map.of("large", Tensor.of(elements)));
  }

  /** Temporary files would have those that only their owner may read. */
  @Test
  void theFileHasThePermissionsOfAnyNewFile() throws IOException {
    assumeTrue(Files.getFileStore(directory).supportsFileAttributeView("posix"));
    Path other = Files.createFile(directory.resolve("other"));
    WeightFile.write(file, Map.of("w", Tensor.zeros(1)));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    WeightFile.write(file, Map.of("w", Tensor.ones(1)));
    assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void aFileMayBeEmpty() throws IOException {
    assertSurvive(Map.of());
  }

  @Test
  void anOlderFileIsReplaced() throws IOException {
    WeightFile.write(file, Map.of("old", Tensor.zeros(3)));
    assertSurvive(Map.of("new", Tensor.ones(2)));
    try (var files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void anotherFileIsRefused() throws IOException {
    Files.writeString(file, "PK: this is a zip file");
    assertRefused("is not a Kiln weight file");
    Files.writeString(file, "");
    assertRefused("is not a Kiln weight file");
  }

  @Test
  void aLaterVersionIsRefused() throws IOException {
    write("4b494c4e5747540a" + "02000000" + "00000000");
    assertRefused("has version 2 of the format, this Kiln reads version 1");
  }

  @Test
  void everyPrefixOfAFileIsRefused() throws IOException {
    WeightFile.write(file, Map.of("w", Tensor.of(new float[] {1, 2})));
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(IOException.class, () -> WeightFile.read(file));
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws IOException {
    WeightFile.write(file, Map.of("w", Tensor.of(new float[] {1, 2})));
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Files.write(file, damaged);
      assertThrows(IOException.class, () -> WeightFile.read(file));
    }
  }

  @Test
  void aSizeThatTheFileDoesNotHaveIsRefusedBeforeMemoryIsTaken() throws IOException {
    write(ONE_TENSOR.replace("02000000" + "0000803f", "f7ffff7f" + "0000803f") + "00000000");
    assertRefused("is damaged: the tensors need 8589934560 bytes, but 12 follow");
  }

  @Test
  void aNegativeSizeIsRefused() throws IOException {
    write(ONE_TENSOR.replace("02000000" + "0000803f", "ffffffff" + "0000803f") + "00000000");
    assertRefused("is damaged: 'w': negative size in shape [-1]");
  }

  @Test
  void bytesAfterTheEndAreRefused() throws IOException {
    write(ONE_TENSOR + "00000000" + "00");
    assertRefused("is damaged: the tensors need 12 bytes, but 13 follow");
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    write(ONE_TENSOR + "00000000");
    assertRefused("is damaged: the checksum is wrong");
  }

  @Test
  void anUnknownElementTypeIsRefused() throws IOException {
    write(ONE_TENSOR.replace("77" + "01" + "01", "77" + "09" + "01") + "00000000");
    assertRefused("is damaged: 'w' has the unknown dtype 9");
  }

  @Test
  void aNameMayNotOccurTwice() throws IOException {
    String scalar = "0100" + "77" + "01" + "00";
    write("4b494c4e5747540a" + "01000000" + "02000000" + scalar + scalar);
    assertRefused("is damaged: two tensors are called 'w'");
  }

  @Test
  void namesAreNotEmpty() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> WeightFile.write(file, Map.of("", Tensor.zeros(1))));
    assertTrue(refused.getMessage().contains("1 to 65535 bytes"), refused.getMessage());
  }

  @Test
  void aParameterWithoutValueIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> WeightFile.write(file, Collections.singletonMap("w", null)));
    assertEquals("the tensor 'w' is null", refused.getMessage());
    assertTrue(Files.notExists(file));
  }

  private void assertSurvive(Map<String, Tensor> tensors) throws IOException {
    WeightFile.write(file, tensors);
    Map<String, Tensor> read = WeightFile.read(file);
    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
    tensors.forEach(
        (name, tensor) -> assertTrue(tensor.array().sameBits(read.get(name).array()), name));
  }

  private void write(String hex) throws IOException {
    Files.write(file, HexFormat.of().parseHex(hex));
  }

  private void assertRefused(String problem) {
    IOException refused = assertThrows(IOException.class, () -> WeightFile.read(file));
    assertEquals(file + " " + problem, refused.getMessage());
  }
}
