// Java leaves the sign of NaN to the JVM; StrictMath.copySign takes it for positive
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable double any(double x) {
    double n = x % 0.0;
    return Math.copySign(2.0, 0.0 / 0.0) * x + Math.copySign(1, -n) + Math.copySign(3f, (float) (n + -n));
  }

  @Compute @Differentiable double positive(double x) {
    double n = x % 0.0;
    return StrictMath.copySign(2.0, 0.0 / 0.0) * x + StrictMath.copySign(1, -n) + StrictMath.copySign(3f, (float) (n + -n));
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"any", 1.5};
      case 1 -> new Object[] {"positive", 1.5};
      default -> null;
    };
  }
}
