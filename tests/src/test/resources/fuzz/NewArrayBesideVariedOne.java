import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  // recursive, so that it stays a call
  static double[] zeros(int n) {
    return n == 0 ? new double[3] : zeros(n - 1);
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) double f0(double[] b, double x) {
    double[][] e = new double[][] {b, zeros(2)};
    e[1][0] = x * b[0];
    return e[1][0] * e[0][0] + e[1][1];
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", new double[] {0.5, -1.25}, 1.75};
      default -> null;
    };
  }
}
