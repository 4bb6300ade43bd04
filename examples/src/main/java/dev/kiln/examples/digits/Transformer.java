package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Initializers;
import dev.kiln.nn.Losses;
import dev.kiln.nn.layer.Dense;
import dev.kiln.nn.layer.LayerNorm;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A transformer whose tokens are the eight rows of an image, with a learnt place for each. */
@Model
public class Transformer {
  @Parameter
  @Shape("8, 32")
  public Tensor rows;

  @Parameter
  @Shape("8, 32")
  public Tensor places;

  public final TransformerBlock[] blocks = new TransformerBlock[2];
  public final LayerNorm norm;
  public final Dense output;

  /** Weights to start training from. */
  public Transformer(RandomGenerator random) {
    rows = Initializers.glorotUniform(random, 8, 32);
    places = Tensor.normal(random, 8, 32).multiply(0.1);
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = new TransformerBlock(random);
    }
    norm = new LayerNorm(32);
    output = new Dense(random, 32, 10);
  }

  /** The score of each digit. */
  @Compute
  @Shape("n, 10")
  public Tensor logits(@Shape("n, 64") Tensor x) {
    Tensor tokens = x.reshape(-1, 8, 8).matmul(rows).add(places);
    for (TransformerBlock block : blocks) {
      tokens = block.apply(tokens);
    }
    return output.apply(norm.apply(tokens.mean(1)));
  }

  /** The mean cross-entropy. */
  @Compute
  @Differentiable(
      wrt = {"rows", "places", "blocks", "norm", "output"},
      modes = Mode.GRADIENT)
  public Tensor loss(
      @Shape("n, 64") Tensor x, @Shape(value = "n", dtype = DType.INT32) Tensor digit) {
    return Losses.softmaxCrossEntropy(logits(x), digit).mean();
  }
}
