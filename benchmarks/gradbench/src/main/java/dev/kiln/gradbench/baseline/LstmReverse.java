package dev.kiln.gradbench.baseline;

import java.util.Arrays;

/**
 * The value and the gradient of {@code Lstm.objective}, reverse mode by hand.
 *
 * <p>Forward through the text, keeping for each character and layer the input, the states before,
 * the gates and the hyperbolic tangent of the cell; then back. The arrays are made once.
 */
public final class LstmReverse {
  /** How many numbers are kept of one cell at one character. */
  private static final int KEPT = 8;

  private final double[][] mainGradient;
  private final double[][] extraGradient;
  private final double[][] state;
  private final double[][] stateAdjoint;
  private final double[][] kept;
  private final double[][] probabilities;
  private final double[] prediction;

  /** Room for a text. */
  public LstmReverse(int layers, int width, int characters) {
    mainGradient = new double[2 * layers][4 * width];
    extraGradient = new double[3][width];
    state = new double[2 * layers][width];
    stateAdjoint = new double[2 * layers][width];
    kept = new double[layers * (characters - 1)][KEPT * width];
    probabilities = new double[characters - 1][width];
    prediction = new double[width];
  }

  /** The gradient with respect to the main parameters; each run writes it anew, as the next. */
  public double[][] mainParams() {
    return mainGradient;
  }

  /** The gradient with respect to the extra parameters. */
  public double[][] extraParams() {
    return extraGradient;
  }

  /**
   * Computes the gradient and returns the value. The arguments are those of {@code Lstm.objective}.
   */
  public double run(
      double[][] mainParams, double[][] extraParams, double[][] start, double[][] sequence) {
    clear(start);
    int steps = sequence.length - 1;
    double total = 0;
    for (int t = 0; t < steps; t++) {
      predict(mainParams, extraParams, sequence[t], t);
      total += logProbability(sequence[t + 1], probabilities[t]);
    }
    double scale = -1.0 / (prediction.length * steps);
    for (int t = steps - 1; t >= 0; t--) {
      output(extraParams[1], sequence[t + 1], t, scale);
      for (int layer = start.length / 2 - 1; layer >= 0; layer--) {
        back(mainParams[2 * layer], kept[t * (start.length / 2) + layer], layer);
        if (layer > 0) {
          addTo(stateAdjoint[2 * layer - 2]);
        } else {
          addProduct(sequence[t], extraGradient[0]);
        }
      }
    }
    return total * scale;
  }

  private void clear(double[][] start) {
    for (int row = 0; row < start.length; row++) {
      System.arraycopy(start[row], 0, state[row], 0, start[row].length);
      Arrays.fill(stateAdjoint[row], 0);
      Arrays.fill(mainGradient[row], 0);
    }
    for (double[] row : extraGradient) {
      Arrays.fill(row, 0);
    }
  }

