package com.example.spirals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed twice ends as one that was never stopped. */
class ResumeTest {
  private static final int BATCHES = 7;

  @TempDir Path directory;

  @Test
  void aKilledTrainingGoesOnWithTheSameBits() throws IOException, InterruptedException {
    Path whole = directory.resolve("whole.weights");
    List<String> expected = TrainingProcess.run(directory.resolve("whole.checkpoint"), whole);
    assertEquals(BATCHES * Training.EPOCHS + 1, expected.size());
    double accuracy = Double.parseDouble(expected.get(expected.size() - 1).split(" ")[1]);
    assertTrue(accuracy > 0.97, () -> "accuracy " + accuracy);

    Path checkpoint = directory.resolve("checkpoint");
    Path weights = directory.resolve("weights");
    int done = 0;
    for (int step : new int[] {40, 333}) {
      List<String> printed = TrainingProcess.killAt(step, checkpoint, weights);
      assertEquals(expected.subList(done, step), printed);
      assertFalse(Files.exists(weights));
      done = stepsOf(checkpoint);
      assertTrue(done >= step - BATCHES && done < BATCHES * Training.EPOCHS, () -> "kept");
    }
    List<String> rest = TrainingProcess.run(checkpoint, weights);
    assertEquals(expected.subList(done, expected.size()), rest);
    assertEquals(-1, Files.mismatch(whole, weights), "the weights differ");
  }

  private static int stepsOf(Path checkpoint) throws IOException {
    Checkpoint.Position position = Checkpoint.read(checkpoint).position();
    return position.epoch() * BATCHES + position.batch();
  }
}
