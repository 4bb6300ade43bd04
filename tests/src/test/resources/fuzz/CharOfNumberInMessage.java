// a char of a number, which a message must show as the number
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) double f0(double c) {
    if (true) {
      throw new IllegalStateException("is " + (+(char) ((int) c)));
    }
    return 0.0;
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> {
        yield new Object[] {"f0", 0.0};
      }
      default -> null;
    };
  }
}
