// the adjoint of a slice came first in generated code, and threw another exception
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

@Model
class Sample {
  @Compute @Differentiable Tensor sliced(@Shape(value = "n, m", dtype = DType.FLOAT64) Tensor a, @Shape(value = "n, m", dtype = DType.FLOAT64) Tensor b) {
    Tensor product = a.multiply(b.reshape(a.dim(0), a.dim(1)));
    return product.multiply(3.5).slice(0, 2, a.dim(1)).mean();
  }

  @Compute @Differentiable Tensor chosen(@Shape(value = "n", dtype = DType.FLOAT64) Tensor a, @Shape(value = "n", dtype = DType.FLOAT64) Tensor b) {
    return a.multiply(b).multiply(3.5).get(2);
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    Tensor a = Tensor.of(new double[] {1, 2, 3}, 1, 3);
    Tensor b = Tensor.of(new double[] {1, 2, 3, 4}, 4, 1);
    Tensor c = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3);
    return switch (call) {
      case 0 -> new Object[] {"sliced", a, a};
      case 1 -> new Object[] {"sliced", b, b};
      case 2 -> new Object[] {"sliced", c, c};
      case 3 -> new Object[] {"chosen", Tensor.of(new double[] {1}, 1), Tensor.of(new double[] {2}, 1)};
      case 4 -> new Object[] {"chosen", Tensor.of(new double[] {1, 2, 3}, 3), Tensor.of(new double[] {2, 3, 4}, 3)};
      default -> null;
    };
  }
}
