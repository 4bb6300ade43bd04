package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.nn.Losses;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Losses against loops over their formulas. */
class LossFunctionsTest {
  private static final Tensor LOGITS = TensorCase.values(1, 2, 3, 2);
  private static final Tensor LABELS = Tensor.of(new int[] {2, -100, 0, 1}, 2, 2);
  private static final Tensor WEIGHTS = Tensor.of(new double[] {0.5, 2, 1.25});

  @Test
  void crossEntropyOfEachPlace() {
    Tensor labels = Tensor.of(new int[] {2, 1, 0, 1}, 2, 2);
    double[] ones = {1, 1, 1};
    assertEquals(entropy(labels, ones, 9, 0), value(Losses.crossEntropy(LOGITS, labels)), 1e-14);
    assertEquals(
        entropy(labels, ones, 9, 0.2), value(Losses.crossEntropy(LOGITS, labels, 0.2)), 1e-14);
    Tensor flat = Losses.crossEntropy(LOGITS.get(0).transpose(), labels.get(0));
    Tensor rows = LOGITS.get(0).transpose().softmaxCrossEntropy(labels.get(0)).mean();
    assertEquals(value(rows), value(flat), 1e-15);
    Tensor one = Losses.crossEntropy(Tensor.of(new double[] {1, 2, 3}), Tensor.scalar(1L));
    double total = Math.exp(1) + Math.exp(2) + Math.exp(3);
    assertEquals(Math.log(total) - 2, value(one), 1e-15);
  }

  @Test
  void crossEntropyWithWeightsAndAnIgnoredLabel() {
    double[] weights = WEIGHTS.toDoubleArray();
    for (double smoothing : new double[] {0, 0.3}) {
      assertEquals(
          entropy(LABELS, weights, -100, smoothing),
          value(Losses.crossEntropy(LOGITS, LABELS, WEIGHTS, -100, smoothing)),
          1e-14);
    }
    assertEquals(
        entropy(LABELS, weights, -100, 0),
        value(Losses.crossEntropy(LOGITS, LABELS, WEIGHTS, -100)),
        1e-14);
    Tensor nothing = Tensor.of(new int[] {7, 7, 7, 7}, 2, 2);
    assertEquals(Double.NaN, value(Losses.crossEntropy(LOGITS, nothing, WEIGHTS, 7, 0)), "0 / 0");
  }

  @Test
  void impossibleClassesDoNotDisturbOthers() {
    double least = Double.NEGATIVE_INFINITY;
    Tensor logits = Tensor.of(new double[][] {{0, least, 0}, {1, 1, least}});
    Tensor labels = Tensor.of(new int[] {2, 0});
    assertEquals(Math.log(2), value(Losses.crossEntropy(logits, labels)), 1e-15);
    assertEquals(Math.log(2), value(Losses.crossEntropy(logits, labels, WEIGHTS, 9)), 1e-15);
  }

