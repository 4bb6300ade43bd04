package dev.kiln.examples.text;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * A text as numbers of its characters.
 *
 * @param alphabet the characters that occur, in order
 * @param training the first nine of ten characters, as indices of the alphabet
 * @param test the others
 */
record Text(String alphabet, int[] training, int[] test) {
  /** Alice's Adventures in Wonderland, or its first characters. */
  static Text alice(int limit) {
    try (InputStream file = new GZIPInputStream(Text.class.getResourceAsStream("alice.txt.gz"))) {
      String text = new String(file.readAllBytes(), StandardCharsets.US_ASCII);
      int[] characters = text.chars().limit(limit).toArray();
      int[] alphabet = Arrays.stream(characters).distinct().sorted().toArray();
      int[] numbers =
          Arrays.stream(characters).map(c -> Arrays.binarySearch(alphabet, c)).toArray();
      int trained = numbers.length * 9 / 10;
      return new Text(
          new String(alphabet, 0, alphabet.length),
          Arrays.copyOf(numbers, trained),
          Arrays.copyOfRange(numbers, trained, numbers.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sequences of characters {@code [n, length]}, one after the other, and for each character the
   * next one. What is left at the end is no sequence.
   */
  static Dataset sequences(int[] numbers, int start, int length) {
    int count = (numbers.length - start - 1) / length;
    int[] here = Arrays.copyOfRange(numbers, start, start + count * length);
    int[] next = Arrays.copyOfRange(numbers, start + 1, start + 1 + count * length);
    return new Dataset(Tensor.of(here, count, length), Tensor.of(next, count, length));
  }

  /** Bits for each test character by how often each occurs in training. */
  double bitsByFrequencies() {
    return bits(0);
  }

  /** Bits for each test character by how often each follows the character before in training. */
  double bitsByPairs() {
    return bits(1);
  }

  /** With 0.1 added to each count, so that nothing is impossible. */
  private double bits(int before) {
    int size = alphabet.length();
    double[][] counts = new double[before == 0 ? 1 : size][size];
    for (double[] row : counts) {
      Arrays.fill(row, 0.1);
    }
    for (int i = 1; i < training.length; i++) {
      counts[before == 0 ? 0 : training[i - 1]][training[i]]++;
    }
    double bits = 0;
    for (int i = 1; i < test.length; i++) {
      double[] row = counts[before == 0 ? 0 : test[i - 1]];
      bits -= Math.log(row[test[i]] / Arrays.stream(row).sum()) / Math.log(2);
    }
    return bits / (test.length - 1);
  }
}
