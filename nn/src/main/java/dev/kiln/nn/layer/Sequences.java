package dev.kiln.nn.layer;

import dev.kiln.tensor.Tensor;

/** The states of recurrent layers after each step of sequences. */
final class Sequences {
  /** How many steps are collected by themselves. */
  private static final int BLOCK = 16;

  private Sequences() {}

  /** The state after one more step of n sequences. */
  interface Step {
    Tensor next(Tensor x, Tensor state);
  }

  /** What a state shows to other layers. */
  interface Shown {
    Tensor of(Tensor state);
  }

  /**
   * What the states show after each step of n sequences.
   *
   * <p>A loop over the steps collects its results in order by putting each at the end of a tensor
   * that loses its first row: so all values have one shape, as a loop needs. Each time the tensor
   * is copied. So the steps are collected in blocks, which are put at the end of a longer tensor;
   * what it has in front of the first step is dropped.
   *
   * @param nothing what a state shows before the first step
   */
  static Tensor states(Tensor x, Tensor state, Tensor nothing, Step step, Shown shown) {
    int steps = x.dim(1);
    int blocks = (steps + BLOCK - 1) / BLOCK;
    Tensor y = Tensor.zeros(steps + BLOCK, nothing.dim(0), nothing.dim(1));
    int i = 0;
    for (int left = blocks - 1; left >= 0; left--) {
      Tensor block = Tensor.zeros(BLOCK, nothing.dim(0), nothing.dim(1));
      for (; i < steps - left * BLOCK; i++) {
        state = step.next(x.narrow(1, i, 1).squeeze(1), state);
        Tensor rest = block.narrow(0, 1, BLOCK - 1);
        block = Tensor.concatenate(0, rest, shown.of(state).unsqueeze(0));
      }
      y = Tensor.concatenate(0, y.narrow(0, BLOCK, steps), block);
    }
    return y.narrow(0, BLOCK, steps).permute(1, 0, 2);
  }
}
