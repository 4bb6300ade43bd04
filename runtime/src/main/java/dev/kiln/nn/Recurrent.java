package dev.kiln.nn;

import dev.kiln.op.neural.RecurrentMethods;
import dev.kiln.tensor.Tensor;

/**
 * One step of recurrent networks; a loop in Java applies a cell to a sequence. Inputs are {@code
 * [.., features]}, hidden states {@code [.., hidden]}. Weights and biases are those of PyTorch's
 * RNNCell, LSTMCell and GRUCell: {@code weights} {@code [gates hidden, features]}, {@code
 * recurrent} {@code [gates hidden, hidden]}, {@code bias} and {@code recurrentBias} {@code [gates
 * hidden]}, the gates in PyTorch's order.
 */
public final class Recurrent {
  private Recurrent() {}

  /**
   * {@code tanh(W x + b + R h + c)}. Elman, 1990.
   *
   * @return the next hidden state
   */
  public static Tensor rnnCell(
      Tensor x,
      Tensor hidden,
      Tensor weights,
      Tensor recurrent,
      Tensor bias,
      Tensor recurrentBias) {
    return RecurrentMethods.rnnCell(
        x, hidden, new RecurrentMethods.Parameters<>(weights, recurrent, bias, recurrentBias));
  }

  /**
   * Long short-term memory: {@code c' = sigmoid(f) c + sigmoid(i) tanh(g)} and {@code h' =
   * sigmoid(o) tanh(c')}, where i, f, g and o are the quarters of {@code W x + b + R h + c}.
   * Hochreiter and Schmidhuber, 1997; Gers and others, 2000.
   *
   * @param state {@code [2, .., hidden]}: the hidden state and the cell state
   * @return the next state, likewise: {@code get(0)} of it is the hidden state
   */
  public static Tensor lstmCell(
      Tensor x, Tensor state, Tensor weights, Tensor recurrent, Tensor bias, Tensor recurrentBias) {
    return RecurrentMethods.lstmCell(
        x, state, new RecurrentMethods.Parameters<>(weights, recurrent, bias, recurrentBias));
  }

  /**
   * Gated recurrent unit: {@code h' = n + z (h - n)}, where {@code r = sigmoid}, {@code z =
   * sigmoid} and {@code n = tanh} of the thirds of {@code W x + b} plus those of {@code R h + c},
   * the last of which is multiplied by r. Cho and others, 2014; ONNX GRU with {@code
   * linear_before_reset}.
   *
   * @return the next hidden state
   */
  public static Tensor gruCell(
      Tensor x,
      Tensor hidden,
      Tensor weights,
      Tensor recurrent,
      Tensor bias,
      Tensor recurrentBias) {
    return RecurrentMethods.gruCell(
        x, hidden, new RecurrentMethods.Parameters<>(weights, recurrent, bias, recurrentBias));
  }
}
