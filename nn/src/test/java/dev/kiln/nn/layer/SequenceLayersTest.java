package dev.kiln.nn.layer;

import static dev.kiln.testkit.ModelAssertions.assertThatModel;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.tensor.Tensor;
import dev.kiln.testkit.GradCheck;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Recurrent layers over whole sequences, against loops over single numbers as PyTorch has them. */
class SequenceLayersTest {
  /** Two sequences of four steps. */
  private static final Tensor X = Tensor.normal(new Random(9), 2, 4, 2);

  /** Two sequences that are longer than what the layers collect at once. */
  private static final Tensor LONG = Tensor.normal(new Random(10), 2, 37, 2);

  private final Readers readers = new Readers();
  private final CompiledReaders compiled = new CompiledReaders();

  @Test
  void aRecurrentNetworkIsItsLoop() {
    assertSequences(
        readers.rnn(X),
        3,
        (n, t, h) ->
            map(
                sum(
                    affine(readers.rnn.weights, readers.rnn.bias, 0, 3, x(n, t)),
                    affine(readers.rnn.recurrent, readers.rnn.recurrentBias, 0, 3, h)),
                Math::tanh));
  }

  @Test
  void gatedUnitsReadFromTheEndWhereTheyAreReversed() {
    Gru gru = readers.gru;
    Tensor flipped = readers.gru(X).flip(1);
    assertSequences(
        flipped,
        3,
        (n, t, h) -> {
          double[] x = x(n, 3 - t);
          double[] r = gate(gru.weights, gru.bias, gru.recurrent, gru.recurrentBias, 0, x, h);
          double[] z = gate(gru.weights, gru.bias, gru.recurrent, gru.recurrentBias, 3, x, h);
          double[] in = affine(gru.weights, gru.bias, 6, 3, x);
          double[] of = affine(gru.recurrent, gru.recurrentBias, 6, 3, h);
          double[] next = new double[3];
          for (int i = 0; i < 3; i++) {
            next[i] = (1 - z[i]) * Math.tanh(in[i] + r[i] * of[i]) + z[i] * h[i];
          }
          return next;
        });
  }

  @Test
  void longShortTermMemoryReadsInBothDirections() {
    Tensor both = readers.lstm(X);
    assertSequences(both.slice(2, 0, 3), 6, (n, t, state) -> lstm(readers.lstm, x(n, t), state));
    assertSequences(
        both.slice(2, 3, 6).flip(1),
        6,
        (n, t, state) -> lstm(readers.backward, x(n, 3 - t), state));
  }

  @Test
  void aSequenceIsContinuedFromItsState() {
    Tensor whole = readers.lstm(X).slice(2, 0, 3).slice(1, 3, 4);
    Tensor parts = readers.continued(X.slice(1, 0, 3), X.slice(1, 3, 4));
    assertTrue(whole.sameElements(parts));
    assertTrue(readers.state(X).get(0).sameElements(whole.squeeze(1)));
  }

  @Test
  void sequencesOfAnyLengthAreTheirSteps() {
    for (int steps : new int[] {1, 15, 16, 17, 32, 37}) {
      Tensor x = LONG.slice(1, 0, steps);
      Tensor rnn = Tensor.zeros(2, 3);
      Tensor gru = Tensor.zeros(2, 3);
      Tensor lstm = Tensor.zeros(2, 2, 3);
      Tensor[][] states = new Tensor[3][steps];
      for (int i = 0; i < steps; i++) {
        rnn = readers.rnn.step(x.narrow(1, i, 1).squeeze(1), rnn);
        gru = readers.gru.step(x.narrow(1, i, 1).squeeze(1), gru);
        lstm = readers.lstm.step(x.narrow(1, i, 1).squeeze(1), lstm);
        states[0][i] = rnn;
        states[1][i] = gru;
        states[2][i] = lstm.get(0);
      }
      assertTrue(Tensor.stack(1, states[0]).sameElements(readers.rnn.apply(x)));
      assertTrue(Tensor.stack(1, states[1]).sameElements(readers.gru.apply(x)));
      assertTrue(Tensor.stack(1, states[2]).sameElements(readers.lstm.apply(x)));
    }
  }

