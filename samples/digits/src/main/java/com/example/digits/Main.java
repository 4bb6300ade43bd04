package com.example.digits;

import dev.kiln.tensor.Tensor;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Prints the digit in each image of a file, one a line: 64 brightnesses from 0 to 16, separated by
 * commas. Without a file, the digit in an image that comes with the program.
 */
public final class Main {
  private static final int PIXELS = 64;
  private static final float BRIGHTEST = 16;

  private static final String ZERO =
      "0,0,5,13,9,1,0,0,0,0,13,15,10,15,5,0,0,3,15,2,0,11,8,0,0,4,12,0,0,8,8,0,"
          + "0,5,8,0,0,9,8,0,0,4,11,0,1,12,7,0,0,2,14,5,10,12,0,0,0,0,6,13,10,0,0,0";

  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    Digits model = model();
    if (arguments.length == 0) {
      System.out.println(digit(model, ZERO));
      return;
    }
    StringBuilder digits = new StringBuilder();
    try (BufferedReader lines = Files.newBufferedReader(Path.of(arguments[0]))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        digits.append(digit(model, line)).append('\n');
      }
    }
    System.out.print(digits);
  }

  /**
   * The trained model. Where the program is one jar, the weights are read from it as from a zip
   * file, which takes the JDK less time than everything else here together takes; a resource by its
   * URL takes more.
   */
  private static Digits model() throws IOException {
    Digits model = new CompiledDigits();
    String jar = System.getProperty("java.class.path", "");
    if (jar.endsWith(".jar") && !jar.contains(File.pathSeparator)) {
      try (ZipFile zip = new ZipFile(jar)) {
        ZipEntry weights = zip.getEntry("com/example/digits/digits.weights");
        DigitsParameters.load(model, zip.getInputStream(weights));
      }
    } else {
      try (InputStream weights = Main.class.getResourceAsStream("digits.weights")) {
        DigitsParameters.load(model, weights);
      }
    }
    return model;
  }

  private static int digit(Digits model, String line) {
    float[] pixels = new float[PIXELS];
    int from = 0;
    for (int i = 0; i < PIXELS; i++) {
      int comma = line.indexOf(',', from);
      int end = comma < 0 ? line.length() : comma;
      pixels[i] = Integer.parseInt(line, from, end, 10) / BRIGHTEST;
      from = end + 1;
    }
    float[] logits = model.logits(Tensor.of(pixels, 1, PIXELS)).toFloatArray();
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
