package dev.kiln.examples.table;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

/**
 * A Gaussian process (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006). Its
 * covariance is that of a linear function, plus a squared exponential with a length for each
 * feature, plus noise. All parameters are logarithms.
 */
@Model
public class GaussianProcess {
  @Parameter
  @Shape(value = "features", dtype = DType.FLOAT64)
  public Tensor logLength;

  @Parameter
  @Shape(value = "", dtype = DType.FLOAT64)
  public Tensor logSignal;

  @Parameter
  @Shape(value = "", dtype = DType.FLOAT64)
  public Tensor logSlope;

  @Parameter
  @Shape(value = "", dtype = DType.FLOAT64)
  public Tensor logNoise;

  /** A smooth process with much noise. */
  public GaussianProcess(int features) {
    logLength = Tensor.full(DType.FLOAT64, Math.log(features) / 2, features);
    logSignal = Tensor.scalar(Math.log(0.5));
    logSlope = Tensor.scalar(Math.log(0.3));
    logNoise = Tensor.scalar(Math.log(0.7));
  }

  /**
   * Minus the logarithm of the likelihood of the targets, for each of them (equation 2.30).
   *
   * @param y targets with mean 0
   */
  @Compute
  @Differentiable(
      modes = Mode.GRADIENT,
      wrt = {"logLength", "logSignal", "logSlope", "logNoise"})
  public Tensor loss(
      @Shape(value = "n, features", dtype = DType.FLOAT64) Tensor x,
      @Shape(value = "n", dtype = DType.FLOAT64) Tensor y) {
    Tensor factor = factor(x);
    Tensor white = factor.triangularSolve(y.unsqueeze(1), true, false);
    Tensor fit = white.sumOfSquares().multiply(0.5);
    Tensor volume = factor.diagonal().log().sum();
    return fit.add(volume).divide(x.dim(0)).add(Math.log(2 * Math.PI) / 2);
  }

  /** The means of the targets at other places, given those at x (equation 2.25). */
  @Compute
  @Shape(value = "m", dtype = DType.FLOAT64)
  public Tensor predict(
      @Shape(value = "n, features", dtype = DType.FLOAT64) Tensor x,
      @Shape(value = "n", dtype = DType.FLOAT64) Tensor y,
      @Shape(value = "m, features", dtype = DType.FLOAT64) Tensor other) {
    Tensor factor = factor(x);
    Tensor white = factor.triangularSolve(y.unsqueeze(1), true, false);
    Tensor weights = factor.triangularSolve(covariance(x, other), true, false);
    return weights.transpose().matmul(white).squeeze(1);
  }

  /** The Cholesky factor of the covariance of noisy targets. */
  private Tensor factor(Tensor x) {
    Tensor noise = Tensor.eye(DType.FLOAT64, x.dim(0)).multiply(logNoise.multiply(2).exp());
    return covariance(x, x).add(noise).cholesky();
  }

  private Tensor covariance(Tensor a, Tensor b) {
    Tensor linear = a.matmul(b.transpose()).multiply(logSlope.multiply(2).exp());
    Tensor scale = logLength.negate().exp();
    Tensor p = a.multiply(scale);
    Tensor q = b.multiply(scale);
    Tensor squares = p.square().sum(true, 1).add(q.square().sum(1));
    Tensor distance = squares.subtract(p.matmul(q.transpose()).multiply(2));
    return distance.multiply(-0.5).add(logSignal.multiply(2)).exp().add(linear);
  }
}
