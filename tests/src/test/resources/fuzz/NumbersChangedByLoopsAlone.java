// numbers are got back by running a loop backward that nothing else asked to be reversed
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN}) double unchanged(double[] c, double d) {
    for (int e = 0; e < 2; e++) {
      c[0] += d * d;
      int f = 4;
      do {
        d = d;
      } while (--f > 0);
    }
    return c[0] * c[1];
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) double search(double[] knots, double[] x, double[] slopes) {
    double sum = 0;
    int k = 0;
    for (int i = 0; i < x.length; i++) {
      while (knots[k + 1] < x[i]) {
        k++;
      }
      sum += slopes[k] * x[i] * x[i];
    }
    return sum;
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) double counted(double[] c, double d, int k) {
    for (int e = 0; e < 3; e++) {
      c[1] += d * d * k;
      int f = 3 + e;
      while (f > 0) {
        f -= 2;
        k = k + f;
      }
      for (int g = 0; g < f + e + 2; g++) {
        k += g;
      }
    }
    return c[0] * c[1];
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) float turned(float[] c, float d, long k, boolean b) {
    int e = 0;
    do {
      c[1] += d * c[1] * k;
      int f = 1;
      while (f < 9) {
        f *= 2;
        b = !b;
        for (int g = 0; g < f; g++) {
          k ^= 5;
          d = -d;
        }
      }
      c[0] *= b ? d : k;
      e++;
    } while (e < 3);
    return c[0] * c[1];
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"unchanged", new double[] {0.5, 0.75}, 1.25};
      case 1 -> new Object[] {"search", new double[] {0, 1, 2, 3}, new double[] {0.5, 0.75, 1.5, 2.5}, new double[] {1, 2, 3}};
      case 2 -> new Object[] {"counted", new double[] {0.5, 0.75}, 1.25, 2};
      case 3 -> new Object[] {"turned", new float[] {0.5f, 0.75f}, 1.25f, 2L, false};
      default -> null;
    };
  }
}
