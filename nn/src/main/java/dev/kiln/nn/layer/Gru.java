package dev.kiln.nn.layer;

import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.nn.Recurrent;
import dev.kiln.tensor.Tensor;
import java.util.random.RandomGenerator;

/**
 * The gated recurrent unit (Cho et al., 2014) over whole sequences: {@link Recurrent#gruCell} in a
 * loop. The parameters are those of PyTorch's Gru with one layer, in its layout and its order of
 * gates: {@code weight_ih_l0}, {@code weight_hh_l0}, {@code bias_ih_l0} and {@code bias_hh_l0}.
 */
@Model
public class Gru implements Layer {
  @Parameter
  @Shape("3*hidden, in")
  public Tensor weights;

  @Parameter
  @Shape("3*hidden, hidden")
  public Tensor recurrent;

  @Parameter
  @Shape("3*hidden")
  public Tensor bias;

  @Parameter
  @Shape("3*hidden")
  public Tensor recurrentBias;

  /**
   * Uniform numbers within {@code 1 / sqrt(hidden)} of zero, as in PyTorch.
   *
   * @param in how many numbers a step of a sequence has
   * @param hidden how many the layer makes of them
   */
  public Gru(RandomGenerator random, int in, int hidden) {
    double bound = 1 / Math.sqrt(hidden);
    weights = Initial.uniform(random, bound, 3 * hidden, in);
    recurrent = Initial.uniform(random, bound, 3 * hidden, hidden);
    bias = Initial.uniform(random, bound, 3 * hidden);
    recurrentBias = Initial.uniform(random, bound, 3 * hidden);
  }

  /** The hidden states after each step of n sequences, which begin with the state 0. */
  @Override
  @Compute
  @Shape("n, steps, hidden")
  public Tensor apply(@Shape("n, steps, in") Tensor x) {
    return after(x, Tensor.zeros(x.dim(0), recurrent.dim(1)));
  }

  /** The hidden states after each step of n sequences that begin with a given state. */
  @Compute
  @Shape("n, steps, hidden")
  public Tensor after(@Shape("n, steps, in") Tensor x, @Shape("n, hidden") Tensor state) {
    Tensor nothing = Tensor.zeros(x.dim(0), recurrent.dim(1));
    return Sequences.states(x, state, nothing, this::step, each -> each);
  }

  /**
   * The hidden states of each step where the sequences are read from their ends. For both
   * directions: {@code Tensor.concatenate(2, forward.apply(x), backward.reversed(x))}.
   */
  @Compute
  @Shape("n, steps, hidden")
  public Tensor reversed(@Shape("n, steps, in") Tensor x) {
    return apply(x.flip(1)).flip(1);
  }

  /** The state after all steps. */
  @Compute
  @Shape("n, hidden")
  public Tensor last(@Shape("n, steps, in") Tensor x) {
    Tensor state = Tensor.zeros(x.dim(0), recurrent.dim(1));
    for (int i = 0; i < x.dim(1); i++) {
      state = step(x.narrow(1, i, 1).squeeze(1), state);
    }
    return state;
  }

  /** The state after one more step of n sequences. */
  @Compute
  @Shape("n, hidden")
  public Tensor step(@Shape("n, in") Tensor x, @Shape("n, hidden") Tensor state) {
    return Recurrent.gruCell(x, state, weights, recurrent, bias, recurrentBias);
  }
}
