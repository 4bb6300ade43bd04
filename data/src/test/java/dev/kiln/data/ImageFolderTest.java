package dev.kiln.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.train.Dataset;
import dev.kiln.train.Prefetching;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final ImageFormat SMALL = new ImageFormat(3, 2, 3);

  @TempDir Path folder;

  private Path write(String name, int type, int height, int width, int... colours)
      throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < height * width; i++) {
      int colour = colours[i % colours.length];
      if (image.getRaster().getNumBands() == 1) {
        image.getRaster().setSample(i % width, i / width, 0, colour);
      } else {
        image.setRGB(i % width, i / width, colour);
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.lastIndexOf('.') + 1);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file;
  }

  @Test
  void imagesAreChannelsFirstFromZeroToOneWithTheirFoldersAsClasses() throws IOException {
    int[] colours = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x336699, 0x000000};
    write("dogs/b.png", BufferedImage.TYPE_INT_RGB, 2, 3, colours);
    write("cats/a.bmp", BufferedImage.TYPE_INT_RGB, 2, 3, 0x808080);
    write("dogs/a.PNG", BufferedImage.TYPE_INT_RGB, 2, 3, 0x00ff00);
    Files.writeString(folder.resolve("dogs/notes.txt"), "no image");
    Files.writeString(folder.resolve("list.csv"), "no image");
    ImageFolder images = ImageFolder.list(folder, SMALL);
    assertEquals(List.of("cats", "dogs"), images.names());
    assertEquals(3, images.size());
    Dataset all = images.all();
    assertEquals("f32[3, 3, 2, 3]", all.x().array().typeText());
    assertArrayEquals(new int[] {0, 1, 1}, all.y().toIntArray());
    float[] pixels = Arrays.copyOfRange(all.x().toFloatArray(), 36, 54);
    float[] expected = new float[18];
    for (int i = 0; i < 6; i++) {
      expected[i] = (colours[i] >> 16) / 255f;
      expected[6 + i] = (colours[i] >> 8 & 0xff) / 255f;
      expected[12 + i] = (colours[i] & 0xff) / 255f;
    }
    assertArrayEquals(expected, pixels);
  }

  @Test
  void greyIsWhatTheFileStores() throws IOException {
    write("a/8.png", BufferedImage.TYPE_BYTE_GRAY, 1, 2, 0, 100);
    write("a/16.png", BufferedImage.TYPE_USHORT_GRAY, 1, 2, 0xffff, 100 * 257);
    ImageFolder images = ImageFolder.list(folder, new ImageFormat(1, 1, 2));
    assertArrayEquals(new float[] {1, 100 / 255f, 0, 100 / 255f}, images.all().x().toFloatArray());
    write("a/8.png", BufferedImage.TYPE_INT_RGB, 1, 2, 0xff0000, 0x0000ff);
    assertArrayEquals(new float[] {0.299f, 0.114f}, images.at(1).x().toFloatArray(), 1e-7f);
  }

  @Test
  void imagesOfOtherSizesAreScaled() throws IOException {
    write("a/large.png", BufferedImage.TYPE_INT_RGB, 40, 60, 0x204060);
    Dataset read = ImageFolder.list(folder, SMALL).all();
    float[] pixels = read.x().toFloatArray();
    for (int i = 0; i < 6; i++) {
      assertEquals(0x20 / 255f, pixels[i]);
      assertEquals(0x60 / 255f, pixels[12 + i]);
    }
  }

  @Test
  void batchesHaveEachImageOnceInAnOrderOfTheKey() throws IOException {
    for (int i = 0; i < 7; i++) {
      write((i % 2) + "/" + i + ".png", BufferedImage.TYPE_INT_RGB, 1, 1, i);
    }
    ImageFolder images = ImageFolder.list(folder, new ImageFormat(3, 1, 1));
    List<Integer> seen = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    try (var batches = new Prefetching<>(images.batches(3, 5), 2)) {
      while (batches.hasNext()) {
        Dataset batch = batches.next();
        sizes.add(batch.size());
        for (int i = 0; i < batch.size(); i++) {
          int blue = Math.round(batch.x().toFloatArray()[3 * i + 2] * 255);
          assertEquals(blue % 2, batch.y().toIntArray()[i]);
          seen.add(blue);
        }
      }
    }
    assertEquals(List.of(3, 3, 1), sizes);
    assertEquals(new TreeSet<>(List.of(0, 1, 2, 3, 4, 5, 6)), new TreeSet<>(seen));
    int[] order = Dataset.order(7, 5);
    List<Path> files = IntStream.range(0, 7).mapToObj(images::file).toList();
    assertEquals(
        IntStream.of(order)
            .mapToObj(i -> Integer.valueOf(files.get(i).getFileName().toString().substring(0, 1)))
            .toList(),
        seen);
    List<ImageFolder> parts = images.split(0.7, 1);
    assertEquals(5, parts.get(0).size());
    TreeSet<Path> both = new TreeSet<>();
    parts.forEach(part -> IntStream.range(0, part.size()).forEach(i -> both.add(part.file(i))));
    assertEquals(new TreeSet<>(files), both);
  }

  @Test
  void filesThatAreNoImagesAreNamed() throws IOException {
    Path file = write("a/1.png", BufferedImage.TYPE_INT_RGB, 4, 4, 1, 2, 3);
    ImageFolder images = ImageFolder.list(folder, SMALL);
    Files.writeString(file, "hello");
    assertEquals(
        file + ": no image that can be read",
        assertThrows(UncheckedIOException.class, images::all).getCause().getMessage());
    Files.delete(file);
    assertThrows(UncheckedIOException.class, images::all);
    assertTrue(
        assertThrows(IOException.class, () -> ImageFolder.list(folder.resolve("a"), SMALL))
            .getMessage()
            .contains("has no image"));
  }

  /** A header of 60,000 by 60,000 pixels takes 45 bytes of a file, and would take 14 GB. */
  @Test
  void imagesThatWouldTakeAllMemoryAreRefused() throws IOException {
    Path file = write("a/1.png", BufferedImage.TYPE_INT_RGB, 4, 4, 1);
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {16, 20}) {
      bytes[at + 2] = (byte) (60_000 >> 8);
      bytes[at + 3] = (byte) 60_000;
    }
    Files.write(file, bytes);
    ImageFolder images = ImageFolder.list(folder, SMALL);
    assertEquals(
        file + ": 3600000000 pixels, more than 67108864",
        assertThrows(UncheckedIOException.class, images::all).getCause().getMessage());
  }

  @Test
  void damagedFilesAreReadOrRefusedWithTheirName() throws IOException {
    Path file = write("a/1.png", BufferedImage.TYPE_INT_RGB, 8, 8, 0x123456, 0x654321, 0xff00ff);
    byte[] bytes = Files.readAllBytes(file);
    ImageFolder images = ImageFolder.list(folder, SMALL);
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Files.write(file, damaged);
      try {
        images.all();
      } catch (UncheckedIOException e) {
        assertTrue(e.getCause().getMessage().startsWith(file.toString()), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 100, () -> "few were refused");
  }

  @Test
  void formatsAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new ImageFormat(2, 8, 8));
    assertThrows(IllegalArgumentException.class, () -> new ImageFormat(3, 0, 8));
  }
}
