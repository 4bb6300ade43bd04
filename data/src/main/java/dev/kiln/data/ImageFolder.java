package dev.kiln.data;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images in a folder with a sub-folder for each class, named after it: {@code cats/1.png}, {@code
 * dogs/1.jpg}. What is listed at first is only the names; images are read when they are asked for,
 * so that a data set may be larger than the memory. Immutable.
 *
 * <pre>{@code
 * ImageFolder pets = ImageFolder.list(Path.of("pets"), new ImageFormat(3, 64, 64));
 * try (var batches = new Prefetching<>(pets.batches(32, epoch), 2)) { .. }
 * }</pre>
 */
public final class ImageFolder {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private final List<Path> files;
  private final int[] classes;
  private final List<String> names;
  private final ImageFormat format;

  private ImageFolder(List<Path> files, int[] classes, List<String> names, ImageFormat format) {
    this.files = files;
    this.classes = classes;
    this.names = names;
    this.format = format;
  }

  /**
   * Lists the images of a folder: PNG, JPEG, BMP and GIF files in its sub-folders. Both are taken
   * in the order of the alphabet; other files, and those whose names begin with a dot, are left
   * out.
   *
   * @throws IOException if the folder cannot be read, or there is no image
   */
  public static ImageFolder list(Path folder, ImageFormat format) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path each : sorted(folder)) {
      if (Files.isDirectory(each)) {
        for (Path file : sorted(each)) {
          String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
          if (ENDINGS.stream().anyMatch(name::endsWith)) {
            files.add(file);
            classes.add(names.size());
          }
        }
        names.add(each.getFileName().toString());
      }
    }
    if (files.isEmpty()) {
      throw new IOException(
          folder + " has no image: one is expected in a sub-folder for each class, as " + ENDINGS);
    }
    int[] numbers = classes.stream().mapToInt(Integer::intValue).toArray();
    return new ImageFolder(List.copyOf(files), numbers, List.copyOf(names), format);
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(each -> !each.getFileName().toString().startsWith("."))
          .sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
          .toList();
    }
  }

  /** How many images there are. */
  public int size() {
    return files.size();
  }

  /** The names of the classes, whose positions the labels are. */
  public List<String> names() {
    return names;
  }

  /** The file of an image. */
  public Path file(int position) {
    return files.get(position);
  }

  /**
   * Reads images: float32 {@code [n, channels, height, width]} from 0 to 1, and int32 {@code [n]}
   * with their classes.
   *
   * @throws UncheckedIOException if a file cannot be read, is no image, or has more than {@value
   *     ImageFormat#LARGEST} pixels; the message names it
   */
  public Dataset at(int... positions) {
    float[] pixels = new float[Math.multiplyExact(positions.length, format.size())];
    int[] labels = new int[positions.length];
    for (int i = 0; i < positions.length; i++) {
      try {
        format.read(files.get(positions[i]), pixels, i * format.size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      labels[i] = classes[positions[i]];
    }
    Tensor images =
        Tensor.of(pixels)
            .reshape(positions.length, format.channels(), format.height(), format.width());
    return new Dataset(images, Tensor.of(labels));
  }

  /** Reads all images. */
  public Dataset all() {
    return at(IntStream.range(0, size()).toArray());
  }

  /**
   * Two folders of the same classes that share no image, in an order that the key alone determines:
   * the first has {@code round(part * size)} images.
   *
   * @throws IllegalArgumentException if a part would be empty
   */
  public List<ImageFolder> split(double part, long key) {
    int first = (int) Math.round(part * size());
    if (first < 1 || first >= size()) {
      throw new IllegalArgumentException(
          "a part of " + part + " of " + size() + " images leaves one part empty");
    }
    int[] order = order(key);
    return List.of(
        chosen(Arrays.copyOf(order, first)), chosen(Arrays.copyOfRange(order, first, size())));
  }

  private ImageFolder chosen(int[] positions) {
    List<Path> some = IntStream.of(positions).mapToObj(files::get).toList();
    int[] numbers = IntStream.of(positions).map(i -> classes[i]).toArray();
    return new ImageFolder(some, numbers, names, format);
  }

  /**
   * The batches of an epoch, each read when it is asked for, in an order that the key alone
   * determines; the last is smaller where the images do not divide evenly. {@link
   * dev.kiln.train.Prefetching} reads the next while one is used.
   */
  public Iterator<Dataset> batches(int batchSize, long key) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch has at least 1 image, not " + batchSize);
    }
    int[] order = order(key);
    return IntStream.iterate(0, start -> start < order.length, start -> start + batchSize)
        .mapToObj(
            start ->
                at(Arrays.copyOfRange(order, start, Math.min(start + batchSize, order.length))))
        .iterator();
  }

  private int[] order(long key) {
    return Dataset.order(size(), key);
  }
}
