package com.example.spirals;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.Checkpoint;
import dev.kiln.train.Dataset;
import dev.kiln.train.Optimizer;
import dev.kiln.train.Schedule;
import dev.kiln.train.Trainable;
import dev.kiln.train.Trainer;
import dev.kiln.train.metric.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Trains {@link Spirals} and prints the loss of each step. The arguments are the file of the
 * checkpoint, from which it goes on if it is there, and the file that gets the trained weights.
 */
public final class Training {
  private static final Tensor NO_KEY = Tensor.of(new int[2]);

  static final int EPOCHS = 60;

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    Path checkpoint = Path.of(arguments[0]);
    Dataset points = points();
    CompiledSpirals model = new CompiledSpirals(new Random(1));
    Trainer trainer =
        trainer(compiled(model))
            .checkpoints(checkpoint, 5)
            .onStep(at -> System.out.println(at.steps() + " " + at.loss()));
    if (Files.exists(checkpoint)) {
      trainer.resume(Checkpoint.read(checkpoint));
    }
    trainer.train(points, EPOCHS);

    SpiralsParameters.save(model, Path.of(arguments[1]));
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(model.logits(points.x(), NO_KEY, false), points.y());
    System.out.println("accuracy " + matrix.accuracy());
  }

  static Trainer trainer(Trainable model) {
    Schedule rate = Schedule.cosine(0.01, 0, 7 * EPOCHS).afterWarmUp(20);
    return new Trainer(model, Optimizer.adamW(0.01, rate).clippedByNorm(1)).batchSize(32).key(3);
  }

  static Trainable compiled(CompiledSpirals model) {
    return Trainable.of(
        () -> SpiralsParameters.get(model),
        next -> SpiralsParameters.set(model, next),
        (batch, key) -> {
          CompiledSpirals.LossGradient slope = model.lossGradient(batch.x(), batch.y(), key);
          return new Trainable.Slope(slope.value(), slope.gradients());
        });
  }

  /** Two spirals around each other, of one turn each. */
  static Dataset points() {
    float[][] x = new float[194][];
    int[] y = new int[194];
    for (int i = 0; i < 97; i++) {
      double angle = i * Math.PI / 48;
      double radius = 2 * (120 - i) / 120.0;
      x[2 * i] =
          new float[] {(float) (radius * Math.sin(angle)), (float) (radius * Math.cos(angle))};
      x[2 * i + 1] = new float[] {-x[2 * i][0], -x[2 * i][1]};
      y[2 * i] = 1;
    }
    return new Dataset(Tensor.of(x), Tensor.of(y));
  }
}
