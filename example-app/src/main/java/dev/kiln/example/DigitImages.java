package dev.kiln.example;

import dev.kiln.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Images of handwritten digits: rows of 64 pixels from 0 to 1, and the digit of each. */
record DigitImages(float[][] pixels, int[] digits) {
  private static final int PIXELS = 64;
  private static final float BRIGHTEST = 16;

  /** All 1797 images of the UCI set, in the order of the file. */
  static DigitImages all() {
    try (InputStream file = DigitImages.class.getResourceAsStream("digits.csv.gz");
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
      List<int[]> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray());
      }
      return parsed(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DigitImages parsed(List<int[]> lines) {
    float[][] pixels = new float[lines.size()][PIXELS];
    int[] digits = new int[lines.size()];
    for (int i = 0; i < digits.length; i++) {
      for (int j = 0; j < PIXELS; j++) {
        pixels[i][j] = lines.get(i)[j] / BRIGHTEST;
      }
      digits[i] = lines.get(i)[PIXELS];
    }
    return new DigitImages(pixels, digits);
  }

  /** The images to train on: four of five of the shuffled set. */
  DigitImages training() {
    int[] order = shuffled();
    return at(Arrays.copyOf(order, testStart()));
  }

  /** The images to test on: the other fifth. */
  DigitImages test() {
    int[] order = shuffled();
    return at(Arrays.copyOfRange(order, testStart(), size()));
  }

  private int testStart() {
    return size() * 4 / 5;
  }

  /** The order that the fixed split is made from. */
  private int[] shuffled() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(0));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The images at the given positions, in that order. */
  DigitImages at(int... positions) {
    float[][] chosen = new float[positions.length][];
    int[] chosenDigits = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      chosen[i] = pixels[positions[i]];
      chosenDigits[i] = digits[positions[i]];
    }
    return new DigitImages(chosen, chosenDigits);
  }

  int size() {
    return digits.length;
  }

  /** The pixels, as {@code [size, 64]}. */
  Tensor x() {
    return Tensor.of(pixels);
  }

  /** The digits, as {@code [size]}. */
  Tensor label() {
    return Tensor.of(digits);
  }

  /** An image as eight lines of text. */
  String picture(int position) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PIXELS; i++) {
      String shades = " .:-=+*#@";
      text.append(shades.charAt((int) (pixels[position][i] * (shades.length() - 1))));
      text.append(i % 8 == 7 ? "\n" : " ");
    }
    return text.toString();
  }
}
