package dev.kiln.robustness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.kiln.agreement.corpus.Corpus;
import dev.kiln.graph.Graph;
import dev.kiln.graph.VerificationException;
import dev.kiln.graph.Verifier;
import dev.kiln.graph.text.GraphParser;
import dev.kiln.graph.text.GraphPrinter;
import dev.kiln.graph.text.GraphSyntaxException;
import dev.kiln.io.WeightFile;
import dev.kiln.session.Session;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that reads text or files refuses damaged input with its own exception, and allocates
 * no more than a small multiple of the input.
 *
 * <p>{@code -Dkiln.mutations=10000} tries that many; {@code -Dkiln.seed=7} others.
 */
class MutatedInputsTest {
  private static final int COUNT = Integer.getInteger("kiln.mutations", 1000);
  private static final long SEED = Long.getLong("kiln.seed", 1);

  /** Far above what an input of this size needs, far below what a size field can ask for. */
  private static final long MEMORY = 64L << 20;

  private final List<String> findings = new ArrayList<>();
  private int refused;

  /** Something that reads; it throws what it may throw as {@link Refused}. */
  private interface Reader {
    void read() throws Exception;
  }

  /** The input is refused as it should be. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void damagedGraphsAreRefused() throws IOException {
    List<String> corpus = Corpus.graphTexts();
    for (int i = 0; i < COUNT; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      String text = corpus.get(random.nextInt(corpus.size()));
      String damaged =
          random.nextBoolean()
              ? new SourceMutator(random).mutate(text)
              : damaged(text.getBytes(StandardCharsets.ISO_8859_1), random);
      check(i, damaged, () -> readGraph(damaged));
    }
    conclude();
  }

  private static String damaged(byte[] bytes, Random random) {
    return new String(flip(bytes, random), StandardCharsets.ISO_8859_1);
  }

  /** A graph that passes the verifier can be printed, prepared and closed. */
  private static void readGraph(String text) throws Refused {
    try {
      Graph graph = GraphParser.parse(text);
      Verifier.verify(graph);
      assertEquals(graph, GraphParser.parse(GraphPrinter.print(graph)));
      new Session(graph).close();
    } catch (GraphSyntaxException | VerificationException e) {
      throw new Refused();
    }
  }

  @Test
  void damagedWeightFilesAreRefused(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("model.weights");
    WeightFile.write(file, weights());
    byte[] intact = Files.readAllBytes(file);
    for (int i = 0; i < COUNT; i++) {
      Random random = new Random(SEED * 1_000_003 + i);
      byte[] damaged = flip(intact, random);
      if (random.nextInt(4) > 0) {
        correctChecksum(damaged); // so that what comes before it is looked at
      }
      Files.write(file, damaged);
      check(i, HexFormat.of().formatHex(damaged), () -> readWeights(file));
    }
    conclude();
  }

  private static Map<String, Tensor> weights() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    weights.put("layer.w", Tensor.ones(3, 4));
    weights.put("layer.b", Tensor.of(new double[] {1, 2, 3}));
    weights.put("steps", Tensor.of(new long[] {7}));
    weights.put("mask", Tensor.of(new boolean[] {true, false}));
    weights.put("none", Tensor.zeros(0));
    return weights;
  }

  private static void readWeights(Path file) throws Refused {
    try {
      WeightFile.read(file);
    } catch (IOException e) {
      throw new Refused();
    }
  }

  private static void correctChecksum(byte[] bytes) {
    int length = bytes.length - Integer.BYTES;
    if (length > 0) {
      CRC32 checksum = new CRC32();
      checksum.update(bytes, 0, length);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(length, (int) checksum.getValue());
    }
  }

  /** Changes, inserts and removes bytes, and puts extreme numbers in the place of others. */
  private static byte[] flip(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int times = 1 + random.nextInt(3); times > 0 && damaged.length > 8; times--) {
      int at = random.nextInt(damaged.length);
      switch (random.nextInt(6)) {
        case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> damaged[at] = (byte) random.nextInt(256);
        case 2 -> damaged = Arrays.copyOf(damaged, at);
        case 3 -> damaged = without(damaged, at, random.nextInt(8));
        case 4 -> {
          int[] extremes = {-1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 16, 0x7fff};
          ByteBuffer.wrap(damaged)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(Math.min(at, damaged.length - 4), extremes[random.nextInt(6)]);
        }
        default -> {
          byte[] longer = new byte[damaged.length + 1];
          System.arraycopy(damaged, 0, longer, 0, at);
          System.arraycopy(damaged, at, longer, at + 1, damaged.length - at);
          damaged = longer;
        }
      }
    }
    return damaged;
  }

  private static byte[] without(byte[] bytes, int from, int count) {
    int to = Math.min(bytes.length, from + count);
    byte[] shorter = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, shorter, 0, from);
    System.arraycopy(bytes, to, shorter, from, bytes.length - to);
    return shorter;
  }

  private void check(int index, String input, Reader reader) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reader.read();
    } catch (Refused e) {
      refused++;
    } catch (Exception | Error e) {
      findings.add("#" + index + " " + e + " at " + e.getStackTrace()[0] + "\n" + input);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if (allocated > MEMORY) {
      findings.add("#" + index + " allocates " + allocated + " bytes\n" + input);
    }
  }

  private void conclude() {
    assertEquals(List.of(), findings, findings.size() + " of " + COUNT);
    assertTrue(refused > COUNT / 2, "refused: " + refused);
  }
}
