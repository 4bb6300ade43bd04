// no correct Java was generated: tangents of fields of one name, one of them in a nested model
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;

@Model
class Sample {
  record Pair(double x, double y) {}

  final double[] v1 = {1.713, -0.052, 0.889};
  final Inner inner = new Inner();

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP}) double f0(Pair p, double x) {
    this.v1[2] %= inner.v1;
    return x * this.v1[2] * p.x() * p.y();
  }
}

@Model
class Inner {
  @Parameter double v1 = 0.227;
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", new Sample.Pair(1.5, 2.5), 0.5};
      default -> null;
    };
  }
}
