package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** A row of numbers for each of a fixed number of symbols, which training finds. */
@Model
public class Embedding implements Layer {
  @Parameter
  @Shape("symbols, width")
  public Tensor weight;

  /** Rows of standard normal numbers. */
  public Embedding(RandomGenerator random, int symbols, int width) {
    weight = Tensor.normal(random, symbols, width);
  }

  /** The rows of n symbols, which are numbers from 0. */
  @Override
  @Compute
  @Shape("n, width")
  public Tensor apply(@Shape(value = "n", dtype = DType.INT32) Tensor symbol) {
    return weight.gather(0, symbol);
  }

  /** The rows of the symbols of n sequences. */
  @Compute
  @Shape("n, steps, width")
  public Tensor sequence(@Shape(value = "n, steps", dtype = DType.INT32) Tensor symbol) {
    return weight.embedding(symbol);
  }
}
