// reverse mode refuses one array as two arguments; forward mode moves the array that is written
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample extends $PACKAGE.Top implements Plain {
  final double[] weight1 = {-1.279, 0.882, 0.475};

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP}) double[][][] f0(double c, boolean[] d, boolean[] e) {
    int g = 1;
    weight1[g] = c;
    System.arraycopy(e, 0, e, 2, 1);
    return new double[1][3][2];
  }
}

class Top {
}

interface Plain {
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> {
        boolean[] s2 = new boolean[] {true, true, true};
        yield new Object[] {"f0", 0.0, s2, s2};
      }
      default -> null;
    };
  }
}
