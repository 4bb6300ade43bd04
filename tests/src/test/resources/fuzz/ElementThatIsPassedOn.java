// the element of an enhanced for is what the loop passes on, so one variable held both
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable double last(double[] a, double c) {
    c *= c;
    for (double d : a) {
      double e = d;
      c = e;
    }
    return c * c;
  }

  @Compute @Differentiable double largest(double[] a, double c) {
    for (double d : a) {
      if (d > c) {
        c = d;
      }
    }
    return c * c;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"last", new double[] {1.5, -0.5, 2.25}, 3.0};
      case 1 -> new Object[] {"last", new double[0], 3.0};
      case 2 -> new Object[] {"largest", new double[] {1.5, -0.5, 2.25}, 1.0};
      default -> null;
    };
  }
}
