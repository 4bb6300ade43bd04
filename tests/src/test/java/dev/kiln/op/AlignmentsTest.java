package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.annotation.DType;
import dev.kiln.nn.Losses;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tape;
import dev.kiln.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connectionist temporal classification against the sum over all sequences of classes. */
class AlignmentsTest {
  private static final Tensor LOGS = TensorCase.values(1, 4, 5, 3).logSoftmax(2);
  private static final int[][] LABELS = {{1, 2}, {2, 2}, {1, 1}, {2, 1}, {1, 1}};
  private static final int[] STEPS = {4, 4, 3, 2, 2};
  private static final int[] COUNTS = {2, 2, 1, 0, 2};

  private static double expected(int n, int blank, int[] labels) {
    double sum = 0;
    int classes = 3;
    for (int path = 0; path < Math.pow(classes, STEPS[n]); path++) {
      List<Integer> collapsed = new ArrayList<>();
      double probability = 1;
      int before = -1;
      for (int t = 0, rest = path; t < STEPS[n]; t++, rest /= classes) {
        int symbol = rest % classes;
        probability *= Math.exp(LOGS.getDouble(t, n, symbol));
        if (symbol != before && symbol != blank) {
          collapsed.add(symbol);
        }
        before = symbol;
      }
      List<Integer> wanted = new ArrayList<>();
      for (int i = 0; i < COUNTS[n]; i++) {
        wanted.add(labels[i]);
      }
      sum += collapsed.equals(wanted) ? probability : 0;
    }
    return -Math.log(sum);
  }

  private static Tensor labels(int more) {
    int[] all = new int[10];
    for (int i = 0; i < 10; i++) {
      all[i] = (LABELS[i / 2][i % 2] + more) % 3;
    }
    return Tensor.of(all, 5, 2);
  }

  @Test
  void itIsTheSumOverAllAlignments() {
    for (int blank = 0; blank < 3; blank++) {
      Tensor labels = labels(blank);
      Tensor loss = Losses.ctc(LOGS, labels, Tensor.of(STEPS), Tensor.of(COUNTS), blank);
      double[] expected = new double[5];
      for (int n = 0; n < 5; n++) {
        expected[n] = expected(n, blank, new int[] {labels.getInt(n, 0), labels.getInt(n, 1)});
      }
      // two equal labels need a blank between them
      assertEquals(Double.POSITIVE_INFINITY, expected[4]);
      assertArrayEquals(expected, loss.toDoubleArray(), 1e-13);
    }
    Tensor longs = labels(0).cast(DType.INT64);
    Tensor loss = Losses.ctc(LOGS, longs, Tensor.of(STEPS), Tensor.of(COUNTS), 0);
    assertEquals(expected(0, 0, LABELS[0]), loss.getDouble(0), 1e-13);
    Tensor floats = LOGS.cast(DType.FLOAT32);
    Tensor single = Losses.ctc(floats, labels(0), Tensor.of(STEPS), Tensor.of(COUNTS), 0);
    assertEquals(expected(1, 0, LABELS[1]), single.getFloat(1), 1e-5);
  }

  @Test
  void derivatives() {
    FiniteDifferences.check(
        x ->
            Losses.ctc(
                x.get(0).logSoftmax(2),
                labels(0).slice(0, 0, 4),
                Tensor.of(STEPS).slice(0, 0, 4),
                Tensor.of(COUNTS).slice(0, 0, 4),
                0),
        List.of(TensorCase.values(2, 4, 4, 3)));
    // what is impossible has no slope
    try (Tape tape = Tape.open()) {
      Tensor loss = Losses.ctc(LOGS, labels(0), Tensor.of(STEPS), Tensor.of(COUNTS), 0);
      Tensor slope = tape.gradient(loss.slice(0, 4, 5).sum(), LOGS).get(0);
      assertArrayEquals(new double[60], slope.toDoubleArray());
    }
  }

  @Test
  void refusals() {
    Tensor steps = Tensor.of(STEPS);
    assertEquals(
        "ctc expects logarithms [steps, n, classes], labels [n, most] and integers [n], not"
            + " [[4, 5, 3], [5, 2], [5], [2]]",
        assertThrows(
                TypeMismatchException.class,
                () -> Losses.ctc(LOGS, labels(0), steps, Tensor.of(new int[2]), 0))
            .getMessage());
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> Losses.ctc(LOGS, labels(0).add(7), steps, Tensor.of(COUNTS), 0));
  }
}
