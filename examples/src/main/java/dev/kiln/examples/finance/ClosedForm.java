package dev.kiln.examples.finance;

import dev.kiln.tensor.Tensor;

/**
 * The price of a call on the geometric average of prices at equal distances, and its sensitivities.
 * The logarithm of the average is normal with a mean m and a variance v (Kemna and Vorst, A pricing
 * method for options based on average asset values, 1990, with a finite number of dates), so the
 * formula of Black and Scholes holds for the forward price {@code F = exp(m + v / 2)}.
 *
 * @param price the price
 * @param delta its derivative by the spot price
 * @param vega its derivative by the volatility
 * @param rho its derivative by the rate
 */
record ClosedForm(double price, double delta, double vega, double rho) {
  static ClosedForm of(
      double spot, double volatility, double rate, double years, int dates, double strike) {
    double meanTime = years * (dates + 1) / (2.0 * dates);
    double time = years * (dates + 1) * (2 * dates + 1) / (6.0 * dates * dates);
    double m = Math.log(spot) + (rate - volatility * volatility / 2) * meanTime;
    double v = volatility * volatility * time;
    double forward = Math.exp(m + v / 2);
    double d1 = (m - Math.log(strike)) / Math.sqrt(v) + Math.sqrt(v);
    double discount = Math.exp(-rate * years);
    double byForward = discount * distribution(d1);
    double byVariance = discount * forward * density(d1) / (2 * Math.sqrt(v));
    double price = forward * byForward - discount * strike * distribution(d1 - Math.sqrt(v));
    double varianceByVolatility = 2 * volatility * time;
    double forwardByVolatility = forward * (varianceByVolatility / 2 - volatility * meanTime);
    return new ClosedForm(
        price,
        byForward * forward / spot,
        byForward * forwardByVolatility + byVariance * varianceByVolatility,
        byForward * forward * meanTime - years * price);
  }

  /** The normal distribution function. */
  private static double distribution(double x) {
    return (1 + Tensor.scalar(x / Math.sqrt(2)).erf().toDouble()) / 2;
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
