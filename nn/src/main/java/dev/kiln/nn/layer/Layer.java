package dev.kiln.nn.layer;

import dev.kiln.tensor.Tensor;

/**
 * What makes a tensor of a tensor: a layer, or a function such as {@code Tensor::relu}. See {@link
 * Sequential}.
 */
@FunctionalInterface
public interface Layer {
  /** The layer's result. */
  Tensor apply(Tensor x);
}
