package dev.kiln.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.io.WeightFile;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.train.metric.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of Java in {@code docs/training.md} are in this folder, where they run. */
class TrainingPageTest {
  private final Dataset data = blobs();

  @TempDir Path directory;

  /** Three clouds of 100 points with a standard deviation of 0.3, two units apart. */
  private static Dataset blobs() {
    Random random = new Random(3);
    float[][] x = new float[300][2];
    int[] y = new int[300];
    for (int i = 0; i < y.length; i++) {
      y[i] = i % 3;
      x[i][0] = (float) (Math.cos(2.1 * y[i]) + 0.3 * random.nextGaussian());
      x[i][1] = (float) (Math.sin(2.1 * y[i]) + 0.3 * random.nextGaussian());
    }
    return new Dataset(Tensor.of(x), Tensor.of(y));
  }

  @Test
  void theClassifierLearns() {
    CompiledBlobs model = new CompiledBlobs(new Random(1));
    Optimizer adam = Optimizer.adam(Schedule.constant(0.01));
    for (int epoch = 0; epoch < 20; epoch++) {
      for (Dataset batch : data.batches(32, epoch)) {
        CompiledBlobs.LossGradient slope = model.lossGradient(batch.x(), batch.y());
        BlobsParameters.set(model, adam.step(BlobsParameters.get(model), slope.gradients()));
      }
    }

    int[] guesses = model.logits(data.x()).argmax(1).toIntArray();
    int right = 0;
    for (int i = 0; i < guesses.length; i++) {
      right += guesses[i] == data.y().toIntArray()[i] ? 1 : 0;
    }
    assertTrue(right >= 290, right + " of 300");
  }

  @Test
  void eagerAndCompiledTrainingGiveTheSameBits() {
    CompiledBlobs compiled = new CompiledBlobs(new Random(1));
    Optimizer ofCompiled = Optimizer.adam(Schedule.constant(0.01));
    Optimizer adam = Optimizer.adam(Schedule.constant(0.01));
    Blobs inEagerMode = new Blobs(new Random(1));
    for (Dataset batch : data.batches(32, 0)) {
      CompiledBlobs.LossGradient slope = compiled.lossGradient(batch.x(), batch.y());
      BlobsParameters.set(
          compiled, ofCompiled.step(BlobsParameters.get(compiled), slope.gradients()));
      eagerStep(inEagerMode, adam, batch);
      BlobsParameters.get(compiled)
          .forEach(
              (name, value) ->
                  assertTrue(
                      value.array().sameBits(BlobsParameters.get(inEagerMode, name).array())));
    }

    Dataset batch = data.slice(0, 32);
    Blobs eager = new Blobs(new Random(1));
    Map<String, Tensor> parameters = BlobsParameters.get(eager);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    try (Tape tape = Tape.open()) {
      Tensor loss = eager.loss(batch.x(), batch.y());
      List<Tensor> slopes = tape.gradient(loss, parameters.values().toArray(new Tensor[0]));
      Iterator<Tensor> each = slopes.iterator();
      parameters.keySet().forEach(name -> gradients.put(name, each.next()));
    }
    BlobsParameters.set(eager, adam.step(parameters, gradients));

    assertEquals(11, adam.steps());
  }

  private static void eagerStep(Blobs model, Optimizer optimizer, Dataset batch) {
    Map<String, Tensor> parameters = BlobsParameters.get(model);
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    try (Tape tape = Tape.open()) {
      Tensor loss = model.loss(batch.x(), batch.y());
      int i = 0;
      List<Tensor> slopes = tape.gradient(loss, parameters.values().toArray(new Tensor[0]));
      for (String name : parameters.keySet()) {
        gradients.put(name, slopes.get(i++));
      }
    }
    BlobsParameters.set(model, optimizer.step(parameters, gradients));
  }

  @Test
  void aTrainingIsResumed() throws IOException {
    Path checkpoint = directory.resolve("checkpoint");
    Optimizer adam = Optimizer.adam(Schedule.constant(0.01));
    Map<String, Tensor> at = Map.of("w", Tensor.ones(3));
    at = adam.step(at, Map.of("w", Tensor.ones(3)));

    WeightFile.write(checkpoint, adam.state());
    Optimizer resumed = Optimizer.adam(Schedule.constant(0.01));
    resumed.restore(WeightFile.read(checkpoint));

    assertEquals(adam.steps(), resumed.steps());
    Map<String, Tensor> gradients = Map.of("w", Tensor.of(new float[] {1, -2, 3}));
    Tensor next = adam.step(at, gradients).get("w");
    assertTrue(next.sameElements(resumed.step(at, gradients).get("w")));
  }

  @Test
  void aTrainerTrains() throws IOException {
    Path file = directory.resolve("training");
    List<Dataset> parts = data.split(0.8, 1);
    CompiledBlobs model = new CompiledBlobs(new Random(1));
    Trainable trainable =
        Trainable.of(
            () -> BlobsParameters.get(model),
            next -> BlobsParameters.set(model, next),
            (batch, key) -> {
              CompiledBlobs.LossGradient slope = model.lossGradient(batch.x(), batch.y());
              return new Trainable.Slope(slope.value(), slope.gradients());
            });
    EarlyStopping stopping = new EarlyStopping(3, 0);
    Trainer trainer =
        new Trainer(trainable, Optimizer.adam(Schedule.constant(0.01)))
            .batchSize(32)
            .key(7)
            .onEpoch(each -> System.out.printf("%3d  %.4f%n", each.epoch(), each.meanLoss()))
            .stoppingWhen(
                each -> {
                  Dataset held = parts.get(1);
                  stopping.improvedBy(model.loss(held.x(), held.y()).toDouble());
                  return stopping.isOver();
                })
            .checkpoints(file, 100);
    trainer.train(parts.get(0), 20);

    ConfusionMatrix matrix = new ConfusionMatrix(3);
    for (Dataset batch : parts.get(1).batches(32, 0)) {
      matrix.add(model.logits(batch.x()), batch.y());
    }
    System.out.printf("%.3f right, F1 %.3f%n%s", matrix.accuracy(), matrix.macroF1(), matrix);

    assertEquals(60, matrix.examples());
    assertTrue(matrix.accuracy() > 0.93, matrix.toString());
    Optimizer fresh = Optimizer.adam(Schedule.constant(0.01));
    Trainer resumed = new Trainer(trainable, fresh).batchSize(32).resume(Checkpoint.read(file));
    resumed.train(parts.get(0), 21);
    assertEquals(8 * 21, fresh.steps());
  }

  /** The program of the page is the answer to one of 16 lines: it has 30 at most. */
  @Test
  void everyBlockOfThePageIsHere() throws IOException {
    PageSamples page = PageSamples.of("training.md");
    page.requireIn("dev/kiln/train/TrainingPageTest.java", "dev/kiln/train/Blobs.java");
    String program = page.blocks().get(0) + page.blocks().get(1);
    long lines = program.lines().filter(line -> !line.isBlank()).count();
    assertTrue(lines <= 30, lines + " lines");
  }
}
