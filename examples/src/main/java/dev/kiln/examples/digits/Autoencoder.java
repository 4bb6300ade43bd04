package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.nn.layer.Dense;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * A variational autoencoder (Kingma and Welling, Auto-Encoding Variational Bayes, 2014): each image
 * has a normal distribution of codes, and each code a probability of ink for each pixel.
 */
@Model
public class Autoencoder {
  public final Dense seen;
  public final Dense mean;
  public final Dense logVariance;
  public final Dense drawn;
  public final Dense pixels;

  /** Weights to start training from. */
  public Autoencoder(RandomGenerator random, int codes) {
    seen = new Dense(random, 64, 256);
    mean = new Dense(random, 256, codes);
    logVariance = new Dense(random, 256, codes);
    drawn = new Dense(random, codes, 256);
    pixels = new Dense(random, 256, 64);
  }

  /** The means of the codes of images. */
  @Compute
  @Shape("n, codes")
  public Tensor encode(@Shape("n, 64") Tensor x) {
    return mean.apply(seen.apply(x).relu());
  }

  /** The images of codes. */
  @Compute
  @Shape("n, 64")
  public Tensor decode(@Shape("n, codes") Tensor code) {
    return pixels.apply(drawn.apply(code).relu()).sigmoid();
  }

  /**
   * Minus the evidence lower bound for each image: the cross-entropy of its pixels, of one code by
   * chance, and the divergence of its codes from the standard normal distribution.
   *
   * @param key what the codes are drawn from
   */
  @Compute
  @Differentiable(
      wrt = {"seen", "mean", "logVariance", "drawn", "pixels"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape("n, 64") Tensor x, @Shape(value = "2", dtype = DType.INT32) Tensor key) {
    Tensor hidden = seen.apply(x).relu();
    Tensor m = mean.apply(hidden);
    Tensor v = logVariance.apply(hidden);
    Tensor noise = Random.normal(key, m.dim(0), m.dim(1));
    Tensor code = m.add(v.multiply(0.5).exp().multiply(noise));
    Tensor logits = pixels.apply(drawn.apply(code).relu());
    Tensor entropy = logits.softplus().subtract(x.multiply(logits)).sum();
    Tensor divergence = m.square().add(v.exp()).subtract(v).subtract(1).sum().multiply(0.5);
    return entropy.add(divergence).divide(x.dim(0));
  }
}
