package dev.kiln.example;

import dev.kiln.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/** Stochastic gradient descent with momentum. */
final class Momentum {
  private static final double MOMENTUM = 0.9;

  private final double rate;
  private final Map<String, Tensor> velocities = new HashMap<>();

  Momentum(double rate) {
    this.rate = rate;
  }

  /** One step downhill. */
  void step(Digits model, Map<String, Tensor> gradients) {
    gradients.forEach(
        (name, gradient) -> {
          Tensor velocity =
              velocities.merge(name, gradient, (old, now) -> old.multiply(MOMENTUM).add(now));
          Tensor weight = DigitsParameters.get(model, name);
          DigitsParameters.set(model, name, weight.subtract(velocity.multiply(rate)));
        });
  }
}
