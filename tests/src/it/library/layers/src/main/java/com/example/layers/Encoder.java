package com.example.layers;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Random;
import dev.kiln.nn.layer.Dense;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** What a few numbers of an example mean to other layers: a dense layer and two blocks. */
@Model
public class Encoder {
  public final Dense first;

  public final Block[] blocks = new Block[2];

  /**
   * Weights to start training from.
   *
   * @param in how many numbers an example has
   * @param width how many the encoder makes of them
   * @param rate that of the dropout in the blocks
   */
  public Encoder(RandomGenerator random, int in, int width, double rate) {
    first = new Dense(random, in, width);
    blocks[0] = new Block(random, width, rate);
    blocks[1] = new Block(random, width, rate);
  }

  /** The code of each of n examples; the key is read in training only. */
  @Compute
  @Shape("n, width")
  public Tensor apply(
      @Shape("n, in") Tensor x,
      @Shape(value = "2", dtype = DType.INT32) Tensor key,
      boolean training) {
    Tensor y = first.apply(x).relu();
    for (int i = 0; i < blocks.length; i++) {
      y = blocks[i].apply(y, Random.foldIn(key, i), training);
    }
    return y;
  }
}
