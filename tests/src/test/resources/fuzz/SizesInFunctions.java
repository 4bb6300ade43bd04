// no correct Java was generated: methods for functions that are not inlined had no sizes
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

@Model
class Sample {
  double r0(int depth, Tensor b) {
    if (depth <= 0) {
      return b.dim(1) * 0.5;
    }
    Tensor zeros = Tensor.zeros(b.dim(0), 2 * b.dim(1));
    return r1(depth - 1, b) + zeros.dim(0);
  }

  double r1(int depth, Tensor b) {
    return r0(depth, b) * 2;
  }

  @Compute @Differentiable double f0(@Shape("n, m") Tensor c, double x) {
    return r0(2, c) * x;
  }

  @Compute Tensor f1(@Shape("n, m") Tensor c) {
    Tensor one = Tensor.ones();
    return c.add(one).multiply((float) r0(1, c.transpose()));
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", Tensor.of(new float[] {-0.386f, -0.971f}, 2, 1), 1.5};
      case 1 -> new Object[] {"f1", Tensor.of(new float[] {-0.386f, -0.971f}, 2, 1)};
      default -> null;
    };
  }
}
