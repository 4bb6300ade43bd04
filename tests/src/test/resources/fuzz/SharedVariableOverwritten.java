// a wrong gradient: an operand was written after the variable that it reads had been overwritten
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  static double r2(double b) {
    if (true) {
      return b;
    }
    return 0f;
  }

  @Compute @Differentiable double f0(double[] a, double d) {
    label0: for (int e = 0; e < 1; ++e) {
      if (true) {
        d += a[2] * d;
      }
    }
    return d;
  }

  @Compute @Differentiable double f1(double[] a, double c) {
    if (c < 1) {
    } else {
      c += a[0] * c;
    }
    return r2(c);
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", new double[] {0.0, 0.0, 1.0}, 1.0};
      case 1 -> new Object[] {"f1", new double[] {1.0}, 1.0};
      default -> null;
    };
  }
}
