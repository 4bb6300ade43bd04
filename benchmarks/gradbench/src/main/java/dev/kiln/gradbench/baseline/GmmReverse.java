package dev.kiln.gradbench.baseline;

import java.util.Arrays;

/**
 * The value and the gradient of {@code Gmm.objective}, reverse mode by hand.
 *
 * <p>For each point: forward through all components, keeping {@code x-mu} and {@code Q(x-mu)}; then
 * back through them with the weights of the components. The arrays are made once.
 */
public final class GmmReverse {
  private final double[] alphaGradient;
  private final double[][] muGradient;
  private final double[][] qGradient;
  private final double[][] lGradient;
  private final double[][] diagonals;
  private final double[] sums;
  private final double[] terms;
  private final double[][] centered;
  private final double[][] scaled;
  private final double[] scaledAdjoint;

  /** Room for {@code k} components in {@code d} dimensions. */
  public GmmReverse(int d, int k) {
    alphaGradient = new double[k];
    muGradient = new double[k][d];
    qGradient = new double[k][d];
    lGradient = new double[k][d * (d - 1) / 2];
    diagonals = new double[k][d];
    sums = new double[k];
    terms = new double[k];
    centered = new double[k][d];
    scaled = new double[k][d];
    scaledAdjoint = new double[d];
  }

  /** The gradient with respect to {@code alpha}; each run writes it anew, as the next three. */
  public double[] alpha() {
    return alphaGradient;
  }

  /** The gradient with respect to {@code mu}. */
  public double[][] mu() {
    return muGradient;
  }

  /** The gradient with respect to {@code q}. */
  public double[][] q() {
    return qGradient;
  }

  /** The gradient with respect to {@code l}. */
  public double[][] l() {
    return lGradient;
  }

  /**
   * Computes the gradient and returns the value. The arguments are those of {@code Gmm.objective}.
   */
  public double run(
      double[] alpha,
      double[][] mu,
      double[][] q,
      double[][] l,
      double[][] x,
      double gamma,
      int m) {
    int k = alpha.length;
    clear(q);
    double value = 0;
    for (double[] point : x) {
      for (int j = 0; j < k; j++) {
        double norm = forward(point, mu[j], diagonals[j], l[j], centered[j], scaled[j]);
        terms[j] = alpha[j] + sums[j] - 0.5 * norm;
      }
      value += softmax(terms);
      for (int j = 0; j < k; j++) {
        double weight = terms[j];
        alphaGradient[j] += weight;
        backward(weight, centered[j], scaled[j], j, l[j]);
      }
    }
    return value + finish(alpha, l, x.length, gamma, m);
  }

  private void clear(double[][] q) {
    Arrays.fill(alphaGradient, 0);
    for (int j = 0; j < q.length; j++) {
      Arrays.fill(muGradient[j], 0);
      Arrays.fill(qGradient[j], 0);
      Arrays.fill(lGradient[j], 0);
      double sum = 0;
      for (int i = 0; i < q[j].length; i++) {
        diagonals[j][i] = Math.exp(q[j][i]);
        sum += q[j][i];
      }
      sums[j] = sum;
    }
  }

  /** Keeps {@code x-mu} and {@code Q(x-mu)}, and returns the squared norm of the latter. */
  private static double forward(
      double[] x,
      double[] mean,
      double[] diagonal,
      double[] columns,
      double[] centered,
      double[] scaled) {
    int d = x.length;
    for (int i = 0; i < d; i++) {
      double difference = x[i] - mean[i];
      centered[i] = difference;
      scaled[i] = diagonal[i] * difference;
    }
    int offset = -1;
    for (int i = 0; i < d; i++) {
      double factor = centered[i];
      for (int row = i + 1; row < d; row++) {
        scaled[row] += columns[offset + row] * factor;
      }
      offset += d - i - 2;
    }
    double norm = 0;
    for (int i = 0; i < d; i++) {
      norm += scaled[i] * scaled[i];
    }
    return norm;
  }

  /** Adds what one point and one component contribute; {@code j} is the component. */
  private void backward(
      double weight, double[] centered, double[] scaled, int j, double[] columns) {
    double[] diagonal = diagonals[j];
    double[] muGradient = this.muGradient[j];
    double[] qGradient = this.qGradient[j];
    double[] columnsGradient = lGradient[j];
    double[] adjoint = scaledAdjoint;
    int d = centered.length;
    for (int i = 0; i < d; i++) {
      adjoint[i] = -weight * scaled[i];
      qGradient[i] += adjoint[i] * centered[i];
    }
    int offset = -1;
    for (int i = 0; i < d; i++) {
      double factor = centered[i];
      double sum = adjoint[i] * diagonal[i];
      for (int row = i + 1; row < d; row++) {
        columnsGradient[offset + row] += adjoint[row] * factor;
        sum += adjoint[row] * columns[offset + row];
      }
      muGradient[i] -= sum;
      offset += d - i - 2;
    }
  }

  /** What is the same for all points: the sums of {@code q}, the normaliser and the prior. */
  private double finish(double[] alpha, double[][] l, int n, double gamma, int m) {
    double squared = gamma * gamma;
    System.arraycopy(alpha, 0, terms, 0, alpha.length);
    int d = diagonals[0].length;
    double value = -n * (0.5 * d * Math.log(2 * Math.PI) + softmax(terms));
    value += alpha.length * logPriorConstant(d, d + m + 1, gamma);
    for (int j = 0; j < alpha.length; j++) {
      double[] diagonal = diagonals[j];
      double squares = 0;
      double sumAdjoint = alphaGradient[j] + m;
      for (int i = 0; i < diagonal.length; i++) {
        double adjoint = qGradient[j][i] - squared * diagonal[i];
        qGradient[j][i] = adjoint * diagonal[i] + sumAdjoint;
        squares += diagonal[i] * diagonal[i];
      }
      for (int i = 0; i < l[j].length; i++) {
        lGradient[j][i] -= squared * l[j][i];
        squares += l[j][i] * l[j][i];
      }
      alphaGradient[j] -= n * terms[j];
      value += m * sums[j] - 0.5 * squared * squares;
    }
    return value;
  }

  /** Of a Wishart density with {@code n} degrees of freedom: {@code log Γ(x)} by its recurrence. */
  private static double logPriorConstant(int d, int n, double gamma) {
    double logGamma = 0.25 * d * (d - 1) * Math.log(Math.PI);
    for (int i = n - d + 1; i <= n; i++) {
      logGamma += i % 2 == 0 ? 0 : 0.5 * Math.log(Math.PI);
      for (int factor = i - 2; factor > 0; factor -= 2) {
        logGamma += Math.log(0.5 * factor);
      }
    }
    return n * d * (Math.log(gamma) - 0.5 * Math.log(2)) - logGamma;
  }

  /** Replaces the terms by their exponentials over the sum of these; returns its logarithm. */
  private static double softmax(double[] terms) {
    double largest = terms[0];
    for (int i = 1; i < terms.length; i++) {
      largest = Math.max(largest, terms[i]);
    }
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      terms[i] = Math.exp(terms[i] - largest);
      sum += terms[i];
    }
    for (int i = 0; i < terms.length; i++) {
      terms[i] /= sum;
    }
    return largest + Math.log(sum);
  }
}
