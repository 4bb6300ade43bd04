// the fuzzer had no cotangents of numbers in records that are not there
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  record Parts(long[] counts, double left, double[] right, float last) {}

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN}) Parts record(Parts[] b) {
    return b[0];
  }

  @Compute @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN}) double[] row(double[][] a) {
    return a[0];
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"record", new Sample.Parts[1]};
      case 1 -> new Object[] {"record", new Sample.Parts[] {new Sample.Parts(new long[1], 0.5, new double[] {0.25}, 2)}};
      case 2 -> new Object[] {"row", new double[][] {null}};
      case 3 -> new Object[] {"row", new double[][] {{0.5, 1}, null}};
      default -> null;
    };
  }
}
