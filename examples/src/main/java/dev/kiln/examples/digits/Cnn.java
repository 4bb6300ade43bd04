package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Losses;
import dev.kiln.nn.layer.Dense;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A convolutional network: three convolutions, of which pooling follows the last two. */
@Model
public class Cnn {
  public final Convolution edges;
  public final Convolution strokes;
  public final Convolution shapes;
  public final Dense output;

  /** Weights to start training from. */
  public Cnn(RandomGenerator random) {
    edges = new Convolution(random, 1, 16);
    strokes = new Convolution(random, 16, 16);
    shapes = new Convolution(random, 16, 32);
    output = new Dense(random, 32 * 2 * 2, 10);
  }

  /** The score of each digit. */
  @Compute
  @Shape("n, 10")
  public Tensor logits(@Shape("n, 64") Tensor x) {
    Tensor image = x.reshape(-1, 1, 8, 8);
    Tensor half = strokes.apply(edges.apply(image)).maxPool2d(2, 2, 0);
    Tensor quarter = shapes.apply(half).maxPool2d(2, 2, 0);
    return output.apply(quarter.flatten(1));
  }

  /** The mean cross-entropy. */
  @Compute
  @Differentiable(
      wrt = {"edges", "strokes", "shapes", "output"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape("n, 64") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor digit) {
    return Losses.softmaxCrossEntropy(logits(x), digit).mean();
  }
}
