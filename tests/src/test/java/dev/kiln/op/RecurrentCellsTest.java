package dev.kiln.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.kiln.nn.Recurrent;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recurrent cells against their formulas, number by number, with 2 rows, 3 features, 2 hidden. */
class RecurrentCellsTest {
  private static final Tensor X = TensorCase.values(1, 2, 3);
  private static final Tensor HIDDEN = TensorCase.values(2, 2, 2);

  private static List<Tensor> parameters(int gates) {
    return List.of(
        TensorCase.values(3, 2 * gates, 3),
        TensorCase.values(4, 2 * gates, 2),
        TensorCase.values(5, 2 * gates),
        TensorCase.values(6, 2 * gates));
  }

  @Test
  void rnn() {
    List<Tensor> p = parameters(1);
    Tensor next = Recurrent.rnnCell(X, HIDDEN, p.get(0), p.get(1), p.get(2), p.get(3));
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 2; k++) {
        double sum = ofInput(p, n, k) + ofState(p, HIDDEN, n, k);
        assertEquals(Math.tanh(sum), next.getDouble(n, k), 1e-14);
      }
    }
  }

  @Test
  void lstm() {
    List<Tensor> p = parameters(4);
    Tensor cell = TensorCase.values(7, 2, 2);
    Tensor state = Tensor.stack(0, HIDDEN, cell);
    Tensor next = Recurrent.lstmCell(X, state, p.get(0), p.get(1), p.get(2), p.get(3));
    assertEquals("[2, 2, 2]", next.shape().toString());
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 2; k++) {
        double[] gates = new double[4];
        for (int gate = 0; gate < 4; gate++) {
          gates[gate] = ofInput(p, n, 2 * gate + k) + ofState(p, HIDDEN, n, 2 * gate + k);
        }
        double kept = sigmoid(gates[1]) * cell.getDouble(n, k);
        double expected = kept + sigmoid(gates[0]) * Math.tanh(gates[2]);
        assertEquals(expected, next.getDouble(1, n, k), 1e-14);
        assertEquals(sigmoid(gates[3]) * Math.tanh(expected), next.getDouble(0, n, k), 1e-14);
      }
    }
  }

  @Test
  void gru() {
    List<Tensor> p = parameters(3);
    Tensor next = Recurrent.gruCell(X, HIDDEN, p.get(0), p.get(1), p.get(2), p.get(3));
    for (int n = 0; n < 2; n++) {
      for (int k = 0; k < 2; k++) {
        double reset = sigmoid(ofInput(p, n, k) + ofState(p, HIDDEN, n, k));
        double update = sigmoid(ofInput(p, n, 2 + k) + ofState(p, HIDDEN, n, 2 + k));
        double fresh = Math.tanh(ofInput(p, n, 4 + k) + reset * ofState(p, HIDDEN, n, 4 + k));
        double expected = (1 - update) * fresh + update * HIDDEN.getDouble(n, k);
        assertEquals(expected, next.getDouble(n, k), 1e-14);
      }
    }
  }

  @Test
  void oneRowNeedsNoBatch() {
    List<Tensor> p = parameters(3);
    Tensor all = Recurrent.gruCell(X, HIDDEN, p.get(0), p.get(1), p.get(2), p.get(3));
    Tensor one = Recurrent.gruCell(X.get(1), HIDDEN.get(1), p.get(0), p.get(1), p.get(2), p.get(3));
    assertEquals(all.getDouble(1, 0), one.getDouble(0), 1e-15);
  }

  @Test
  void derivativesAreLimitsOfDifferences() {
    List<Tensor> gru = parameters(3);
    FiniteDifferences.check(
        x -> Recurrent.gruCell(x.get(0), x.get(1), x.get(2), x.get(3), gru.get(2), gru.get(3)),
        List.of(X, HIDDEN, gru.get(0), gru.get(1)));
    List<Tensor> lstm = parameters(4);
    FiniteDifferences.check(
        x -> Recurrent.lstmCell(X, x.get(0), lstm.get(0), lstm.get(1), x.get(1), lstm.get(3)),
        List.of(TensorCase.values(8, 2, 2, 2), lstm.get(2)));
  }

  @Test
  void refusals() {
    List<Tensor> p = parameters(3);
    assertEquals(
        "lstmCell expects a state of shape [2, .., hidden], not [3]",
        refusal(() -> Recurrent.lstmCell(X, Tensor.zeros(3), X, X, X, X)));
    assertEquals(
        "rnnCell of a state [2, 2] expects weights [hidden, features] and [hidden, hidden], not"
            + " [6, 3] and [6, 2]",
        refusal(() -> Recurrent.rnnCell(X, HIDDEN, p.get(0), p.get(1), p.get(2), p.get(3))));
    assertEquals(
        "gruCell of a state [2, 3] expects weights [3 hidden, features] and [3 hidden, hidden],"
            + " not [6, 3] and [6, 2]",
        refusal(() -> Recurrent.gruCell(X, X, p.get(0), p.get(1), p.get(2), p.get(3))));
  }

  private static String refusal(Runnable call) {
    return assertThrows(TypeMismatchException.class, call::run).getMessage();
  }

  private static double ofInput(List<Tensor> p, int row, int gate) {
    double sum = p.get(2).getDouble(gate);
    for (int i = 0; i < 3; i++) {
      sum += p.get(0).getDouble(gate, i) * X.getDouble(row, i);
    }
    return sum;
  }

  private static double ofState(List<Tensor> p, Tensor state, int row, int gate) {
    double sum = p.get(3).getDouble(gate);
    for (int i = 0; i < 2; i++) {
      sum += p.get(1).getDouble(gate, i) * state.getDouble(row, i);
    }
    return sum;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
