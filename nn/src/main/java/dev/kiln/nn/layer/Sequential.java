package dev.kiln.nn.layer;

import dev.kiln.annotation.Model;
import dev.kiln.tensor.Tensor;
import java.util.List;

/**
 * Layers in sequence: each is applied to what the one before it gives.
 *
 * <pre>
 * final Sequential net;
 *
 * Digits(RandomGenerator random) {
 *   net = new Sequential(new Dense(random, 784, 256), Tensor::relu, new Dense(random, 256, 10));
 * }
 * </pre>
 *
 * <p>A model that contains it is compiled with the layers that it is made with, each as its own
 * class: so the field is final, and initialised where it is declared or in one statement of the
 * constructor. Parameters have names such as {@code net.layers.0.weight}.
 */
@Model
public class Sequential implements Layer {
  /** The layers, in order. */
  public final List<Layer> layers;

  /** The layers in this order. */
  public Sequential(Layer... layers) {
    this.layers = List.of(layers);
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (Layer layer : layers) {
      y = layer.apply(y);
    }
    return y;
  }
}
