package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers et al.,
 * 2000): {@code c' = f c + i tanh(candidate)} and {@code h' = o tanh(c')}, with the gates i, f and
 * o between 0 and 1.
 */
@Model
public class LstmCell {
  /**
   * The state of n sequences.
   *
   * @param h what the cell gives
   * @param c what it keeps
   */
  public record State(@Shape("n, hidden") Tensor h, @Shape("n, hidden") Tensor c) {}

  public final RecurrentUnit inputGate;
  public final RecurrentUnit forgetGate;
  public final RecurrentUnit candidate;
  public final RecurrentUnit outputGate;

  /** A cell with weights to start training from. */
  public LstmCell(RandomGenerator random, int in, int hidden) {
    inputGate = new RecurrentUnit(random, in, hidden);
    forgetGate = new RecurrentUnit(random, in, hidden);
    candidate = new RecurrentUnit(random, in, hidden);
    outputGate = new RecurrentUnit(random, in, hidden);
  }

  /** The states after one more example each. */
  @Compute
  public State apply(@Shape("n, in") Tensor x, State state) {
    Tensor h = state.h();
    Tensor kept = forgetGate.apply(x, h).sigmoid().multiply(state.c());
    Tensor added = inputGate.apply(x, h).sigmoid().multiply(candidate.apply(x, h).tanh());
    Tensor c = kept.add(added);
    return new State(outputGate.apply(x, h).sigmoid().multiply(c.tanh()), c);
  }
}
