package dev.kiln.examples.digits;

import dev.kiln.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Images of digits as one picture. */
final class Pictures {
  private static final int SCALE = 8;
  private static final int MARGIN = 4;

  private Pictures() {}

  /**
   * Writes images as a PNG, ten in a row, enlarged.
   *
   * @param images {@code [n, 64]}, 0 for white and 1 for black
   */
  static void write(Path file, Tensor images) throws IOException {
    int columns = 10;
    int count = images.dim(0);
    int tile = DigitImages.SIDE * SCALE + MARGIN;
    int width = columns * tile + MARGIN;
    int height = (count + columns - 1) / columns * tile + MARGIN;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    float[] ink = images.toFloatArray();
    for (int i = 0; i < count; i++) {
      int left = MARGIN + i % columns * tile;
      int top = MARGIN + i / columns * tile;
      for (int y = 0; y < DigitImages.SIDE * SCALE; y++) {
        for (int x = 0; x < DigitImages.SIDE * SCALE; x++) {
          int pixel = (i * DigitImages.SIDE + y / SCALE) * DigitImages.SIDE + x / SCALE;
          int level = Math.round(255 * (1 - ink[pixel]));
          picture.getRaster().setSample(left + x, top + y, 0, level);
        }
      }
    }
    if (!ImageIO.write(picture, "png", file.toFile())) {
      throw new IOException("this Java cannot write a PNG");
    }
  }
}
