package dev.kiln.gradbench.model;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

/**
 * The log posterior of a mixture of Gaussians with a Wishart prior on the precision matrices.
 *
 * <p>The formulas are those of the suite's description of {@code gmm}: the precision of a component
 * is {@code QᵀQ}, where {@code Q} is lower triangular with {@code exp(q)} on its diagonal and
 * {@code l}, column by column, below it.
 */
@Model
public class Gmm {
  /**
   * The log posterior of {@code n} points in {@code d} dimensions under {@code k} components.
   *
   * @param alpha {@code [k]}, the weights of the components are its softmax
   * @param mu {@code [k][d]}, the means
   * @param q {@code [k][d]}, the logarithms of the diagonals of {@code Q}
   * @param l {@code [k][d(d-1)/2]}, the columns of {@code Q} below the diagonal
   * @param x {@code [n][d]}, the points
   * @param gamma the precision of the prior
   * @param m the additional degrees of freedom of the prior
   */
  @Compute
  @Differentiable(wrt = {"alpha", "mu", "q", "l"})
  public double objective(
      double[] alpha,
      double[][] mu,
      double[][] q,
      double[][] l,
      double[][] x,
      double gamma,
      int m) {
    int k = alpha.length;
    int d = mu[0].length;
    int n = x.length;
    double[][] diagonals = new double[k][d];
    double[] sums = new double[k];
    for (int j = 0; j < k; j++) {
      sums[j] = exponentials(q[j], diagonals[j]);
    }

    double[] centered = new double[d];
    double[] scaled = new double[d];
    double[] terms = new double[k];
    double likelihood = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < k; j++) {
        subtract(x[i], mu[j], centered);
        multiply(diagonals[j], l[j], centered, scaled);
        terms[j] = alpha[j] + sums[j] - 0.5 * squaredNorm(scaled);
      }
      likelihood += logSumExp(terms);
    }
    likelihood -= n * (0.5 * d * Math.log(2 * Math.PI) + logSumExp(alpha));

    double prior = k * logPriorConstant(d, d + m + 1, gamma);
    for (int j = 0; j < k; j++) {
      double frobenius = squaredNorm(diagonals[j]) + squaredNorm(l[j]);
      prior += m * sums[j] - 0.5 * gamma * gamma * frobenius;
    }
    return likelihood + prior;
  }

  /** Writes the exponentials of {@code q}, and returns the sum of {@code q}. */
  private static double exponentials(double[] q, double[] result) {
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      result[i] = Math.exp(q[i]);
      sum += q[i];
    }
    return sum;
  }

  private static void subtract(double[] x, double[] mean, double[] result) {
    for (int i = 0; i < result.length; i++) {
      result[i] = x[i] - mean[i];
    }
  }

  /** The lower triangular matrix with a diagonal and columns below it, times a vector. */
  private static void multiply(
      double[] diagonal, double[] columns, double[] vector, double[] result) {
    int d = vector.length;
    for (int i = 0; i < d; i++) {
      result[i] = diagonal[i] * vector[i];
    }
    int start = 0;
    for (int i = 0; i < d; i++) {
      double factor = vector[i];
      int offset = start - i - 1;
      for (int row = i + 1; row < d; row++) {
        result[row] += columns[offset + row] * factor;
      }
      start += d - i - 1;
    }
  }

  private static double squaredNorm(double[] vector) {
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += vector[i] * vector[i];
    }
    return sum;
  }

  /** The maximum is taken out, so that no exponential overflows. */
  private static double logSumExp(double[] terms) {
    double largest = terms[0];
    for (int i = 1; i < terms.length; i++) {
      largest = Math.max(largest, terms[i]);
    }
    double sum = 0;
    for (int i = 0; i < terms.length; i++) {
      sum += Math.exp(terms[i] - largest);
    }
    return largest + Math.log(sum);
  }

  /** The logarithm of the factor of a Wishart density with {@code n} degrees of freedom. */
  private static double logPriorConstant(int d, int n, double gamma) {
    double logGamma = 0.25 * d * (d - 1) * Math.log(Math.PI);
    for (int i = 0; i < d; i++) {
      logGamma += logGammaOfHalf(n - i);
    }
    return n * d * (Math.log(gamma) - 0.5 * Math.log(2)) - logGamma;
  }

  /** {@code log Γ(n/2)} by the recurrence {@code Γ(x+1) = xΓ(x)}, for {@code n} of at least 1. */
  private static double logGammaOfHalf(int n) {
    double result = n % 2 == 0 ? 0 : 0.5 * Math.log(Math.PI);
    for (int i = n % 2 == 0 ? 2 : 1; i < n; i += 2) {
      result += Math.log(0.5 * i);
    }
    return result;
  }
}
