package dev.kiln.examples.finance;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.tensor.Tensor;

/**
 * Calls on the average of prices at some dates, in the market of Black and Scholes. With one date
 * they are European calls.
 *
 * <p>Each path has a spot price, a volatility and a rate of its own, which are equal. The
 * derivative of the sum of all payoffs by the spot price of a path is the pathwise derivative of
 * that path (Broadie and Glasserman, Estimating security price derivatives using simulation, 1996).
 * So one gradient gives a sample of each sensitivity, whose mean is the estimate and whose spread
 * tells how good it is.
 */
@Model
public class AverageOption {
  /**
   * The discounted payoffs of calls on the geometric average.
   *
   * @param spot the price now, for each path
   * @param volatility the volatility per year, for each path
   * @param rate the interest rate per year, for each path
   * @param step the years from each date to the next
   * @param key what the random numbers are made from
   * @param strike what the holder pays
   */
  @Compute
  @Shape(value = "paths", dtype = DType.FLOAT64)
  public Tensor geometric(
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor spot,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor volatility,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor rate,
      @Shape(value = "dates", dtype = DType.FLOAT64) Tensor step,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      double strike) {
    Tensor average = logPrices(spot, volatility, rate, step, key).mean(1).exp();
    return average.subtract(strike).relu().multiply(discount(rate, step));
  }

  /** The discounted payoffs of calls on the arithmetic average, of the same paths. */
  @Compute
  @Shape(value = "paths", dtype = DType.FLOAT64)
  public Tensor arithmetic(
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor spot,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor volatility,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor rate,
      @Shape(value = "dates", dtype = DType.FLOAT64) Tensor step,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      double strike) {
    Tensor average = logPrices(spot, volatility, rate, step, key).exp().mean(1);
    return average.subtract(strike).relu().multiply(discount(rate, step));
  }

  /** The sum of {@link #geometric}. */
  @Compute
  @Differentiable(
      wrt = {"spot", "volatility", "rate"},
      modes = Mode.GRADIENT)
  public Tensor geometricSum(
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor spot,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor volatility,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor rate,
      @Shape(value = "dates", dtype = DType.FLOAT64) Tensor step,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      double strike) {
    return geometric(spot, volatility, rate, step, key, strike).sum();
  }

  /** The sum of {@link #arithmetic}. */
  @Compute
  @Differentiable(
      wrt = {"spot", "volatility", "rate"},
      modes = Mode.GRADIENT)
  public Tensor arithmeticSum(
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor spot,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor volatility,
      @Shape(value = "paths", dtype = DType.FLOAT64) Tensor rate,
      @Shape(value = "dates", dtype = DType.FLOAT64) Tensor step,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      double strike) {
    return arithmetic(spot, volatility, rate, step, key, strike).sum();
  }

  /** The logarithms of the prices at all dates: a Brownian motion with drift. */
  private static Tensor logPrices(
      Tensor spot, Tensor volatility, Tensor rate, Tensor step, Tensor key) {
    Tensor normal = Random.normal(key, DType.FLOAT64, spot.dim(0), step.dim(0));
    Tensor drift = rate.subtract(volatility.square().multiply(0.5)).unsqueeze(1).multiply(step);
    Tensor noise = volatility.unsqueeze(1).multiply(step.sqrt()).multiply(normal);
    return drift.add(noise).cumSum(1).add(spot.log().unsqueeze(1));
  }

  private static Tensor discount(Tensor rate, Tensor step) {
    return rate.multiply(step.sum()).negate().exp();
  }
}
