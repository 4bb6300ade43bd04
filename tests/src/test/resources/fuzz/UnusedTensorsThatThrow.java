// dropped as dead code, though plain Java throws: slices that do not fit, the greatest of nothing
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

@Model
class Sample {
  @Compute Tensor f0(@Shape("n, m") Tensor a) {
    Tensor b = a.slice(0, a.dim(1), 1);
    return a.negate();
  }

  @Compute Tensor f1(@Shape("n, m") Tensor a) {
    Tensor b = a.max(true, 1, 0);
    return a.negate();
  }

  @Compute Tensor f2(@Shape("n, m") Tensor a) {
    Tensor b = a.min(0);
    return a.negate();
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0 -> new Object[] {"f0", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)};
      case 1 -> new Object[] {"f0", Tensor.of(new float[] {1, 2}, 2, 1)};
      case 2 -> new Object[] {"f1", Tensor.of(new float[] {}, 0, 2)};
      case 3 -> new Object[] {"f2", Tensor.of(new float[] {}, 0, 2)};
      default -> null;
    };
  }
}