  @Test
  void allModesGiveTheSameBits() {
    for (String method : new String[] {"rnn", "gru", "lstm", "state"}) {
      assertThatModel(Readers.class).agrees(method).on(X);
      assertThatModel(Readers.class).agrees(method).on(LONG);
      assertThatModel(Readers.class).agrees(method).on(LONG.slice(1, 0, 0));
    }
    assertThatModel(Readers.class).agrees("continued").on(X, X.slice(1, 0, 1));
    for (String method : new String[] {"rnnLoss", "gruLoss", "lstmLoss"}) {
      assertThatModel(Readers.class).agrees(method + "Gradient").on(X);
      assertThatModel(Readers.class).agrees(method + "Gradient").on(LONG);
    }
  }

  @Test
  void gradientsAreThoseOfATapeAndOfFiniteDifferences() {
    var parameters = ReadersParameters.get(readers);
    TapedGradients.assertSame(
        parameters, compiled.rnnLossGradient(X).gradients(), () -> readers.rnnLoss(X));
    TapedGradients.assertSame(
        parameters, compiled.gruLossGradient(X).gradients(), () -> readers.gruLoss(X));
    TapedGradients.assertSame(
        parameters, compiled.lstmLossGradient(X).gradients(), () -> readers.lstmLoss(X));
    TapedGradients.assertSame(
        parameters, compiled.lstmLossGradient(LONG).gradients(), () -> readers.lstmLoss(LONG));
    GradCheck.at(X, readers::rnnLoss).gradient(compiled.rnnLossGradient(X).x());
    GradCheck.at(X, readers::gruLoss).gradient(compiled.gruLossGradient(X).x());
    GradCheck.at(X, readers::lstmLoss).gradient(compiled.lstmLossGradient(X).x());
    GradCheck.at(readers.lstm.recurrent, w -> withRecurrent(w).lstmLoss(X))
        .gradient(compiled.lstmLossGradient(X).lstmRecurrent());
  }

  private static Readers withRecurrent(Tensor recurrent) {
    Readers changed = new Readers();
    changed.lstm.recurrent = recurrent;
    return changed;
  }

  @FunctionalInterface
  private interface Step {
    double[] next(int n, int t, double[] state);
  }

  /** The first three numbers of a state of a given length are the result of each step. */
  private static void assertSequences(Tensor actual, int length, Step step) {
    for (int n = 0; n < 2; n++) {
      double[] state = new double[length];
      for (int t = 0; t < 4; t++) {
        state = step.next(n, t, state);
        for (int i = 0; i < 3; i++) {
          assertEquals(state[i], actual.getFloat(n, t, i), 1e-6);
        }
      }
    }
  }

  private static double[] lstm(Lstm layer, double[] x, double[] state) {
    double[] h = {state[0], state[1], state[2]};
    Tensor[] p = {layer.weights, layer.bias, layer.recurrent, layer.recurrentBias};
    double[] in = gate(p[0], p[1], p[2], p[3], 0, x, h);
    double[] forget = gate(p[0], p[1], p[2], p[3], 3, x, h);
    double[] out = gate(p[0], p[1], p[2], p[3], 9, x, h);
    double[] next = new double[6];
    double[] candidate = sum(affine(p[0], p[1], 6, 3, x), affine(p[2], p[3], 6, 3, h));
    for (int i = 0; i < 3; i++) {
      next[3 + i] = forget[i] * state[3 + i] + in[i] * Math.tanh(candidate[i]);
      next[i] = out[i] * Math.tanh(next[3 + i]);
    }
    return next;
  }

  private static double[] gate(
      Tensor w, Tensor b, Tensor r, Tensor rb, int from, double[] x, double[] h) {
    return map(
        sum(affine(w, b, from, 3, x), affine(r, rb, from, 3, h)), a -> 1 / (1 + Math.exp(-a)));
  }

  /** The rows {@code from} to {@code from + count} of a matrix times x, plus a bias. */
  private static double[] affine(Tensor matrix, Tensor bias, int from, int count, double[] x) {
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      y[i] = bias.getFloat(from + i);
      for (int j = 0; j < x.length; j++) {
        y[i] += matrix.getFloat(from + i, j) * x[j];
      }
    }
    return y;
  }

  private static double[] x(int n, int t) {
    return new double[] {X.getFloat(n, t, 0), X.getFloat(n, t, 1)};
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static double[] map(double[] a, UnaryOperator<Double> f) {
    double[] mapped = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      mapped[i] = f.apply(a[i]);
    }
    return mapped;
  }
}
