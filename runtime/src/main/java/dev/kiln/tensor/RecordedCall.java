package dev.kiln.tensor;

import java.util.List;

/**
 * A computation that recorders see as one step: its inputs, its result, and the rule that maps the
 * cotangent of the result to cotangents of the inputs. The code that creates one computes the
 * result without recording the operations inside.
 */
public interface RecordedCall {
  /** The tensors that the result depends on, each as often as it was passed. */
  List<Tensor> inputs();

  /** The result of the computation, a tensor that is not the result of any other step. */
  Tensor result();

  /**
   * The contribution of the cotangent of the result to the cotangent of one input.
   *
   * @param cotangent has the dtype and shape of {@link #result}
   * @param input an index into {@link #inputs}
   * @return a tensor with the dtype and shape of the input
   */
  Tensor pullback(Tensor cotangent, int input);
}
