package dev.kiln.nn.layer;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.GradCheck;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Normalisations and dropout against loops in double precision. */
class NormLayersTest {
  private static final Tensor X = Tensor.normal(new Random(2), 5, 2);
  private static final Tensor FEATURES = Tensor.normal(new Random(3), 5, 3);
  private static final Tensor IMAGES = Tensor.normal(new Random(4), 2, 4, 2, 3);
  private static final Tensor KEY = dev.kiln.nn.Random.key(17);

  private final Normals normals = new Normals();
  private final CompiledNormals compiled = new CompiledNormals();

  @Test
  void aBatchIsNormalisedByItsOwnStatisticsInTraining() {
    Tensor y = normals.normalised(FEATURES, true);
    BatchNorm.Batch next = normals.batch.apply(FEATURES, true);
    for (int c = 0; c < 3; c++) {
      double mean = 0;
      for (int n = 0; n < 5; n++) {
        mean += FEATURES.getFloat(n, c) / 5;
      }
      double squares = 0;
      for (int n = 0; n < 5; n++) {
        squares += Math.pow(FEATURES.getFloat(n, c) - mean, 2);
      }
      for (int n = 0; n < 5; n++) {
        double normal = (FEATURES.getFloat(n, c) - mean) / Math.sqrt(squares / 5 + 1e-5);
        double scaled = normal * normals.batch.scale.getFloat(c) + normals.batch.bias.getFloat(c);
        assertEquals(scaled, y.getFloat(n, c), 1e-5);
      }
      assertEquals(
          0.9 * normals.batch.mean.getFloat(c) + 0.1 * mean, next.mean().getFloat(c), 1e-6);
      assertEquals(
          0.9 * normals.batch.variance.getFloat(c) + 0.1 * squares / 4,
          next.variance().getFloat(c),
          1e-6);
    }
  }

  @Test
  void runningStatisticsNormaliseOutsideOfTraining() {
    BatchNorm.Batch result = normals.batch.apply(FEATURES, false);
    for (int n = 0; n < 5; n++) {
      for (int c = 0; c < 3; c++) {
        double deviation = Math.sqrt(normals.batch.variance.getFloat(c) + 1e-5);
        double normal =
            (FEATURES.getFloat(n, c) - (double) normals.batch.mean.getFloat(c)) / deviation;
        double scaled = normal * normals.batch.scale.getFloat(c) + normals.batch.bias.getFloat(c);
        assertEquals(scaled, result.y().getFloat(n, c), 1e-5);
      }
    }
    assertTrue(result.mean().sameElements(normals.batch.mean));
    assertTrue(result.variance().sameElements(normals.batch.variance));
  }

  @Test
  void channelsOfImagesAreNormalisedOverAllPixels() {
    Tensor y = normals.images(IMAGES, true);
    for (int c = 0; c < 4; c++) {
      double[] numbers = channel(IMAGES, c);
      normalise(numbers);
      double[] actual = channel(y, c);
      for (int i = 0; i < numbers.length; i++) {
        assertEquals(numbers[i] * normals.pixels.scale.getFloat(c), actual[i], 1e-5);
      }
    }
    double mean = 0;
    for (double each : channel(IMAGES, 1)) {
      mean += each / 12;
    }
    assertEquals(0.1 * mean, normals.pixels.image(IMAGES, true).mean().getFloat(1), 1e-6);
  }

  @Test
  void groupsOfChannelsAreNormalisedInEachImage() {
    float[] y = normals.groups(IMAGES).toFloatArray();
    float[] x = IMAGES.toFloatArray();
    for (int group = 0; group < 4; group++) {
      double[] numbers = new double[12];
      for (int i = 0; i < 12; i++) {
        numbers[i] = x[group * 12 + i];
      }
      normalise(numbers);
      for (int i = 0; i < 12; i++) {
        int channel = group % 2 * 2 + i / 6;
        double scale = normals.groups.scale.toFloatArray()[channel];
        double bias = normals.groups.bias.toFloatArray()[channel];
        assertEquals(numbers[i] * scale + bias, y[group * 12 + i], 1e-5);
      }
    }
  }

  @Test
  void rootMeanSquaresBecomeOne() {
    Tensor y = normals.rms(FEATURES);
    for (int n = 0; n < 5; n++) {
      double squares = 0;
      for (int i = 0; i < 3; i++) {
        squares += Math.pow(FEATURES.getFloat(n, i), 2);
      }
      for (int i = 0; i < 3; i++) {
        double normal = FEATURES.getFloat(n, i) / Math.sqrt(squares / 3 + 1e-5);
        assertEquals(normal * normals.rms.scale.getFloat(i), y.getFloat(n, i), 1e-5);
      }
    }
    Tensor sequence = FEATURES.unsqueeze(0);
    assertTrue(y.sameElements(normals.rms.sequence(sequence).squeeze(0)));
  }

