package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * The loss of a recurrent network that predicts the next character of a text, with diagonal weight
 * matrices.
 *
 * <p>The formulas are those of the suite's {@code lstm}, with its peculiarities: the input gate and
 * the change look at the hidden state only, the forget gate and the output gate at the input only,
 * and 2 is added in the normaliser.
 */
@Model
public class Lstm {
  /**
   * The mean negative log probability of a text.
   *
   * @param mainParams {@code [2 layers][4 width]}; two rows for a layer, first weights, then
   *     biases; in a row the forget gate, the input gate, the output gate and the change
   * @param extraParams {@code [3][width]}: input weights, output weights, output biases
   * @param state {@code [2 layers][width]}; two rows for a layer, first hidden, then cell
   * @param sequence {@code [characters][width]}: the bits of the characters
   */
  @Compute
  @Differentiable(wrt = {"mainParams", "extraParams"})
  public double objective(
      double[][] mainParams, double[][] extraParams, double[][] state, double[][] sequence) {
    int layers = state.length / 2;
    int width = extraParams[0].length;
    double[][] current = new double[2 * layers][width];
    for (int row = 0; row < 2 * layers; row++) {
      for (int i = 0; i < width; i++) {
        current[row][i] = state[row][i];
      }
    }
    double[] prediction = new double[width];
    double total = 0;
    for (int t = 0; t < sequence.length - 1; t++) {
      predict(mainParams, extraParams, current, sequence[t], prediction);
      total += logProbability(prediction, sequence[t + 1]);
    }
    return -total / (width * (sequence.length - 1));
  }

  private static void predict(
      double[][] mainParams,
      double[][] extraParams,
      double[][] state,
      double[] input,
      double[] prediction) {
    double[] inputWeights = extraParams[0];
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = input[i] * inputWeights[i];
    }
    double[] layerInput = prediction;
    for (int row = 0; row < state.length; row += 2) {
      step(mainParams[row], mainParams[row + 1], state[row], state[row + 1], layerInput);
      layerInput = state[row];
    }
    double[] outputWeights = extraParams[1];
    double[] outputBiases = extraParams[2];
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = layerInput[i] * outputWeights[i] + outputBiases[i];
    }
  }

  /** Moves one layer on by one character. */
  private static void step(
      double[] weights, double[] biases, double[] hidden, double[] cell, double[] input) {
    int width = hidden.length;
    for (int i = 0; i < width; i++) {
      double forget = sigmoid(input[i] * weights[i] + biases[i]);
      double ingate = sigmoid(hidden[i] * weights[width + i] + biases[width + i]);
      double outgate = sigmoid(input[i] * weights[2 * width + i] + biases[2 * width + i]);
      double change = Math.tanh(hidden[i] * weights[3 * width + i] + biases[3 * width + i]);
      cell[i] = cell[i] * forget + ingate * change;
      hidden[i] = outgate * Math.tanh(cell[i]);
    }
  }

  private static double logProbability(double[] prediction, double[] expected) {
    double sum = 2;
    for (int i = 0; i < prediction.length; i++) {
      sum += Math.exp(prediction[i]);
    }
    double normaliser = Math.log(sum);
    double result = 0;
    for (int i = 0; i < prediction.length; i++) {
      result += expected[i] * (prediction[i] - normaliser);
    }
    return result;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
