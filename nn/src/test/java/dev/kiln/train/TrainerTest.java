package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.Trainer.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  /** Forty points; the label tells the quadrant, but for the last, which has that of the first. */
  private static final Dataset DATA = data();

  @TempDir Path directory;

  private static Dataset data() {
    Random random = new Random(5);
    float[][] x = new float[40][2];
    int[] y = new int[40];
    for (int i = 0; i < 40; i++) {
      x[i][0] = (float) random.nextGaussian();
      x[i][1] = (float) random.nextGaussian();
      y[i] = (x[i][0] > 0 ? 1 : 0) + (x[i][0] > 0 && x[i][1] > 0 ? 1 : 0);
    }
    return new Dataset(Tensor.of(x), Tensor.of(y));
  }

  private static Trainable compiled(CompiledBlobs model) {
    return Trainable.of(
        () -> BlobsParameters.get(model),
        next -> BlobsParameters.set(model, next),
        (batch, key) -> {
          CompiledBlobs.LossGradient slope = model.lossGradient(batch.x(), batch.y());
          return new Trainable.Slope(slope.value(), slope.gradients());
        });
  }

  private static Optimizer optimizer() {
    return Optimizer.adam(Schedule.cosine(0.05, 0, 40).afterWarmUp(3)).averaging(0.9);
  }

  @Test
  void itIsTheLoopOverEpochsAndBatches() {
    CompiledBlobs byTrainer = new CompiledBlobs(new Random(1));
    List<Progress> steps = new ArrayList<>();
    List<Progress> epochs = new ArrayList<>();
    new Trainer(compiled(byTrainer), optimizer())
        .batchSize(16)
        .key(2)
        .onStep(steps::add)
        .onEpoch(epochs::add)
        .train(DATA, 3);

    CompiledBlobs byHand = new CompiledBlobs(new Random(1));
    Optimizer adam = optimizer();
    List<Double> losses = new ArrayList<>();
    double last = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      last = 0;
      for (Dataset batch : DATA.batches(16, 2 * 1_000_003L + epoch)) {
        CompiledBlobs.LossGradient slope = byHand.lossGradient(batch.x(), batch.y());
        BlobsParameters.set(byHand, adam.step(BlobsParameters.get(byHand), slope.gradients()));
        losses.add(slope.value().toDouble());
        last += slope.value().toDouble() * batch.size() / 40;
      }
    }
    assertSame(BlobsParameters.get(byHand), BlobsParameters.get(byTrainer));
    assertEquals(losses, steps.stream().map(Progress::loss).toList());
    assertEquals(3, epochs.size());
    assertTrue(epochs.get(2).endsEpoch());
    assertEquals(last, epochs.get(2).meanLoss(), 1e-12);
    assertEquals(9, steps.get(8).steps());
    assertEquals(new Progress(1, 2, 3, 5, losses.get(4), steps.get(4).meanLoss()), steps.get(4));
  }

  @Test
  void eagerAndCompiledModelsTrainAlike() {
    CompiledBlobs compiled = new CompiledBlobs(new Random(1));
    Blobs eager = new Blobs(new Random(1));
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    new Trainer(compiled(compiled), optimizer())
        .batchSize(16)
        .onStep(progress -> first.add(progress.loss()))
        .train(DATA, 2);
    Trainable taped =
        Trainable.taped(
            () -> BlobsParameters.get(eager),
            next -> BlobsParameters.set(eager, next),
            (batch, key) -> eager.loss(batch.x(), batch.y()));
    new Trainer(taped, optimizer())
        .batchSize(16)
        .onStep(progress -> second.add(progress.loss()))
        .train(DATA, 2);
    assertEquals(first, second);
    assertSame(BlobsParameters.get(compiled), BlobsParameters.get(eager));
  }

  /** What stops a program anywhere: nothing is tidied up. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aTrainingThatWasStoppedAnywhereGoesOnWithTheSameBits() throws IOException {
    CompiledBlobs whole = new CompiledBlobs(new Random(1));
    Trainer uninterrupted =
        new Trainer(compiled(whole), optimizer()).batchSize(6).key(4).accumulating(2);
    List<Progress> all = new ArrayList<>();
    uninterrupted.onStep(all::add).train(DATA, 3);
    for (int stop = 2; stop <= 12; stop++) {
      int last = stop;
      Path file = directory.resolve("checkpoint" + stop);
      Trainer first =
          new Trainer(compiled(new CompiledBlobs(new Random(1))), optimizer())
              .batchSize(6)
              .key(4)
              .accumulating(2)
              .checkpoints(file, 1)
              .onStep(
                  progress -> {
                    if (progress.steps() == last) {
                      throw new Killed();
                    }
                  });
      assertThrows(Killed.class, () -> first.train(DATA, 3));
      Files.writeString(directory.resolve("checkpoint" + stop + ".part"), "half a file");

      CompiledBlobs resumed = new CompiledBlobs(new Random(99));
      Trainer second =
          new Trainer(compiled(resumed), optimizer())
              .batchSize(6)
              .accumulating(2)
              .resume(Checkpoint.read(file));
      List<Progress> rest = new ArrayList<>();
      second.onStep(rest::add).train(DATA, 3);
      assertEquals(all.subList(stop - 1, 12), rest);
      assertSame(BlobsParameters.get(whole), BlobsParameters.get(resumed));
      assertSame(uninterrupted.checkpoint().optimizer(), second.checkpoint().optimizer());
    }
  }

  @Test
  void aFileThatIsNoCheckpointIsRefused() throws IOException {
    Path file = directory.resolve("weights");
    dev.kiln.io.WeightFile.write(file, Map.of("w", Tensor.ones(2)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.read(file)).getMessage();
    assertTrue(message.endsWith("weights is no checkpoint: it has 'w'"), message);
    dev.kiln.io.WeightFile.write(file, Map.of("parameter.w", Tensor.ones(2)));
    assertThrows(IllegalArgumentException.class, () -> Checkpoint.read(file));
  }

  @Test
  void updatesFollowTheStepAndKeysDiffer() {
    List<Tensor> keys = new ArrayList<>();
    Map<String, Tensor>[] held = maps();
    held[0] = Map.of("w", Tensor.ones(1), "running", Tensor.zeros(1));
    Trainable model =
        Trainable.of(
            () -> held[0],
            next -> held[0] = next,
            (batch, key) -> {
              keys.add(key);
              return new Trainable.Slope(
                  1, Map.of("w", Tensor.ones(1)), Map.of("running", Tensor.full(keys.size(), 1)));
            });
    new Trainer(model, Optimizer.sgd(Schedule.constant(0.5))).batchSize(20).train(DATA, 2);
    assertEquals(1 - 4 * 0.5, held[0].get("w").getFloat(0));
    assertEquals(4, held[0].get("running").getFloat(0));
    assertEquals(4, keys.stream().map(Tensor::toString).distinct().count());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map<String, Tensor>[] maps() {
    return new Map[1];
  }

  @Test
  void patienceEndsATraining() {
    EarlyStopping stopping = new EarlyStopping(2, 0.1);
    double[] losses = {3, 2, 1.95, 1.8, Double.NaN, 1.75, 1};
    int[] epoch = new int[1];
    Trainer trainer =
        new Trainer(compiled(new CompiledBlobs(new Random(1))), optimizer())
            .stoppingWhen(
                progress -> {
                  stopping.improvedBy(losses[epoch[0]++]);
                  return stopping.isOver();
                });
    trainer.train(DATA, 7);
    assertEquals(6, epoch[0]);
    assertEquals(1.8, stopping.best());
    EarlyStopping later = new EarlyStopping(2, 0.1);
    later.restore(1.8, 1);
    assertFalse(later.isOver());
    assertFalse(later.improvedBy(1.7));
    assertTrue(later.isOver());
    assertThrows(IllegalArgumentException.class, () -> new EarlyStopping(0, 0));
  }

  @Test
  void wrongSettingsAreRefused() {
    Trainer trainer = new Trainer(compiled(new CompiledBlobs(new Random(1))), optimizer());
    assertThrows(IllegalArgumentException.class, () -> trainer.batchSize(0));
    assertThrows(IllegalArgumentException.class, () -> trainer.accumulating(0));
    assertThrows(IllegalArgumentException.class, () -> trainer.checkpoints(directory, 0));
  }

  private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, value) -> assertTrue(value.array().sameBits(actual.get(name).array()), name));
  }
}
