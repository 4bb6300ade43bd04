package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = directory.resolve("weights.npz");
  }

  @Test
  void whatNumPyWritesIsRead() throws IOException {
    for (String resource : List.of("stored.npz", "compressed.npz")) {
      try (NpzFile npz = NpzFile.open(NpyFileTest.resource(resource))) {
        assertEquals(List.of("w", "encoder.b"), npz.names());
        assertEquals(TensorType.of(DType.FLOAT32, Dim.of(2), Dim.of(3)), npz.stored("w").type());
        Tensor w = Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
        assertTrue(npz.read("w").sameElements(w));
        assertTrue(npz.read("encoder.b").sameElements(Tensor.of(new long[] {1, 2})));
      }
    }
  }

  @Test
  void everyDTypeSurvivesInBothForms() throws IOException {
    Map<String, Tensor> tensors = SafetensorsFileTest.ofEveryDType();
    NpzFile.write(file, tensors);
    assertHas(tensors);
    NpzFile.writeCompressed(file, tensors);
    assertHas(tensors);
  }

  private void assertHas(Map<String, Tensor> tensors) throws IOException {
    try (NpzFile npz = NpzFile.open(file)) {
      SafetensorsFileTest.assertSame(tensors, npz.readAll());
    }
  }

  @Test
  void theSameTensorsGiveTheSameBytes() throws IOException {
    Map<String, Tensor> tensors = SafetensorsFileTest.ofEveryDType();
    Path other = directory.resolve("other.npz");
    NpzFile.write(file, tensors);
    NpzFile.write(other, tensors);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other));
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    Files.writeString(file, "weights");
    MalformedFileException refused = assertThrows(MalformedFileException.class, this::open);
    assertTrue(refused.getMessage().startsWith(file + ", byte 0: it is no zip archive: "));
  }

  @Test
  void theEntryIsNamedThatIsNoArray() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("readme.txt"));
      zip.write("no array".getBytes(StandardCharsets.US_ASCII));
      zip.putNextEntry(new ZipEntry("w.npy"));
      zip.write("no array either".getBytes(StandardCharsets.US_ASCII));
    }
    Files.write(file, bytes.toByteArray());
    MalformedFileException refused = assertThrows(MalformedFileException.class, this::open);
    assertEquals(file + ", entry w.npy, byte 0: it is not an npy file", refused.getMessage());
  }

  @Test
  void aFlippedBitOfAnElementIsFound() throws IOException {
    NpzFile.write(file, Map.of("w", Tensor.ones(100)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[300] ^= 1;
    Files.write(file, bytes);
    try (NpzFile npz = NpzFile.open(file)) {
      MalformedFileException refused =
          assertThrows(MalformedFileException.class, () -> npz.read("w"));
      assertEquals(
          file + ", entry w.npy, byte 0: it is damaged: the checksum is wrong",
          refused.getMessage());
    }
  }

  @Test
  void namesAndTensorsAreChecked() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("", Tensor.zeros(1));
    assertThrows(IllegalArgumentException.class, () -> NpzFile.write(file, tensors));
    tensors.clear();
    tensors.put("w", null);
    assertThrows(IllegalArgumentException.class, () -> NpzFile.write(file, tensors));
    assertTrue(Files.notExists(file));
    NpzFile.write(file, Map.of());
    try (NpzFile npz = NpzFile.open(file)) {
      assertThrows(IllegalArgumentException.class, () -> npz.read("w"));
    }
  }

  private void open() throws IOException {
    NpzFile.open(file).close();
  }
}
