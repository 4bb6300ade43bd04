package dev.kiln.kernel.tensor;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;

/**
 * The logarithm of the gamma function and its derivatives, computed in double with {@link
 * StrictMath} only. Formulas 5.7.3, 5.11.1, 5.5.3, 5.15.5 and 5.15.8 of the NIST Digital Library of
 * Mathematical Functions.
 */
public final class GammaFunctions {
  private static final double EULER = 0.5772156649015329;
  private static final double HALF_LOG_OF_TWO_PI = 0.9189385332046728;

  /** Above it, the asymptotic series of ten terms is exact to the last bit. */
  private static final double LARGE = 15;

  /** The Bernoulli numbers B2, B4 .. B20. */
  private static final double[] BERNOULLI = {
    1.0 / 6,
    -1.0 / 30,
    1.0 / 42,
    -1.0 / 30,
    5.0 / 66,
    -691.0 / 2730,
    7.0 / 6,
    -3617.0 / 510,
    43867.0 / 798,
    -174611.0 / 330
  };

  /** {@code zeta(k) - 1} at k. */
  private static final double[] ZETA = new double[32];

  static {
    int terms = 100;
    for (int k = 2; k < ZETA.length; k++) {
      double last = StrictMath.pow(terms, -k); // the rest by Euler and Maclaurin's formula
      double rest = last * terms / (k - 1) + last / 2 + k * last / (12.0 * terms);
      for (int m = terms - 1; m > 1; m--) {
        rest += StrictMath.pow(m, -k);
      }
      ZETA[k] = rest - k * (k + 1.0) * (k + 2.0) * last / 720 / terms / terms / terms;
    }
  }

  /** From this order on factorials are computed by their logarithms, since they overflow. */
  private static final int HIGH_ORDER = 101;

  /** So many terms of a high order on each side of 0 are all that is not rounded away. */
  private static final int TERMS = 64;

  private GammaFunctions() {}

  /** {@code log(|gamma(x)|)} of each element. */
  public static NdArray lgamma(NdArray operand) {
    return apply(operand, -1);
  }

  /** Derivative {@code order + 1} of {@code log(gamma(x))} of each element. */
  public static NdArray polygamma(NdArray operand, int order) {
    return apply(operand, order);
  }

  private static NdArray apply(NdArray operand, int order) {
    NdArray result = Creation.zeros(operand.dtype(), operand.shape().toArray());
    int elements = operand.shape().elements();
    for (int i = 0; i < elements; i++) {
      if (operand.dtype() == DType.FLOAT32) {
        result.floats()[i] = (float) value(operand.floats()[i], order);
      } else {
        result.doubles()[i] = value(operand.doubles()[i], order);
      }
    }
    return result;
  }

  private static double value(double x, int order) {
    return order < 0 ? lgamma(x) : polygamma(order, x);
  }

  /** {@code log(|gamma(x)|)}, which is infinite at 0 and at negative integers. */
  public static double lgamma(double x) {
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Math.abs(x);
    }
    if (x < 0) {
      double sine = Math.abs(StrictMath.sin(Math.PI * (x - Math.rint(x))));
      return sine == 0 ? Double.POSITIVE_INFINITY : StrictMath.log(Math.PI / sine) - lgamma(1 - x);
    }
    if (x >= LARGE) {
      double series = 0;
      for (int k = BERNOULLI.length; k > 0; k--) {
        series = series / (x * x) + BERNOULLI[k - 1] / (2 * k * (2 * k - 1));
      }
      return (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_OF_TWO_PI + series / x;
    }
    if (x < 0.5) {
      return lgamma(x + 1) - StrictMath.log(x);
    }
    if (x < 1.5) {
      return aboveTwo(x - 1) - StrictMath.log1p(x - 1);
    }
    double product = 1;
    double rest = x;
    while (rest > 2.5) {
      rest -= 1;
      product *= rest;
    }
    return aboveTwo(rest - 2) + StrictMath.log(product);
  }

