package dev.kiln.tensor;

import java.util.List;

/**
 * A computation that recorders see as one step: what it read, what it returned, and how a cotangent
 * of the result becomes cotangents of what it read. Whoever makes one computes the result without
 * telling the recorders of the operations inside.
 */
public interface RecordedCall {
  /** The tensors that the result depends on, each as often as it was passed. */
  List<Tensor> inputs();

  /** What the computation returned; no recorder knows it from another step. */
  Tensor result();

  /**
   * What the cotangent of the result contributes to the cotangent of one input.
   *
   * @param cotangent has the dtype and shape of {@link #result}
   * @param input an index into {@link #inputs}
   * @return a tensor with the dtype and shape of the input
   */
  Tensor pullback(Tensor cotangent, int input);
}
