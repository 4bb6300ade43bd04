package dev.kiln.examples.digits;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * The 1797 images of 8 by 8 pixels from the UCI repository's Optical Recognition of Handwritten
 * Digits, as {@code [n, 64]} with pixels from 0 to 1, and the digit of each. The resource {@code
 * dev/kiln/example/ATTRIBUTION.md} tells where they come from.
 *
 * @param training four of five of the images
 * @param test the others
 */
public record DigitImages(Dataset training, Dataset test) {
  /** The height and the width of an image. */
  public static final int SIDE = 8;

  private static final int PIXELS = SIDE * SIDE;
  private static final float BRIGHTEST = 16;
  private static final long SPLIT = 0;

  /** All images, split in the same way each time. */
  public static DigitImages load() {
    Dataset all = read().shuffled(SPLIT);
    int trained = all.size() * 4 / 5;
    return new DigitImages(all.slice(0, trained), all.slice(trained, all.size()));
  }

  private static Dataset read() {
    try (InputStream file =
            DigitImages.class.getResourceAsStream("/dev/kiln/example/digits.csv.gz");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      List<String> lines = reader.lines().toList();
      float[][] pixels = new float[lines.size()][PIXELS];
      int[] digits = new int[lines.size()];
      for (int i = 0; i < digits.length; i++) {
        String[] numbers = lines.get(i).split(",", -1);
        for (int j = 0; j < PIXELS; j++) {
          pixels[i][j] = Integer.parseInt(numbers[j]) / BRIGHTEST;
        }
        digits[i] = Integer.parseInt(numbers[PIXELS]);
      }
      return new Dataset(Tensor.of(pixels), Tensor.of(digits));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The images, each moved by up to a pixel down or up and right or left, which the key decides.
   */
  public static Dataset moved(Dataset images, long key) {
    Random random = new Random(key);
    float[] pixels = images.x().toFloatArray();
    float[] moved = new float[pixels.length];
    for (int i = 0; i < images.size(); i++) {
      int down = random.nextInt(3) - 1;
      int right = random.nextInt(3) - 1;
      for (int row = 0; row < SIDE; row++) {
        int from = row - down;
        if (from >= 0 && from < SIDE) {
          int to = (i * SIDE + row) * SIDE;
          System.arraycopy(
              pixels,
              (i * SIDE + from) * SIDE + Math.max(-right, 0),
              moved,
              to + Math.max(right, 0),
              SIDE - Math.abs(right));
        }
      }
    }
    return new Dataset(Tensor.of(moved).reshape(images.size(), PIXELS), images.y());
  }

  /** The fraction of images whose greatest score is that of their digit. */
  public static double accuracy(Tensor scores, Dataset images) {
    int[] guesses = scores.argmax(1).toIntArray();
    int[] digits = images.y().toIntArray();
    long right = 0;
    for (int i = 0; i < guesses.length; i++) {
      right += guesses[i] == digits[i] ? 1 : 0;
    }
    return (double) right / guesses.length;
  }
}
