package dev.kiln.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * What images are brought to.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height in pixels; images of another size are scaled, bilinearly
 * @param width in pixels
 */
public record ImageFormat(int channels, int height, int width) {
  /** The most pixels that a file may have, so that a small file does not take all memory. */
  static final int LARGEST = 1 << 26;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the channels are neither 1 nor 3, or a side is below 1
   */
  public ImageFormat {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("an image has 1 or 3 channels, not " + channels);
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image has no size " + height + " x " + width);
    }
  }

  /** How many numbers an image has. */
  int size() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /** Reads a file into {@code [channels, height, width]} from {@code offset} on. */
  void read(Path file, float[] pixels, int offset) throws IOException {
    BufferedImage image = scaled(decoded(file));
    int plane = height * width;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int rgb = image.getRGB(column, row);
        float red = (rgb >> 16 & 0xff) / 255f;
        float green = (rgb >> 8 & 0xff) / 255f;
        float blue = (rgb & 0xff) / 255f;
        int at = offset + row * width + column;
        if (channels == 1) {
          // the luma of ITU-R BT.601, which is the number itself where all three are equal
          pixels[at] =
              red == green && green == blue ? red : 0.299f * red + 0.587f * green + 0.114f * blue;
        } else {
          pixels[at] = red;
          pixels[at + plane] = green;
          pixels[at + 2 * plane] = blue;
        }
      }
    }
  }

  private static BufferedImage decoded(Path file) throws IOException {
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      return decoded(input);
    } catch (IOException | RuntimeException e) {
      // readers of damaged files throw whatever they run into
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static BufferedImage decoded(ImageInputStream input) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
    if (!readers.hasNext()) {
      throw new IOException("no image that can be read");
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(input, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > LARGEST) {
        throw new IOException(pixels + " pixels, more than " + LARGEST);
      }
      BufferedImage image = reader.read(0);
      boolean isGrey =
          image.getRaster().getNumBands() == 1
              && !(image.getColorModel() instanceof IndexColorModel);
      return isGrey ? repeated(image.getRaster()) : image;
    } finally {
      reader.dispose();
    }
  }

  /**
   * Grey for all three colours, as it is stored: Java takes it for linear, and would brighten it.
   */
  private static BufferedImage repeated(Raster grey) {
    int greatest = (1 << grey.getSampleModel().getSampleSize(0)) - 1;
    BufferedImage image =
        new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < grey.getHeight(); row++) {
      for (int column = 0; column < grey.getWidth(); column++) {
        int value = Math.round(grey.getSample(column, row, 0) * 255f / greatest);
        image.setRGB(column, row, value << 16 | value << 8 | value);
      }
    }
    return image;
  }

  /** What is transparent is black. */
  private BufferedImage scaled(BufferedImage image) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return target;
  }
}
