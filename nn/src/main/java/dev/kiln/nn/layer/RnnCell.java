package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/** Elman's cell (1990): the next state is {@code tanh(unit(x, h))}. */
@Model
public class RnnCell {
  public final RecurrentUnit unit;

  /** A cell with weights to start training from. */
  public RnnCell(RandomGenerator random, int in, int hidden) {
    unit = new RecurrentUnit(random, in, hidden);
  }

  /** The states after one more example each. */
  @Compute
  @Shape("n, hidden")
  public Tensor apply(@Shape("n, in") Tensor x, @Shape("n, hidden") Tensor h) {
    return unit.apply(x, h).tanh();
  }
}
