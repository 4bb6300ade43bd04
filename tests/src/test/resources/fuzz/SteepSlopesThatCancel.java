// forward mode gives zero where reverse mode gives NaN, and the Jacobian goes by one of them
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double remainder(double[] d, double e) {
    return Math.IEEEremainder(0.0, e - e);
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double root(double[] d, double e) {
    return d[0] * d[1] + Math.sqrt(e - e);
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double[] roots(double e) {
    return new double[] {e, Math.sqrt(e - e) + e, e * e};
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"remainder", new double[3], 0.0};
      case 1 -> new Object[] {"root", new double[] {0.5, 0.75, 1}, 0.5};
      case 2 -> new Object[] {"root", new double[] {0.5, 0.75}, 0.5};
      case 3 -> new Object[] {"roots", 1.5};
      default -> null;
    };
  }
}