  /** Writes the prediction for character {@code t + 1}, and keeps what the way back needs. */
  private void predict(double[][] mainParams, double[][] extraParams, double[] character, int t) {
    double[] inputWeights = extraParams[0];
    double[] outputWeights = extraParams[1];
    double[] outputBiases = extraParams[2];
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = character[i] * inputWeights[i];
    }
    double[] input = prediction;
    int layers = state.length / 2;
    for (int layer = 0; layer < layers; layer++) {
      int row = 2 * layer;
      double[] room = kept[t * layers + layer];
      step(mainParams[row], mainParams[row + 1], state[row], state[row + 1], input, room);
      input = state[row];
    }
    for (int i = 0; i < prediction.length; i++) {
      prediction[i] = input[i] * outputWeights[i] + outputBiases[i];
    }
  }

  private static void step(
      double[] weights,
      double[] biases,
      double[] hidden,
      double[] cell,
      double[] input,
      double[] kept) {
    int width = hidden.length;
    for (int i = 0; i < width; i++) {
      double forget = sigmoid(input[i] * weights[i] + biases[i]);
      double ingate = sigmoid(hidden[i] * weights[width + i] + biases[width + i]);
      double outgate = sigmoid(input[i] * weights[2 * width + i] + biases[2 * width + i]);
      double change = Math.tanh(hidden[i] * weights[3 * width + i] + biases[3 * width + i]);
      int k = KEPT * i;
      kept[k] = input[i];
      kept[k + 1] = hidden[i];
      kept[k + 2] = cell[i];
      kept[k + 3] = forget;
      kept[k + 4] = ingate;
      kept[k + 5] = outgate;
      kept[k + 6] = change;
      cell[i] = cell[i] * forget + ingate * change;
      double bounded = Math.tanh(cell[i]);
      kept[k + 7] = bounded;
      hidden[i] = outgate * bounded;
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Writes the exponentials of the prediction over their sum. */
  private double logProbability(double[] expected, double[] probabilities) {
    double sum = 2;
    for (int i = 0; i < prediction.length; i++) {
      probabilities[i] = Math.exp(prediction[i]);
      sum += probabilities[i];
    }
    double normaliser = Math.log(sum);
    double result = 0;
    for (int i = 0; i < prediction.length; i++) {
      probabilities[i] /= sum;
      result += expected[i] * (prediction[i] - normaliser);
    }
    return result;
  }

  /** Back from the loss of one character to the hidden state of the last layer. */
  private void output(double[] weights, double[] expected, int t, double scale) {
    int layers = state.length / 2;
    double[] last = kept[t * layers + layers - 1];
    double[] hiddenAdjoint = stateAdjoint[2 * layers - 2];
    double[] probability = probabilities[t];
    double ones = 0;
    for (double bit : expected) {
      ones += bit;
    }
    for (int i = 0; i < probability.length; i++) {
      double adjoint = scale * (expected[i] - ones * probability[i]);
      double hidden = last[KEPT * i + 5] * last[KEPT * i + 7];
      extraGradient[1][i] += adjoint * hidden;
      extraGradient[2][i] += adjoint;
      hiddenAdjoint[i] += adjoint * weights[i];
    }
  }

  /** Back through one layer. The adjoint of its input is left in {@link #prediction}. */
  private void back(double[] weights, double[] kept, int layer) {
    double[] hiddenAdjoint = stateAdjoint[2 * layer];
    double[] cellAdjoint = stateAdjoint[2 * layer + 1];
    double[] weightGradient = mainGradient[2 * layer];
    double[] biasGradient = mainGradient[2 * layer + 1];
    double[] inputAdjoint = prediction;
    int width = hiddenAdjoint.length;
    for (int i = 0; i < width; i++) {
      int k = KEPT * i;
      double input = kept[k];
      double hidden = kept[k + 1];
      double forget = kept[k + 3];
      double ingate = kept[k + 4];
      double outgate = kept[k + 5];
      double change = kept[k + 6];
      double bounded = kept[k + 7];
      double ofHidden = hiddenAdjoint[i];
      double ofCell = cellAdjoint[i] + ofHidden * outgate * (1 - bounded * bounded);
      double ofForget = ofCell * kept[k + 2] * forget * (1 - forget);
      double ofIngate = ofCell * change * ingate * (1 - ingate);
      double ofOutgate = ofHidden * bounded * outgate * (1 - outgate);
      double ofChange = ofCell * ingate * (1 - change * change);
      weightGradient[i] += ofForget * input;
      biasGradient[i] += ofForget;
      weightGradient[width + i] += ofIngate * hidden;
      biasGradient[width + i] += ofIngate;
      weightGradient[2 * width + i] += ofOutgate * input;
      biasGradient[2 * width + i] += ofOutgate;
      weightGradient[3 * width + i] += ofChange * hidden;
      biasGradient[3 * width + i] += ofChange;
      hiddenAdjoint[i] = ofIngate * weights[width + i] + ofChange * weights[3 * width + i];
      cellAdjoint[i] = ofCell * forget;
      inputAdjoint[i] = ofForget * weights[i] + ofOutgate * weights[2 * width + i];
    }
  }

  private void addTo(double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += prediction[i];
    }
  }

  private void addProduct(double[] factor, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += prediction[i] * factor[i];
    }
  }
}
