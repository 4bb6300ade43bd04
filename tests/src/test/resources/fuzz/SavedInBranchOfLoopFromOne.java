// KILN-902: where a loop starts was made in a branch, but used around it
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable double f0(double e, double d) {
    for (int f = 1; f < 4; ++f) {
      if (e > 0) {
        e %= d;
        e *= e;
      }
    }
    return e;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", 7.5, 4.25};
      case 1 -> new Object[] {"f0", -7.5, 4.25};
      default -> null;
    };
  }
}
