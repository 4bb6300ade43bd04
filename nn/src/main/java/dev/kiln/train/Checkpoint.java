package dev.kiln.train;

import dev.kiln.io.WeightFile;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a training depends on at the end of a step, so that it can go on with the same bits.
 *
 * @param parameters those of the model, by name
 * @param optimizer the {@link Optimizer#state}
 * @param position where in the data the training is, and what it has summed up
 */
public record Checkpoint(
    Map<String, Tensor> parameters, Map<String, Tensor> optimizer, Position position) {
  private static final String PARAMETER = "parameter.";
  private static final String OPTIMIZER = "optimizer.";
  private static final String POSITION = "position";
  private static final String LOSS = "loss";

  /**
   * A place in the data.
   *
   * @param key the seed of the order of the data and of all random numbers
   * @param epoch the epoch, from 0
   * @param batch how many batches of it were used
   * @param examples how many examples these have
   * @param loss the sum of the losses of these examples
   */
  public record Position(long key, int epoch, int batch, long examples, double loss) {
    /** Before the first batch. */
    public static Position first(long key) {
      return new Position(key, 0, 0, 0, 0);
    }
  }

  /** Keeps copies of the maps, in their order. */
  public Checkpoint {
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    optimizer = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(optimizer));
  }

  /**
   * Writes a file beside the given one first and renames it, so that whoever stops the program
   * leaves the old file or the new one.
   */
  public void write(Path file) throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    parameters.forEach((name, value) -> all.put(PARAMETER + name, value));
    optimizer.forEach((name, value) -> all.put(OPTIMIZER + name, value));
    long[] numbers = {position.key, position.epoch, position.batch, position.examples};
    all.put(POSITION, Tensor.of(numbers));
    all.put(LOSS, Tensor.scalar(position.loss));
    Path whole = file.toAbsolutePath();
    Path part = whole.resolveSibling(whole.getFileName() + ".part");
    WeightFile.write(part, all);
    try {
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the file has weights that are no checkpoint
   */
  public static Checkpoint read(Path file) throws IOException {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    Map<String, Tensor> optimizer = new LinkedHashMap<>();
    Map<String, Tensor> all = new LinkedHashMap<>(WeightFile.read(file));
    Tensor numbers = all.remove(POSITION);
    Tensor loss = all.remove(LOSS);
    for (Map.Entry<String, Tensor> each : all.entrySet()) {
      String name = each.getKey();
      if (name.startsWith(PARAMETER)) {
        parameters.put(name.substring(PARAMETER.length()), each.getValue());
      } else if (name.startsWith(OPTIMIZER)) {
        optimizer.put(name.substring(OPTIMIZER.length()), each.getValue());
      } else {
        throw new IllegalArgumentException(file + " is no checkpoint: it has '" + name + "'");
      }
    }
    if (numbers == null
        || loss == null
        || !numbers.array().typeText().equals("i64[4]")
        || !loss.array().typeText().equals("f64[]")) {
      throw new IllegalArgumentException(
          file + " is no checkpoint: it needs '" + POSITION + "' i64[4] and '" + LOSS + "' f64[]");
    }
    long[] at = numbers.toLongArray();
    Position position =
        new Position(at[0], Math.toIntExact(at[1]), Math.toIntExact(at[2]), at[3], loss.toDouble());
    return new Checkpoint(parameters, optimizer, position);
  }
}
