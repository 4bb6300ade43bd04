package dev.kiln.train;

import dev.kiln.tensor.Tensor;
import dev.kiln.train.UpdateRule.Update;
import java.util.List;

/**
 * The usual rules. In their formulas w is the parameter, g the gradient and r the rate; squares,
 * roots and quotients are by element.
 */
public final class UpdateRules {
  private UpdateRules() {}

  /** Gradient descent: {@code w - r g}. */
  public static UpdateRule descent() {
    return UpdateRule.of(
        List.of(),
        (w, g, slots, rate, step) -> Update.of(w.subtract(g.multiply(rate))),
        UpdateLoop.descent());
  }

  /** Momentum (Polyak, 1964): {@code v = momentum v + g}, then {@code w - r v}. */
  public static UpdateRule momentum(double momentum) {
    return UpdateRule.of(
        List.of("velocity"),
        (w, g, slots, rate, step) -> {
          Tensor v = slots.get(0).multiply(momentum).add(g);
          return Update.of(w.subtract(v.multiply(rate)), v);
        },
        UpdateLoop.momentum(momentum));
  }

  /**
   * Nesterov's momentum in the form of Sutskever et al. (2013): {@code v = momentum v + g}, then
   * {@code w - r (g + momentum v)}.
   */
  public static UpdateRule nesterov(double momentum) {
    return UpdateRule.of(
        List.of("velocity"),
        (w, g, slots, rate, step) -> {
          Tensor v = slots.get(0).multiply(momentum).add(g);
          return Update.of(w.subtract(g.add(v.multiply(momentum)).multiply(rate)), v);
        },
        UpdateLoop.nesterov(momentum));
  }

  /**
   * Adam (Kingma and Ba, 2015, algorithm 1): {@code m = b1 m + (1 - b1) g} and {@code s = b2 s + (1
   * - b2) g^2}, then {@code w - r (m / (1 - b1^t)) / (sqrt(s / (1 - b2^t)) + epsilon)} in step t.
   */
  public static UpdateRule adam(double b1, double b2, double epsilon) {
    return UpdateRule.of(
        List.of("mean", "square"),
        (w, g, slots, rate, step) -> {
          Tensor m = blend(slots.get(0), g, b1);
          Tensor s = blend(slots.get(1), g.square(), b2);
          Tensor root = s.divide(1 - Math.pow(b2, (double) step)).sqrt().add(epsilon);
          double scale = rate / (1 - Math.pow(b1, (double) step));
          return Update.of(w.subtract(m.multiply(scale).divide(root)), m, s);
        },
        UpdateLoop.adam(b1, b2, epsilon));
  }

  /**
   * RMSProp (Tieleman and Hinton, 2012): {@code s = decay s + (1 - decay) g^2}, then {@code w - r g
   * / (sqrt(s) + epsilon)}.
   */
  public static UpdateRule rmsProp(double decay, double epsilon) {
    return UpdateRule.of(
        List.of("square"),
        (w, g, slots, rate, step) -> {
          Tensor s = blend(slots.get(0), g.square(), decay);
          return Update.of(w.subtract(g.multiply(rate).divide(s.sqrt().add(epsilon))), s);
        },
        UpdateLoop.rmsProp(decay, epsilon));
  }

  /**
   * Adagrad (Duchi, Hazan and Singer, 2011): {@code s = s + g^2}, then {@code w - r g / (sqrt(s) +
   * epsilon)}.
   */
  public static UpdateRule adagrad(double epsilon) {
    return UpdateRule.of(
        List.of("square"),
        (w, g, slots, rate, step) -> {
          Tensor s = slots.get(0).add(g.square());
          return Update.of(w.subtract(g.multiply(rate).divide(s.sqrt().add(epsilon))), s);
        },
        UpdateLoop.adagrad(epsilon));
  }

  /**
   * Lion (Chen et al., 2023, algorithm 2): {@code w - r sign(b1 m + (1 - b1) g)}, then {@code m =
   * b2 m + (1 - b2) g}.
   */
  public static UpdateRule lion(double b1, double b2) {
    return UpdateRule.of(
        List.of("mean"),
        (w, g, slots, rate, step) -> {
          Tensor m = slots.get(0);
          Tensor direction = blend(m, g, b1).sign();
          return Update.of(w.subtract(direction.multiply(rate)), blend(m, g, b2));
        },
        UpdateLoop.lion(b1, b2));
  }

  /** {@code decay old + (1 - decay) now}. */
  static Tensor blend(Tensor old, Tensor now, double decay) {
    return old.multiply(decay).add(now.multiply(1 - decay));
  }
}
