package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that NumPy 2.4.6 wrote are in the resources beside this test. */
@SuppressWarnings("FloatingPointLiteralPrecision") // as NumPy prints them
class NpyFileTest {
  /** What {@code numpy.save} was given, for dtypes that Kiln has, too. */
  private static final Map<String, Tensor> SAVED =
      new TreeMap<>(
          Map.of(
              "float32",
              Tensor.of(
                  new float[] {1, -0f, Float.NaN, Float.POSITIVE_INFINITY, -1.5f, Float.MIN_VALUE},
                  2,
                  3),
              "float64",
              Tensor.of(new double[] {1, -2.5, Double.MIN_VALUE}),
              "int32",
              Tensor.of(new int[] {Integer.MIN_VALUE, 7}, 2, 1),
              "int64",
              Tensor.of(new long[] {Long.MIN_VALUE, 7}),
              "bool",
              Tensor.of(new boolean[] {true, false, true}),
              "scalar",
              Tensor.scalar(3.5),
              "empty",
              Tensor.zeros(2, 0, 3)));

  @TempDir Path directory;

  @Test
  void whatNumPyWritesIsReadWithTheSameBits() throws IOException {
    for (Map.Entry<String, Tensor> each : SAVED.entrySet()) {
      Tensor read = NpyFile.read(resource(each.getKey() + ".npy"));
      assertTrue(read.array().sameBits(each.getValue().array()), each.getKey());
    }
  }

  @Test
  void theBytesAreThoseOfNumPy() throws IOException {
    for (Map.Entry<String, Tensor> each : SAVED.entrySet()) {
      Path file = directory.resolve("written.npy");
      NpyFile.write(file, each.getValue());
      byte[] byNumPy = Files.readAllBytes(resource(each.getKey() + ".npy"));
      assertArrayEquals(byNumPy, Files.readAllBytes(file), each.getKey());
    }
  }

  @Test
  void halfPrecisionIsReadAsFloat32() throws IOException {
    float[] expected = {
      0,
      -0f,
      1,
      -2,
      65504,
      0x1p-24f,
      6.097555160522461e-05f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0.3330078125f
    };
    assertRead("half", Tensor.of(expected));
  }

  /** Every binary16 as its definition has it: (-1)^s 2^(e-15) (1 + f / 1024). */
  @Test
  void everyHalfIsItsDefinition() throws IOException {
    byte[] header = NpyHeader.bytes(ElementType.INT32, 1 << 16);
    byte[] file = Arrays.copyOf(header, header.length + (1 << 17));
    byte[] text =
        new String(header, StandardCharsets.ISO_8859_1)
            .replace("<i4", "<f2")
            .getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, file, 0, text.length);
    for (int bits = 0; bits < 1 << 16; bits++) {
      file[header.length + 2 * bits] = (byte) bits;
      file[header.length + 2 * bits + 1] = (byte) (bits >> 8);
    }
    Path path = directory.resolve("all.npy");
    Files.write(path, file);
    float[] read = NpyFile.read(path).toFloatArray();
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double size =
          exponent == 0 ? fraction * 0x1p-14 : (1 + fraction) * Math.pow(2, exponent - 15);
      if (exponent == 31) {
        size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      assertEquals((float) (bits >= 1 << 15 ? -size : size), read[bits], "bits " + bits);
    }
  }

  @Test
  void smallIntegersAreReadAsWiderOnes() throws IOException {
    assertRead("bytes", Tensor.of(new int[] {-128, 0, 127}));
    assertRead("unsigned-bytes", Tensor.of(new int[] {0, 128, 255}));
    assertRead("short", Tensor.of(new int[] {-32768, 32767}));
    assertRead("unsigned-short", Tensor.of(new int[] {0, 65535}));
    assertRead("unsigned-int", Tensor.of(new long[] {0, 4294967295L}));
  }

  @Test
  void bothOrdersOfBytesAndOfAxesAreRead() throws IOException {
    assertRead("big-endian", Tensor.of(new float[] {1.5f, 2, 3, 4}, 2, 2));
    assertRead("fortran", Tensor.arange(DType.INT32, 24).reshape(2, 3, 4));
  }

  @Test
  void laterVersionsOfTheFormatAreRead() throws IOException {
    assertRead("version2", Tensor.arange(DType.INT32, 3));
    assertRead("version3", Tensor.arange(DType.INT32, 3));
  }

  @Test
  void whatKilnHasNoTypeForIsRefused() {
    assertRefused(
        "complex",
        19,
        "elements of type '<c16' are not read; [f8, f4, f2, i8, i4, i2, i1, u4, u2, u1, b1] are");
    assertRefused("record", 20, "arrays of records are not read");
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> NpyFile.read(resource("unsigned-long.npy")));
    assertEquals(
        "the elements of the array have type UINT64, which Kiln does not read",
        refused.getMessage());
  }

  @Test
  void otherFilesAreRefusedWithTheirPlace() throws IOException {
    byte[] valid = Files.readAllBytes(resource("int32.npy"));
    assertRefused(Arrays.copyOf(valid, 5), 5, "it ends in its header");
    assertRefused(Arrays.copyOf(valid, 100), 100, "it ends in its header");
    assertRefused(new byte[200], 0, "it is not an npy file");
    byte[] later = valid.clone();
    later[6] = 4;
    assertRefused(later, 6, "it has version 4.0 of the format; 1.0, 2.0 and 3.0 are read");
    assertRefused(
        Arrays.copyOf(valid, valid.length - 1),
        128,
        "the array with elements of type INT32 and shape [2, 1] does not have the 7 bytes that"
            + " follow");
    assertRefused(
        replaced(valid, "'descr'", "'desc7'"), 19, "the header has the unknown key 'desc7'");
    assertRefused(replaced(valid, "(2, 1)", "(2, -)"), 64, "'shape' is no list of sizes");
  }

  @Test
  void aSizeThatTheFileDoesNotHaveIsRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] valid = Files.readAllBytes(resource("int32.npy"));
    assertRefused(
        replaced(valid, "(2, 1), }          ", "(2000000000, 90), }"),
        128,
        "the array with elements of type INT32 and shape [2000000000, 90] does not have the 8"
            + " bytes that follow");
    assertRefused(
        replaced(valid, "(2, 1), }                 ", "(9999999999999999, 9999),}"),
        128,
        "the array with elements of type INT32 and shape [9999999999999999, 9999] does not have"
            + " the 8 bytes that follow");
  }

  private static byte[] replaced(byte[] file, String text, String by) {
    assertEquals(text.length(), by.length());
    String all = new String(file, StandardCharsets.ISO_8859_1);
    assertTrue(all.contains(text), all);
    return all.replace(text, by).getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertRead(String resource, Tensor expected) throws IOException {
    Tensor read = NpyFile.read(resource(resource + ".npy"));
    assertTrue(read.sameElements(expected), () -> resource + ": " + read);
  }

  private static void assertRefused(String resource, long position, String problem) {
    assertRefused(resource(resource + ".npy"), position, problem);
  }

  private void assertRefused(byte[] bytes, long position, String problem) throws IOException {
    Path file = directory.resolve("refused.npy");
    Files.write(file, bytes);
    assertRefused(file, position, problem);
  }

  private static void assertRefused(Path file, long position, String problem) {
    MalformedFileException refused =
        assertThrows(MalformedFileException.class, () -> NpyFile.read(file));
    assertEquals(file + ", byte " + position + ": " + problem, refused.getMessage());
    assertEquals(position, refused.position());
  }

  static Path resource(String name) {
    return Path.of("src", "test", "resources", "dev", "kiln", "format", name);
  }
}