  @Test
  void crossEntropyOfProbabilities() {
    Tensor target = TensorCase.values(2, 2, 3, 2).softmax(1);
    double expected = 0;
    double smooth = 0;
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 2; k++) {
          double share = target.getDouble(n, c, k);
          expected -= share * logShare(n, c, k) / 4;
          smooth -= (0.75 * share + 0.25 / 3) * logShare(n, c, k) / 4;
        }
      }
    }
    assertEquals(expected, value(Losses.crossEntropy(LOGITS, target)), 1e-14);
    assertEquals(smooth, value(Losses.crossEntropy(LOGITS, target, 0.25)), 1e-14);
  }

  @Test
  void distancesAndMargins() {
    Tensor x = Tensor.of(new double[][] {{1, 2}, {-1, 0.5}});
    Tensor y = Tensor.of(new double[][] {{1.5, 0}, {-1, 3}});
    Tensor z = Tensor.of(new double[][] {{4, 2}, {-1, 0.5}});
    assertEquals(
        (0.25 / 2 / 2 + (2 - 1) + 0 + (2.5 - 1)) / 4, value(Losses.smoothL1(x, y, 2)), 1e-15);
    double first = 1.5 / (Math.sqrt(5) * 1.5);
    double second = 2.5 / (Math.sqrt(1.25) * Math.sqrt(10));
    Tensor cosines = Losses.cosineSimilarity(x, y, 1);
    assertEquals(first, cosines.getDouble(0), 1e-15);
    assertEquals(second, cosines.getDouble(1), 1e-15);
    assertEquals(0, value(Losses.cosineSimilarity(x.get(0).multiply(0), y.get(0), 0)));
    Tensor alike = Tensor.of(new double[] {1, -1});
    double embedding = (1 - first + second - 0.25) / 2;
    assertEquals(embedding, value(Losses.cosineEmbedding(x, y, alike, 0.25)), 1e-15);
    double triplet = (Math.max(0, Math.sqrt(4.25) - 3 + 1) + 2.5 - 0 + 1) / 2;
    assertEquals(triplet, value(Losses.triplet(x, y, z, 1)), 1e-15);
    Tensor order = Tensor.of(new double[][] {{1, -1}, {1, 1}});
    double ranking = (0.5 + 2 + 0 + 2.5 + 4 * 0.5) / 4;
    assertEquals(ranking, value(Losses.marginRanking(x, y, order, 0.5)), 1e-15);
    double soft = 0;
    for (double margin : new double[] {1, -2, -1, 0.5}) {
      soft += Math.log(1 + Math.exp(-margin)) / 4;
    }
    assertEquals(soft, value(Losses.softMargin(x, order)), 1e-15);
  }

  @Test
  void truthMayWeighMore() {
    Tensor x = Tensor.of(new double[] {0.5, -2, 3});
    Tensor y = Tensor.of(new double[] {1, 0, 0.25});
    double expected = 0;
    for (int i = 0; i < 3; i++) {
      double share = 1 / (1 + Math.exp(-x.getDouble(i)));
      double truth = y.getDouble(i);
      expected -= (3 * truth * Math.log(share) + (1 - truth) * Math.log(1 - share)) / 3;
    }
    Tensor weight = Tensor.scalar(3.0);
    assertEquals(expected, value(Losses.binaryCrossEntropy(x, y, weight)), 1e-14);
  }

  @Test
  void derivativesAreLimitsOfDifferences() {
    FiniteDifferences.check(
        x -> Losses.crossEntropy(x.get(0), LABELS, x.get(1), -100, 0.1), List.of(LOGITS, WEIGHTS));
    Tensor other = TensorCase.values(3, 2, 4);
    Tensor alike = Tensor.of(new double[] {1, -1});
    FiniteDifferences.check(
        x -> Losses.cosineEmbedding(x.get(0), x.get(1), alike, -2),
        List.of(TensorCase.values(2, 2, 4), other));
    FiniteDifferences.check(
        x -> Losses.triplet(x.get(0), x.get(1), other, 9),
        List.of(TensorCase.values(4, 2, 4), TensorCase.values(5, 2, 4)));
  }

  @Test
  void refusals() {
    assertEquals(
        "crossEntropy of logits [2, 3, 2] expects integers of shape [2, 2], or probabilities of the"
            + " shape of the logits, not i32[4]",
        assertThrows(
                TypeMismatchException.class, () -> Losses.crossEntropy(LOGITS, LABELS.flatten(0)))
            .getMessage());
    assertEquals(
        "softMargin expects a target of the type of the prediction, f64[2, 3, 2], not f64[3]",
        assertThrows(TypeMismatchException.class, () -> Losses.softMargin(LOGITS, WEIGHTS))
            .getMessage());
    assertEquals(
        "crossEntropy expects logits [n, classes, ..], not []",
        assertThrows(
                TypeMismatchException.class, () -> Losses.crossEntropy(Tensor.scalar(1.0), LABELS))
            .getMessage());
  }

  private static double entropy(Tensor labels, double[] weights, int ignored, double smoothing) {
    double sum = 0;
    double total = 0;
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 2; k++) {
        int label = labels.getInt(n, k);
        if (label == ignored) {
          continue;
        }
        total += weights[label];
        sum -= (1 - smoothing) * weights[label] * logShare(n, label, k);
        for (int c = 0; c < 3; c++) {
          sum -= smoothing / 3 * weights[c] * logShare(n, c, k);
        }
      }
    }
    return sum / total;
  }

  private static double logShare(int n, int label, int k) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += Math.exp(LOGITS.getDouble(n, c, k));
    }
    return LOGITS.getDouble(n, label, k) - Math.log(sum);
  }

  private static double value(Tensor scalar) {
    return scalar.cast(DType.FLOAT64).toDouble();
  }
}
