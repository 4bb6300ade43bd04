import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  record Twice(double first, double second, double[] left, double[] right) {}

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) Twice numbers(double x, double[] a) {
    double y = x * x * a[0];
    return new Twice(y, y, a, a);
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) Twice summed(double x, double[] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += x * a[i] * a[i];
    }
    return new Twice(sum, sum, new double[0], new double[0]);
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) Twice called(int depth, double x, double[] a) {
    Twice deeper = deeper(depth, x, a);
    return new Twice(deeper.first(), 3 * deeper.second(), deeper.left(), deeper.right());
  }

  private static Twice deeper(int depth, double x, double[] a) {
    if (depth > 0) {
      a[0] *= x;
      return deeper(depth - 1, x * a[1], a);
    }
    double y = x * a[0];
    return new Twice(y, y, a, a);
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    double[] a = {0.5, 0.7, -0.2};
    return switch (call) {
      case 0 -> new Object[] {"numbers", 1.5, a};
      case 1 -> new Object[] {"summed", 1.5, a};
      case 2 -> new Object[] {"called", 2, 1.5, a};
      default -> null;
    };
  }
}
