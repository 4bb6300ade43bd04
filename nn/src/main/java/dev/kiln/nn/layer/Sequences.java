package dev.kiln.nn.layer;

import dev.kiln.tensor.Tensor;

/** Sequences whose first dimension counts the steps. */
final class Sequences {
  private Sequences() {}

  /**
   * The sequence without its first step, and one more at its end. A loop over the steps that begins
   * with zeros so collects its results in order: all values have one shape, as a loop needs.
   */
  static Tensor pushed(Tensor sequence, Tensor step) {
    Tensor rest = sequence.narrow(0, 1, sequence.dim(0) - 1);
    return Tensor.concatenate(0, rest, step.unsqueeze(0));
  }
}