  /** {@code log(gamma(2 + z))} for z from -0.5 to 0.5, by its power series. */
  private static double aboveTwo(double z) {
    double series = 0;
    for (int k = ZETA.length - 1; k > 1; k--) {
      series = ZETA[k] / k - z * series;
    }
    return z * (1 - EULER + z * series);
  }

  /** Derivative {@code order + 1} of {@code log(gamma(x))}; NaN at negative integers. */
  public static double polygamma(int order, double x) {
    if (order >= HIGH_ORDER) {
      double sum = highOrder(order, x);
      return order % 2 == 0 ? -sum : sum;
    }
    if (x < 0) {
      double mirrored = polygamma(order, 1 - x);
      double cotangent = cotangent(order, x);
      return order % 2 == 0 ? mirrored - cotangent : -mirrored - cotangent;
    }
    double factorial = 1;
    for (int i = 2; i <= order; i++) {
      factorial *= i;
    }
    double at = x;
    double sum = 0;
    for (; at < LARGE + order; at += 1) {
      sum += factorial / StrictMath.pow(at, order + 1);
    }
    double rest = rest(order, at, factorial * StrictMath.pow(at, -order));
    sum += order == 0 ? -StrictMath.log(at) + rest : rest;
    return order % 2 == 0 ? -sum : sum;
  }

  /** The sum of {@code n! / (x + k)^(n + 1)} over all k from 0 on. */
  private static double highOrder(int order, double x) {
    if (x < 0 && x == Math.rint(x)) {
      return Double.NaN;
    }
    double factorial = lgamma(order + 1.0);
    double at = x < -TERMS ? x + Math.floor(-x) - TERMS : x;
    double sum = 0;
    for (; at < LARGE + order; at += 1) {
      double term = StrictMath.exp(factorial - (order + 1.0) * StrictMath.log(Math.abs(at)));
      double next = at < 0 && order % 2 == 0 ? sum - term : sum + term;
      boolean changed = Math.abs(next - sum) > 0;
      sum = next;
      if (at > 0 && !changed) {
        return sum;
      }
    }
    return sum + rest(order, at, StrictMath.exp(factorial - order * StrictMath.log(at)));
  }

  /**
   * The rest of the sum from a large number on, without {@code -log(at)} of order 0, by the formula
   * of Euler and Maclaurin.
   *
   * @param power {@code n! / at^n}
   */
  private static double rest(int order, double at, double power) {
    double sum = power / 2 / at + (order == 0 ? 0 : power / order);
    double quotient = (order + 1.0) / 2; // (2 k + order - 1)! / (2 k)! / order!
    for (int k = 1; k <= BERNOULLI.length; k++) {
      power /= at * at;
      sum += BERNOULLI[k - 1] * quotient * power;
      quotient *= (2.0 * k + order) * (2 * k + order + 1.0) / ((2 * k + 1) * (2 * k + 2));
    }
    return sum;
  }

  /**
   * Derivative {@code order} of {@code pi cot(pi x)}, a polynomial in {@code c = cot(pi x)}, whose
   * derivative is {@code -pi (1 + c^2)}.
   */
  private static double cotangent(int order, double x) {
    double fraction = x - Math.rint(x);
    if (fraction == 0) {
      return Double.NaN;
    }
    double[] polynomial = {0, 1};
    for (int i = 0; i < order; i++) {
      double[] derivative = new double[polynomial.length + 1];
      for (int k = 1; k < polynomial.length; k++) {
        derivative[k - 1] -= k * polynomial[k];
        derivative[k + 1] -= k * polynomial[k];
      }
      polynomial = derivative;
    }
    double cotangent = 1 / StrictMath.tan(Math.PI * fraction);
    double sum = 0;
    for (int k = polynomial.length - 1; k >= 0; k--) {
      sum = sum * cotangent + polynomial[k];
    }
    return sum * StrictMath.pow(Math.PI, order + 1);
  }
}
