package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.elementwise.ElementaryFunctions;
import dev.kiln.kernel.tensor.NormalQuantile;
import dev.kiln.kernel.tensor.RandomNumbers;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.run.Observation;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomNumbersTest {
  private static final int MANY = 100_000;
  private static final Tensor KEY = Random.key(0x123456789abcdefL);

  /** The vectors that Random123 publishes for threefry2x32 with 20 rounds. */
  @Test
  void blocksAreThreefry() {
    assertEquals(0x6b20015999ba4efeL, RandomNumbers.block(0, 0, 0));
    assertEquals(0x1cb996fcbb002be7L, RandomNumbers.block(-1, -1, -1));
    assertEquals(
        0xc4923a9c483df7a0L, RandomNumbers.block(0x13198a2e, 0x03707344, 0x243f6a8885a308d3L));
  }

  @Test
  void keysAreSeeds() {
    assertArrayEquals(new int[] {0x1234567, 0x89abcdef}, KEY.toIntArray());
  }

  @Test
  void wordsAreThoseOfTheBlocks() {
    int[] words = Random.bits(KEY, 5).toIntArray();
    for (int i = 0; i < words.length; i++) {
      long block = RandomNumbers.block(0x1234567, 0x89abcdef, i / 2);
      assertEquals((int) (i % 2 == 0 ? block >> 32 : block), words[i]);
    }
    assertArrayEquals(words, Arrays.copyOf(Random.bits(KEY, 2, 4).toIntArray(), 5));
    assertEquals("[2, 4]", Random.bits(KEY, 2, 4).shape().toString());
    assertEquals("[3, 0]", Random.uniform(KEY, 3, 0).shape().toString());
    assertEquals(0, Random.uniform(KEY).rank());
  }

  @Test
  void keysAreSplitAndFolded() {
    Tensor keys = Random.split(KEY, 3);
    assertEquals("[3, 2]", keys.shape().toString());
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(Random.foldIn(KEY, i).toIntArray(), keys.get(i).toIntArray());
      assertTrue(Random.foldIn(KEY, Tensor.scalar((long) i)).sameElements(keys.get(i)));
    }
    assertFalse(Random.foldIn(KEY, -1).sameElements(Random.foldIn(KEY, 1)));
  }

  @Test
  void uniformNumbersAreTheUpperBits() {
    float[] narrow = Random.uniform(KEY, 7).toFloatArray();
    double[] wide = Random.uniform(KEY, DType.FLOAT64, 7).toDoubleArray();
    int[] words = Random.bits(KEY, 14).toIntArray();
    for (int i = 0; i < 7; i++) {
      assertEquals((words[i] >>> 8) / 16777216f, narrow[i]);
      long block = (long) words[2 * i] << 32 | Integer.toUnsignedLong(words[2 * i + 1]);
      assertEquals(Long.divideUnsigned(block, 2048) / 9007199254740992.0, wide[i]);
    }
  }

  /** The distribution function by the error function, which knows nothing of the quantiles. */
  @Test
  void normalNumbersAreQuantiles() {
    for (double x = -3; x <= 5.5; x += 0.0371) {
      double share = 0.5 * (1 + ElementaryFunctions.erf(x / Math.sqrt(2)));
      double slope = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      assertEquals(x, NormalQuantile.of(share), 1e-14 + 3e-16 / slope, "x = " + x);
    }
    // the expansion 26.2.12 of Abramowitz and Stegun, far out
    for (double x : new double[] {7, 8.2, 12, 30}) {
      double y = 1 / (x * x);
      double series = 1 - y * (1 - 3 * y * (1 - 5 * y * (1 - 7 * y * (1 - 9 * y * (1 - 11 * y)))));
      double share = Math.exp(-x * x / 2) / (x * Math.sqrt(2 * Math.PI)) * series;
      assertEquals(-x, NormalQuantile.of(share), 1e-4 * Math.pow(x, -9) * 1e8 + 1e-14);
    }
    assertEquals(1.959963984540054, NormalQuantile.of(0.975), 1e-15);
    assertEquals(0, NormalQuantile.of(0.5));
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    assertMoments(0.5, 1.0 / 12, Random.uniform(KEY, MANY));
    assertMoments(0.5, 1.0 / 12, Random.uniform(KEY, DType.FLOAT64, MANY));
    assertMoments(0, 1, Random.normal(KEY, MANY));
    assertMoments(0, 1, Random.normal(KEY, DType.FLOAT64, MANY));
    assertMoments(1, 1, Random.exponential(KEY, MANY));
    double euler = 0.5772156649015329;
    assertMoments(euler, Math.PI * Math.PI / 6, Random.gumbel(KEY, MANY));
    assertMoments(euler, Math.PI * Math.PI / 6, Random.gumbel(KEY, DType.FLOAT64, MANY));
    assertMoments(0.3, 0.21, Random.bernoulli(KEY, 0.3, MANY).cast(DType.FLOAT32));
    assertMoments(5.5, 99.0 / 12, Random.integers(KEY, 1, 11, MANY).cast(DType.FLOAT32));
  }

  @Test
  void integersAreAllOfTheRange() {
    int[] drawn = Random.integers(KEY, -2, 3, 1000).toIntArray();
    assertArrayEquals(
        new int[] {-2, -1, 0, 1, 2}, IntStream.of(drawn).distinct().sorted().toArray());
    int least = Integer.MIN_VALUE;
    int[] wide = Random.integers(KEY, least, Integer.MAX_VALUE, 1000).toIntArray();
    assertTrue(IntStream.of(wide).anyMatch(i -> i < least / 2));
    assertTrue(IntStream.of(wide).anyMatch(i -> i > -(least / 2)));
  }

  @Test
  void classesAreDrawnWithTheirProbabilities() {
    double[] probabilities = {0.1, 0.6, 0, 0.3};
    Tensor logits = Tensor.of(probabilities).log().broadcastTo(MANY, 4);
    Tensor drawn = Random.categorical(KEY, logits);
    assertEquals("[" + MANY + "]", drawn.shape().toString());
    for (int i = 0; i < 4; i++) {
      double share = drawn.equalTo(i).countTrue().toDouble() / MANY;
      assertEquals(probabilities[i], share, 0.006);
    }
  }

  @Test
  void probabilitiesMayDiffer() {
    Tensor drawn = Random.bernoulli(KEY, Tensor.of(new float[] {0, 1, 0, 1}, 2, 2));
    assertArrayEquals(new boolean[] {false, true, false, true}, drawn.toBooleanArray());
  }

  @Test
  void permutationsAreUniform() {
    int[] counts = new int[6];
    for (int i = 0; i < 6000; i++) {
      int[] order = Random.permutation(Random.foldIn(KEY, i), 3).toIntArray();
      counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
    }
    for (int count : counts) {
      assertEquals(1000, count, 130);
    }
    int[] sorted = Random.permutation(KEY, 50).toIntArray();
    Arrays.sort(sorted);
    assertArrayEquals(IntStream.range(0, 50).toArray(), sorted);
    assertEquals(0, Random.permutation(KEY, 0).toIntArray().length);
  }

  @Test
  void whatIsKeptIsDividedByItsProbability() {
    Tensor x = Tensor.full(DType.FLOAT64, 3, MANY);
    double[] kept = Random.dropout(x, KEY, 0.25).toDoubleArray();
    assertEquals(0.75, Arrays.stream(kept).filter(each -> each == 4).count() / (double) MANY, 0.01);
    assertEquals(0.25, Arrays.stream(kept).filter(each -> each == 0).count() / (double) MANY, 0.01);
    assertEquals(0, Random.dropout(x, KEY, 1).sum().toDouble());
    assertTrue(Random.dropout(x, KEY, 0).sameElements(x));
    try (Tape tape = Tape.open()) {
      Tensor slope = tape.gradient(Random.dropout(x, KEY, 0.25).sum(), x).get(0);
      assertTrue(slope.multiply(3).sameElements(Tensor.of(kept)));
    }
  }

  @Test
  void refusals() {
    Tensor rows = Random.split(KEY, 2);
    assertRefused(
        "uniform expects a key of type i32[2], not i32[2, 2]", () -> Random.uniform(rows, 3));
    assertRefused(
        "permutation expects a key of type i32[2], not f32[2]",
        () -> Random.permutation(Tensor.zeros(2), 3));
    assertRefused("normal is not defined for dtype i32", () -> Random.normal(KEY, DType.INT32, 3));
    assertRefused("foldIn expects one integer, not i32[2]", () -> Random.foldIn(KEY, KEY));
    assertRefused(
        "foldIn expects an integer tensor as 'data', not f32[]",
        () -> Random.foldIn(KEY, Tensor.scalar(1f)));
    assertRefused("integers: no number from 3 to 3", () -> Random.integers(KEY, 3, 3, 1));
  }

  private static void assertRefused(String message, Runnable call) {
    assertEquals(
        message, Observation.message(assertThrows(IllegalArgumentException.class, call::run)));
  }

  private static void assertMoments(double mean, double variance, Tensor drawn) {
    Tensor wide = drawn.cast(DType.FLOAT64);
    assertEquals(mean, wide.mean().toDouble(), 5 * Math.sqrt(variance / MANY));
    assertEquals(variance, wide.variance().toDouble(), 0.03 * variance);
  }
}
