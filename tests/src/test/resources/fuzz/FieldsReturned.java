// the fuzzer moved fields of which generated forward mode takes no tangents
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  final double[] weight = {-1.368, 0.404};
  final Inner inner = new Inner();

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double[] own(double[] c, boolean early) {
    if (early) {
      return weight;
    }
    weight[0]++;
    c[0] *= weight[1];
    return c;
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) double[][] rows(double[] a, boolean early) {
    if (early) {
      return new double[][] {weight};
    }
    return new double[][] {a};
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double[] nested(double[] b, boolean early) {
    double f = inner.next();
    if (early) {
      return b;
    }
    inner.table[0] *= f * b[0];
    return inner.table;
  }
}

@Model
class Inner {
  final double[] table = {0.060, -1.546, -1.327};

  double next() {
    return ++table[0];
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    double[] x = {0.5, 0.75};
    return switch (call) {
      case 0 -> new Object[] {"own", x, true};
      case 1 -> new Object[] {"own", x, false};
      case 2 -> new Object[] {"rows", x, true};
      case 3 -> new Object[] {"rows", x, false};
      case 4 -> new Object[] {"nested", x, true};
      case 5 -> new Object[] {"nested", x, false};
      default -> null;
    };
  }
}
