package dev.kiln.train;

/**
 * One step of a rule for a parameter of dtype float32 as a loop, with the bits of {@link
 * UpdateRule#update}: each operation is rounded to float as that of a tensor is.
 */
@FunctionalInterface
public interface UpdateLoop {
  /**
   * Changes a parameter and what is kept of it, in place.
   *
   * @param w the parameter
   * @param g the gradient, which stays
   * @param slots what the rule keeps
   * @param step how many steps this one is, from 1
   */
  void update(float[] w, float[] g, float[][] slots, double rate, long step);

  /** {@link UpdateRules#descent}. */
  static UpdateLoop descent() {
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      for (int i = 0; i < w.length; i++) {
        w[i] -= g[i] * r;
      }
    };
  }

  /** {@link UpdateRules#momentum}. */
  static UpdateLoop momentum(double momentum) {
    float kept = (float) momentum;
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      float[] v = slots[0];
      for (int i = 0; i < w.length; i++) {
        v[i] = v[i] * kept + g[i];
        w[i] -= v[i] * r;
      }
    };
  }

  /** {@link UpdateRules#nesterov}. */
  static UpdateLoop nesterov(double momentum) {
    float kept = (float) momentum;
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      float[] v = slots[0];
      for (int i = 0; i < w.length; i++) {
        v[i] = v[i] * kept + g[i];
        w[i] -= (g[i] + v[i] * kept) * r;
      }
    };
  }

  /** {@link UpdateRules#adam}. */
  static UpdateLoop adam(double b1, double b2, double epsilon) {
    float oldMean = (float) b1;
    float newMean = (float) (1 - b1);
    float oldSquare = (float) b2;
    float newSquare = (float) (1 - b2);
    float e = (float) epsilon;
    return (w, g, slots, rate, step) -> {
      float correction = (float) (1 - Math.pow(b2, (double) step));
      float scale = (float) (rate / (1 - Math.pow(b1, (double) step)));
      float[] m = slots[0];
      float[] s = slots[1];
      for (int i = 0; i < w.length; i++) {
        m[i] = m[i] * oldMean + g[i] * newMean;
        s[i] = s[i] * oldSquare + g[i] * g[i] * newSquare;
        w[i] -= m[i] * scale / ((float) Math.sqrt(s[i] / correction) + e);
      }
    };
  }

  /** {@link UpdateRules#rmsProp}. */
  static UpdateLoop rmsProp(double decay, double epsilon) {
    float old = (float) decay;
    float now = (float) (1 - decay);
    float e = (float) epsilon;
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      float[] s = slots[0];
      for (int i = 0; i < w.length; i++) {
        s[i] = s[i] * old + g[i] * g[i] * now;
        w[i] -= g[i] * r / ((float) Math.sqrt(s[i]) + e);
      }
    };
  }

  /** {@link UpdateRules#adagrad}. */
  static UpdateLoop adagrad(double epsilon) {
    float e = (float) epsilon;
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      float[] s = slots[0];
      for (int i = 0; i < w.length; i++) {
        s[i] += g[i] * g[i];
        w[i] -= g[i] * r / ((float) Math.sqrt(s[i]) + e);
      }
    };
  }

  /** {@link UpdateRules#lion}. */
  static UpdateLoop lion(double b1, double b2) {
    float oldDirection = (float) b1;
    float newDirection = (float) (1 - b1);
    float oldMean = (float) b2;
    float newMean = (float) (1 - b2);
    return (w, g, slots, rate, step) -> {
      float r = (float) rate;
      float[] m = slots[0];
      for (int i = 0; i < w.length; i++) {
        w[i] -= Math.signum(m[i] * oldDirection + g[i] * newDirection) * r;
        m[i] = m[i] * oldMean + g[i] * newMean;
      }
    };
  }
}
