package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * The gated recurrent unit (Cho et al., 2014): {@code h' = z h + (1 - z) tanh(candidate(x, r h))},
 * with the gates r and z between 0 and 1. PyTorch multiplies by r after the product with the
 * recurrent weights instead.
 */
@Model
public class GruCell {
  public final RecurrentUnit resetGate;
  public final RecurrentUnit updateGate;
  public final RecurrentUnit candidate;

  /** A cell with weights to start training from. */
  public GruCell(RandomGenerator random, int in, int hidden) {
    resetGate = new RecurrentUnit(random, in, hidden);
    updateGate = new RecurrentUnit(random, in, hidden);
    candidate = new RecurrentUnit(random, in, hidden);
  }

  /** The states after one more example each. */
  @Compute
  @Shape("n, hidden")
  public Tensor apply(@Shape("n, in") Tensor x, @Shape("n, hidden") Tensor h) {
    Tensor r = resetGate.apply(x, h).sigmoid();
    Tensor z = updateGate.apply(x, h).sigmoid();
    Tensor next = candidate.apply(x, r.multiply(h)).tanh();
    return z.multiply(h.subtract(next)).add(next);
  }
}
