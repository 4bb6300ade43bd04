package dev.kiln.examples.digits;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Attention;
import dev.kiln.nn.Initializers;
import dev.kiln.nn.layer.Dense;
import dev.kiln.nn.layer.LayerNorm;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Attention of eight tokens to each other, with four heads, then a hidden layer for each token;
 * both are added to what they are given, after a normalisation (Xiong and others, On Layer
 * Normalization in the Transformer Architecture, 2020).
 */
@Model
public class TransformerBlock {
  public final LayerNorm attentionNorm;

  @Parameter
  @Shape("32, 32")
  public Tensor query;

  @Parameter
  @Shape("32, 32")
  public Tensor key;

  @Parameter
  @Shape("32, 32")
  public Tensor value;

  @Parameter
  @Shape("32, 32")
  public Tensor merge;

  public final LayerNorm hiddenNorm;
  public final Dense hidden;
  public final Dense output;

  /** Weights to start training from. */
  public TransformerBlock(RandomGenerator random) {
    attentionNorm = new LayerNorm(32);
    query = Initializers.glorotUniform(random, 32, 32);
    key = Initializers.glorotUniform(random, 32, 32);
    value = Initializers.glorotUniform(random, 32, 32);
    merge = Initializers.glorotUniform(random, 32, 32);
    hiddenNorm = new LayerNorm(32);
    hidden = new Dense(random, 32, 64);
    output = new Dense(random, 64, 32);
  }

  /** Eight tokens for each of n images. */
  @Compute
  @Shape("n, 8, 32")
  public Tensor apply(@Shape("n, 8, 32") Tensor tokens) {
    Tensor normal = attentionNorm.apply(tokens.reshape(-1, 32)).reshape(-1, 8, 32);
    Tensor attended =
        Attention.scaledDotProduct(
            Attention.splitHeads(normal.matmul(query), 4),
            Attention.splitHeads(normal.matmul(key), 4),
            Attention.splitHeads(normal.matmul(value), 4));
    Tensor sum = tokens.add(Attention.mergeHeads(attended).matmul(merge)).reshape(-1, 32);
    Tensor fed = output.apply(hidden.apply(hiddenNorm.apply(sum)).gelu());
    return sum.add(fed).reshape(-1, 8, 32);
  }
}