  @Test
  void dropoutKeepsTheMeanInTrainingAndEverythingElsewhere() {
    Tensor ones = Tensor.ones(20_000, 3);
    float[] dropped = normals.dropped(ones, KEY, true).toFloatArray();
    int zeros = 0;
    for (float each : dropped) {
      assertTrue(each == 0 || Math.abs(each - 1 / 0.75) < 1e-6);
      zeros += each == 0 ? 1 : 0;
    }
    // Four standard deviations of the binomial distribution.
    assertEquals(15_000, zeros, 4 * Math.sqrt(60_000 * 0.25 * 0.75));
    assertArrayEquals(dropped, compiled.dropped(ones, KEY, true).toFloatArray());
    assertTrue(normals.dropped(ones, KEY, false).sameElements(ones));
  }

  @Test
  void allModesGiveTheSameBits() {
    for (boolean training : new boolean[] {true, false}) {
      assertThatModel(Normals.class).agrees("batch").on(X, training);
      assertThatModel(Normals.class).agrees("images").on(IMAGES, training);
      assertThatModel(Normals.class).agrees("dropped").on(FEATURES, KEY, training);
    }
    assertThatModel(Normals.class).agrees("groups").on(IMAGES);
    assertThatModel(Normals.class).agrees("rms").on(FEATURES);
    assertThatModel(Normals.class).agrees("inferenceGradient").on(X);
    assertThatModel(Normals.class).agrees("imageLossGradient").on(IMAGES);
    assertThatModel(Normals.class).agrees("rmsLossGradient").on(FEATURES, KEY);
  }

  @Test
  void gradientsAreThoseOfATapeAndOfFiniteDifferences() {
    var all = NormalsParameters.get(normals);
    TapedGradients.assertSame(
        all, compiled.inferenceGradient(X).gradients(), () -> normals.inference(X));
    TapedGradients.assertSame(
        all, compiled.imageLossGradient(IMAGES).gradients(), () -> normals.imageLoss(IMAGES));
    TapedGradients.assertSame(
        all,
        compiled.rmsLossGradient(FEATURES, KEY).gradients(),
        () -> normals.rmsLoss(FEATURES, KEY));
    GradCheck.at(X, normals::inference).gradient(compiled.inferenceGradient(X).x());
    GradCheck.at(IMAGES, normals::imageLoss).gradient(compiled.imageLossGradient(IMAGES).x());
    GradCheck.at(FEATURES, x -> normals.rmsLoss(x, KEY))
        .gradient(compiled.rmsLossGradient(FEATURES, KEY).x());
  }

  @Test
  void aTrainingStepGivesTheLossItsSlopesAndTheNextStatistics() {
    Tensor none = Tensor.zeros(3);
    CompiledNormals.TrainingVjp step = compiled.trainingVjp(X, Tensor.scalar(1f), none, none);
    Normals.Step plain = normals.training(X);
    assertTrue(plain.loss().sameElements(step.loss()));
    assertTrue(plain.mean().sameElements(step.mean()));
    GradCheck.at(X, x -> normals.training(x).loss()).gradient(step.x());
    Tensor weight = normals.dense.weight;
    try (Tape tape = Tape.open()) {
      List<Tensor> taped = tape.gradient(normals.training(X).loss(), X, weight);
      assertTrue(taped.get(0).sameElements(step.x()));
      assertTrue(taped.get(1).sameElements(step.denseWeight()));
    }
    assertTrue(step.batchMean().sameElements(none));
    assertTrue(step.batchVariance().sameElements(none));
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Dropout(1));
    assertThrows(IllegalArgumentException.class, () -> new Dropout(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new GroupNorm(3, 4));
    assertThrows(IllegalArgumentException.class, () -> new MultiHeadAttention(new Random(1), 5, 2));
  }

  /** The numbers of a channel in all images. */
  private static double[] channel(Tensor images, int channel) {
    double[] numbers = new double[12];
    for (int i = 0; i < 12; i++) {
      numbers[i] = images.getFloat(i / 6, channel, i % 6 / 3, i % 3);
    }
    return numbers;
  }

  private static void normalise(double[] numbers) {
    double mean = 0;
    for (double each : numbers) {
      mean += each / numbers.length;
    }
    double variance = 0;
    for (double each : numbers) {
      variance += (each - mean) * (each - mean) / numbers.length;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] - mean) / Math.sqrt(variance + 1e-5);
    }
  }
}
