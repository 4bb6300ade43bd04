package dev.kiln.train.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers that were worked out by hand, and loops over all examples at once. */
class MetricsTest {
  /** The example of scikit-learn's f1_score: labels 0 1 2 0 1 2, guesses 0 2 1 0 0 1. */
  @Test
  void aConfusionMatrixCounts() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    int[] labels = {0, 1, 2, 0, 1, 2};
    int[] guesses = {0, 2, 1, 0, 0, 1};
    float[] scores = new float[12];
    for (int i = 0; i < 4; i++) {
      scores[3 * i + guesses[i]] = 2;
    }
    matrix.add(Tensor.of(scores, 4, 3), Tensor.of(new int[] {0, 1, 2, 0}));
    matrix.add(labels[4], guesses[4]);
    matrix.add(labels[5], guesses[5]);

    assertEquals(6, matrix.examples());
    assertEquals(2, matrix.count(2, 1));
    assertEquals(2 / 6.0, matrix.accuracy());
    assertEquals(2 / 3.0, matrix.precision(0));
    assertEquals(1, matrix.recall(0));
    assertEquals(0.8, matrix.f1(0), 1e-15);
    assertEquals(0, matrix.f1(1));
    assertEquals(0.8 / 3, matrix.macroF1(), 1e-15);
    assertEquals("     2      0      0\n     1      0      1\n     0      2      0\n", matrix + "");
  }

  @Test
  void aBatchThatDoesNotFitAddsNothing() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    Tensor scores = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
    assertThrows(
        IllegalArgumentException.class, () -> matrix.add(scores, Tensor.of(new int[] {0, 2})));
    assertThrows(
        IllegalArgumentException.class, () -> matrix.add(scores, Tensor.of(new int[] {0})));
    assertThrows(
        IllegalArgumentException.class, () -> matrix.add(scores, Tensor.of(new float[] {0, 1})));
    assertThrows(
        IllegalArgumentException.class,
        () -> matrix.add(Tensor.zeros(2, 3), Tensor.of(new int[] {0, 1})));
    assertThrows(IllegalArgumentException.class, () -> matrix.add(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new ConfusionMatrix(0));
    assertEquals(0, matrix.examples());
    assertEquals(0, matrix.precision(0));
    assertEquals(Double.NaN, matrix.accuracy());
  }

  @Test
  void topScoresContainTheLabel() {
    TopAccuracy two = new TopAccuracy(2);
    two.add(
        Tensor.of(new float[] {3, 2, 1, 3, 2, 1, 3, 2, 1, 1, 1, 1}, 4, 3),
        Tensor.of(new int[] {0, 1, 2, 2}));
    assertEquals(0.5, two.accuracy());
    two.add(Tensor.of(new float[] {1, 1, 1, Float.NaN, 0, 0}, 2, 3), Tensor.of(new int[] {1, 0}));
    assertEquals(0.5, two.accuracy());
    assertThrows(
        IllegalArgumentException.class,
        () -> two.add(Tensor.zeros(1, 3), Tensor.of(new int[] {3})));
    assertThrows(
        IllegalArgumentException.class,
        () -> two.add(Tensor.zeros(2, 3), Tensor.of(new int[] {0})));
    assertThrows(IllegalArgumentException.class, () -> new TopAccuracy(0));
  }

  @Test
  void errorsAreTheirFormulasHoweverTheyAreDivided() {
    Random random = new Random(1);
    Tensor y = Tensor.normal(random, 30).add(1e4);
    Tensor x = y.add(Tensor.normal(random, 30).multiply(0.25));
    RegressionErrors whole = new RegressionErrors();
    whole.add(x, y);
    RegressionErrors parts = new RegressionErrors();
    parts.add(x.slice(0, 0, 7), y.slice(0, 0, 7));
    parts.add(x.slice(0, 7, 30), y.slice(0, 7, 30));
    double mean = 0;
    double squares = 0;
    double distances = 0;
    for (int i = 0; i < 30; i++) {
      double error = (double) x.getFloat(i) - y.getFloat(i);
      squares += error * error;
      distances += Math.abs(error);
      mean += y.getFloat(i) / 30.0;
    }
    double spread = 0;
    for (int i = 0; i < 30; i++) {
      spread += Math.pow(y.getFloat(i) - mean, 2);
    }
    assertEquals(squares / 30, whole.meanSquaredError(), 1e-12);
    assertEquals(distances / 30, whole.meanAbsoluteError(), 1e-12);
    assertEquals(1 - squares / spread, whole.r2(), 1e-9);
    assertEquals(whole.meanSquaredError(), parts.meanSquaredError());
    assertEquals(whole.meanAbsoluteError(), parts.meanAbsoluteError());
    assertEquals(whole.r2(), parts.r2());
    assertThrows(IllegalArgumentException.class, () -> whole.add(Tensor.zeros(3), Tensor.zeros(2)));
    assertThrows(
        IllegalArgumentException.class,
        () -> whole.add(Tensor.of(new int[] {1}), Tensor.of(new int[] {1})));
  }

  @Test
  void lossesOfBatchesCountByTheirExamples() {
    MeanLoss loss = new MeanLoss();
    loss.add(2, 3);
    loss.add(6, 1);
    assertEquals(3, loss.mean());
    assertEquals(4, loss.examples());
    assertThrows(IllegalArgumentException.class, () -> loss.add(1, 0));
  }
}
