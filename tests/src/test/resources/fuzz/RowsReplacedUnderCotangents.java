import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) void replaced(double[][] b, double x) {
    b[0] = new double[] {x * b[0][0], 3, b[1][0] * b[1][0]};
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) void swapped(double[][] b, double x) {
    double[] row = b[0];
    b[0] = b[1];
    b[1] = row;
    b[0][0] *= x * b[1][0];
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) double[] shared(double[][] b, double[] d) {
    b[1] = d;
    b[0] = b[1];
    d[0] *= b[2][0] * d[0];
    return b[0];
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) double[][] inside(double[][] b, int depth) {
    double[][] copy = b.clone();
    fill(copy, depth);
    fill(b, depth - 1);
    copy[2][0] *= b[2][0];
    return copy;
  }

  private static void fill(double[][] b, int depth) {
    if (depth > 0) {
      b[depth] = new double[] {b[depth - 1][0] * b[depth][0]};
      fill(b, depth - 1);
    }
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    double[][] b = {{0.5}, {0.7, -0.2}, {1.3}};
    return switch (call) {
      case 0 -> new Object[] {"replaced", b, 1.5};
      case 1 -> new Object[] {"swapped", b, 1.5};
      case 2 -> new Object[] {"shared", b, new double[] {0.9, 2}};
      case 3 -> new Object[] {"inside", b, 2};
      default -> null;
    };
  }
}
