// a wrong gradient: rounds were reversed first to last, though only the last gives the result
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable double f0(double[] a, double[] c, double e) {
    for (int f = 0; f < c.length; f++) {
      e = a[f];
    }
    return e;
  }

  @Compute @Differentiable double f1(double[] a) {
    double last = 0;
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      last = a[i] * a[i];
      sum += last;
    }
    return sum + 3 * last;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", new double[] {1.5, 2}, new double[] {0, 0}, 0.5};
      case 1 -> new Object[] {"f1", new double[] {1.5, 2, -3}};
      default -> null;
    };
  }
}
