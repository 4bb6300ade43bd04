package com.example.layers;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.layer.Dense;
import dev.kiln.nn.layer.Dropout;
import dev.kiln.nn.layer.LayerNorm;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A dense layer on normalised numbers, added to its argument in a proportion that it learns. */
@Model
public class Block {
  public final LayerNorm norm;
  public final Dense dense;
  public final Dropout dropout;

  @Parameter
  @Shape("width")
  public Tensor gain;

  /** Weights to start training from; {@code rate} is that of the dropout. */
  public Block(RandomGenerator random, int width, double rate) {
    norm = new LayerNorm(width);
    dense = new Dense(random, width, width);
    dropout = new Dropout(rate);
    gain = Tensor.ones(width);
  }

  /** The numbers of each of n examples; the key is read in training only. */
  @Compute
  @Shape("n, width")
  public Tensor apply(
      @Shape("n, width") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor y = dense.apply(norm.apply(x)).relu();
    return x.add(dropout.apply(y, key, training).multiply(gain));
  }
}
