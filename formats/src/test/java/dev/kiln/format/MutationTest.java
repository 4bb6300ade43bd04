package dev.kiln.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with a few changed, removed or added bytes are read, or refused as malformed: no other
 * exception, and no memory for what the file does not have.
 */
class MutationTest {
  private static final int MUTATIONS = 10_000;

  /** What reading one file may take: it has about 800 bytes. */
  private static final long MOST_MEMORY = 4 << 20;

  private static final Map<String, Tensor> TENSORS = new LinkedHashMap<>();

  static {
    TENSORS.put("encoder.w", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    TENSORS.put("encoder.b", Tensor.of(new double[] {1, 2, 3}));
    TENSORS.put("steps", Tensor.scalar(7L));
    TENSORS.put("mask", Tensor.of(new boolean[] {true, false}));
  }

  @TempDir Path directory;

  /** Reads a whole file. */
  private interface Reading {
    void read(Path file) throws IOException;
  }

  @Test
  void safetensors() throws IOException {
    Path valid = directory.resolve("valid");
    SafetensorsFile.write(valid, TENSORS, Map.of("format", "pt"));
    assertSurvives(
        Files.readAllBytes(valid),
        file -> {
          try (SafetensorsFile open = SafetensorsFile.open(file)) {
            open.readAll();
          }
        });
  }

  @Test
  void npy() throws IOException {
    Path valid = directory.resolve("valid");
    NpyFile.write(valid, TENSORS.get("encoder.w"));
    assertSurvives(Files.readAllBytes(valid), NpyFile::read);
  }

  @Test
  void npz() throws IOException {
    Path valid = directory.resolve("valid");
    NpzFile.write(valid, TENSORS);
    assertSurvives(Files.readAllBytes(valid), MutationTest::readArchive);
  }

  @Test
  void compressedNpz() throws IOException {
    Path valid = directory.resolve("valid");
    NpzFile.writeCompressed(valid, TENSORS);
    assertSurvives(Files.readAllBytes(valid), MutationTest::readArchive);
  }

  private static void readArchive(Path file) throws IOException {
    try (NpzFile open = NpzFile.open(file)) {
      open.readAll();
    }
  }

  private void assertSurvives(byte[] valid, Reading reading) throws IOException {
    Path first = Files.write(directory.resolve("first"), valid);
    reading.read(first); // also so that classes are loaded before memory is measured
    Random random = new Random(16);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutant = mutant(valid, random);
      // some file systems take long to write to the same file again
      Path file = Files.write(directory.resolve("mutant" + i), mutant);
      AtomicReference<Exception> thrown = new AtomicReference<>();
      long memory = allocatedBy(() -> thrown.set(outcome(reading, file)));
      Exception exception = thrown.get();
      if (exception != null) {
        refused++;
        assertEquals(
            MalformedFileException.class,
            exception.getClass(),
            () -> exception + " from mutant " + Arrays.toString(mutant));
        assertTrue(exception.getMessage().startsWith(file.toString()), exception.getMessage());
      }
      assertTrue(
          memory < MOST_MEMORY, () -> memory + " bytes for mutant " + Arrays.toString(mutant));
      Files.delete(file);
    }
    assertTrue(refused > MUTATIONS / 4, refused + " refused");
    assertTrue(refused < MUTATIONS, "all refused");
  }

  private static Exception outcome(Reading reading, Path file) {
    try {
      reading.read(file);
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  private static long allocatedBy(Runnable action) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] mutant(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at)); // the end is missing
        case 3 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
        case 4 -> bytes[at] = (byte) ('0' + random.nextInt(10)); // another number
        default -> { // bytes of another place
          int from = random.nextInt(bytes.length);
          int count = Math.min(bytes.length - Math.max(at, from), 1 + random.nextInt(16));
          System.arraycopy(bytes, from, bytes, at, count);
        }
      }
    }
    return bytes;
  }
}
