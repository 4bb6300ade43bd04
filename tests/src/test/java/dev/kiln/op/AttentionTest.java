package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.nn.Attention;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention against loops over queries, keys and features. */
class AttentionTest {
  private static final Tensor QUERY = TensorCase.values(1, 2, 3, 4);
  private static final Tensor KEY = TensorCase.values(2, 2, 5, 4);
  private static final Tensor VALUE = TensorCase.values(3, 2, 5, 2);

  private interface Bias {
    double at(int query, int key);
  }

  @Test
  void queriesAttendToAllKeys() {
    assertClose(attention((i, j) -> 0), Attention.scaledDotProduct(QUERY, KEY, VALUE));
    Tensor oneMatrix = Attention.scaledDotProduct(QUERY.get(1), KEY.get(1), VALUE.get(1));
    assertClose(attention((i, j) -> 0).get(1), oneMatrix);
  }

  @Test
  void masksOfTruthValuesLeaveKeysOut() {
    boolean[] mask = {
      true, false, true, true, false,
      false, false, true, false, false,
      true, true, true, true, true
    };
    Tensor expected = attention((i, j) -> mask[5 * i + j] ? 0 : Double.NEGATIVE_INFINITY);
    Tensor result = Attention.scaledDotProduct(QUERY, KEY, VALUE, Tensor.of(mask, 3, 5));
    assertClose(expected, result);
  }

  @Test
  void aQueryThatAttendsToNothingGivesZero() {
    Tensor mask = Tensor.of(new boolean[] {true, false, true}, 3, 1);
    Tensor result = Attention.scaledDotProduct(QUERY, KEY, VALUE, mask);
    assertArrayEquals(new double[2], result.get(1, 1).toDoubleArray());
    assertClose(attention((i, j) -> 0).get(1, 2), result.get(1, 2));
  }

  @Test
  void numbersAreAddedToTheScores() {
    Tensor bias = TensorCase.values(4, 3, 5);
    Tensor expected = attention((i, j) -> bias.getDouble(i, j));
    assertClose(expected, Attention.scaledDotProduct(QUERY, KEY, VALUE, bias));
  }

  @Test
  void noQueryAttendsToLaterKeys() {
    Tensor expected = attention((i, j) -> j <= i ? 0 : Double.NEGATIVE_INFINITY);
    assertClose(expected, Attention.causal(QUERY, KEY, VALUE));
  }

  @Test
  void headsAreSplitAndMerged() {
    Tensor features = TensorCase.values(5, 2, 3, 6);
    Tensor heads = Attention.splitHeads(features, 2);
    assertEquals("[2, 2, 3, 3]", heads.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int h = 0; h < 2; h++) {
        for (int i = 0; i < 3; i++) {
          for (int k = 0; k < 3; k++) {
            assertEquals(features.getDouble(n, i, 3 * h + k), heads.getDouble(n, h, i, k));
          }
        }
      }
    }
    assertTrue(Attention.mergeHeads(heads).sameElements(features));
  }

  @Test
  void derivativesAreLimitsOfDifferences() {
    Tensor bias = TensorCase.values(4, 3, 5);
    Tensor mask = bias.greater(-0.5);
    List<Tensor> operands = List.of(QUERY, KEY, VALUE);
    FiniteDifferences.check(
        x -> Attention.scaledDotProduct(x.get(0), x.get(1), x.get(2), mask), operands);
    FiniteDifferences.check(x -> Attention.causal(x.get(0), x.get(1), x.get(2)), operands);
    FiniteDifferences.check(
        x -> Attention.scaledDotProduct(QUERY, KEY, VALUE, x.get(0)), List.of(bias));
  }

  @Test
  void refusals() {
    String shape = "splitHeads: shape [2, 3, 4] has no features for 3 heads";
    assertEquals(
        shape,
        assertThrows(TypeMismatchException.class, () -> Attention.splitHeads(QUERY, 3))
            .getMessage());
    Tensor vector = Tensor.zeros(3);
    assertEquals(
        "attention expects queries and keys of shape [.., n, d], not rank 1",
        assertThrows(TypeMismatchException.class, () -> Attention.causal(vector, vector, vector))
            .getMessage());
  }

  private static Tensor attention(Bias bias) {
    double[] result = new double[2 * 3 * 2];
    for (int n = 0; n < 2; n++) {
      for (int i = 0; i < 3; i++) {
        double[] weights = new double[5];
        double sum = 0;
        for (int j = 0; j < 5; j++) {
          double score = 0;
          for (int k = 0; k < 4; k++) {
            score += QUERY.getDouble(n, i, k) * KEY.getDouble(n, j, k);
          }
          weights[j] = Math.exp(score / 2 + bias.at(i, j));
          sum += weights[j];
        }
        for (int j = 0; j < 5; j++) {
          for (int k = 0; k < 2; k++) {
            result[(n * 3 + i) * 2 + k] += weights[j] / sum * VALUE.getDouble(n, j, k);
          }
        }
      }
    }
    return Tensor.of(result, 2, 3, 2);
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-14);
  }
}
