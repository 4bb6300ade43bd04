package dev.kiln.train;

import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.Checkpoint.Position;
import dev.kiln.train.metric.MeanLoss;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The usual loop over epochs and batches, for those who do not want to write it. Settings come
 * before {@link #train}. A trainer is for one model and one thread.
 *
 * <p>What a training does depends on the parameters, the data, the optimiser, the size of batches
 * and the key alone. A {@link Checkpoint} has what changes of these, so a training that is resumed
 * goes on with the same bits.
 */
public final class Trainer {
  /**
   * Where a training is after a step.
   *
   * @param epoch the epoch, from 0
   * @param batch how many batches of it were used
   * @param batches how many it has
   * @param steps how many steps the optimiser made
   * @param loss the mean loss of the step's examples, before the step
   * @param meanLoss that of all examples of this epoch so far
   */
  public record Progress(
      int epoch, int batch, int batches, long steps, double loss, double meanLoss) {
    /** Whether the epoch is over. */
    public boolean endsEpoch() {
      return batch == batches;
    }
  }

  private final Trainable model;
  private final Optimizer optimizer;
  private int batchSize = 32;
  private int accumulated = 1;
  private Position position = Position.first(0);
  private Consumer<Progress> afterStep = progress -> {};
  private Consumer<Progress> afterEpoch = progress -> {};
  private Predicate<Progress> isOver = progress -> false;
  private Path checkpoint;
  private long checkpointSteps;

  /** A training with batches of 32 examples and the key 0. */
  public Trainer(Trainable model, Optimizer optimizer) {
    this.model = model;
    this.optimizer = optimizer;
  }

  /** Takes batches of so many examples. */
  public Trainer batchSize(int examples) {
    requirePositive("a batch has", examples);
    batchSize = examples;
    return this;
  }

  /** Determines the order of the examples and all random numbers. */
  public Trainer key(long key) {
    position = Position.first(key);
    return this;
  }

  /** Makes a step by the mean of the gradients of so many batches. */
  public Trainer accumulating(int batches) {
    requirePositive("a step has", batches);
    accumulated = batches;
    return this;
  }

  /** Calls something after each step, such as a progress bar. */
  public Trainer onStep(Consumer<Progress> listener) {
    afterStep = afterStep.andThen(listener);
    return this;
  }

  /** Calls something after each epoch. */
  public Trainer onEpoch(Consumer<Progress> listener) {
    afterEpoch = afterEpoch.andThen(listener);
    return this;
  }

  /** Asks after each epoch whether to stop; see {@link EarlyStopping}. */
  public Trainer stoppingWhen(Predicate<Progress> condition) {
    isOver = isOver.or(condition);
    return this;
  }

  /** Writes a checkpoint after each so many steps, and after each epoch. */
  public Trainer checkpoints(Path file, long steps) {
    requirePositive("there is a checkpoint after", steps);
    checkpoint = file;
    checkpointSteps = steps;
    return this;
  }

  private static void requirePositive(String what, long number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " at least 1, not " + number);
    }
  }

  /** What {@link #resume} needs to go on from here. */
  public Checkpoint checkpoint() {
    return new Checkpoint(model.parameters(), optimizer.state(), position);
  }

  /** Goes on from a checkpoint of a training with the same settings and data. */
  public Trainer resume(Checkpoint from) {
    optimizer.restore(from.optimizer());
    model.set(from.parameters());
    position = from.position();
    return this;
  }

  /**
   * Trains until so many epochs are over, counted from the very first.
   *
   * @throws UncheckedIOException if a checkpoint cannot be written
   */
  public void train(Dataset data, int epochs) {
    while (position.epoch() < epochs) {
      // An odd factor keeps the orders of neighbouring keys apart.
      List<Dataset> batches =
          data.batches(batchSize, position.key() * 1_000_003 + position.epoch());
      Progress last = null;
      while (position.batch() < batches.size()) {
        last = step(batches);
        afterStep.accept(last);
        if (checkpoint != null && !last.endsEpoch() && last.steps() % checkpointSteps == 0) {
          write();
        }
      }
      position = new Position(position.key(), position.epoch() + 1, 0, 0, 0);
      if (checkpoint != null) {
        write();
      }
      if (last != null) {
        afterEpoch.accept(last);
        if (isOver.test(last)) {
          return;
        }
      }
    }
  }

  private Progress step(List<Dataset> batches) {
    Tensor key = Random.foldIn(Random.key(position.key()), position.epoch());
    int end = Math.min(position.batch() + accumulated, batches.size());
    MeanLoss ofStep = new MeanLoss();
    GradientSum sum = GradientSum.empty();
    Map<String, Tensor> gradients = Map.of();
    Map<String, Tensor> updates = new LinkedHashMap<>();
    for (int i = position.batch(); i < end; i++) {
      Trainable.Slope slope = model.slope(batches.get(i), Random.foldIn(key, i));
      ofStep.add(slope.loss(), batches.get(i).size());
      gradients = slope.gradients();
      updates.putAll(slope.updates());
      if (accumulated > 1) {
        sum = sum.plus(gradients);
      }
    }
    Map<String, Tensor> next =
        optimizer.step(model.parameters(), accumulated > 1 ? sum.mean() : gradients);
    next.putAll(updates);
    model.set(next);
    position =
        new Position(
            position.key(),
            position.epoch(),
            end,
            position.examples() + ofStep.examples(),
            position.loss() + ofStep.sum());
    return new Progress(
        position.epoch(),
        end,
        batches.size(),
        optimizer.steps(),
        ofStep.mean(),
        position.loss() / position.examples());
  }

  private void write() {
    try {
      checkpoint().write(checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
