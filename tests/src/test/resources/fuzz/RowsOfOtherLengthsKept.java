// memory kept of one method, with rows of other lengths or without rows, was taken for a matrix by another one
import dev.kiln.annotation.Compute;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;

@Model
class Sample {
  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN}) double f(double[][] a) {
    double[][] squares = new double[3][2];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        squares[i][j] = a[2][j] * a[2][j] * (i + 1);
      }
    }
    return squares[0][1] * squares[2][1] + squares[1][0];
  }

  @Compute @Differentiable(modes = {Mode.GRADIENT, Mode.HESSIAN}) float g(float[][] a) {
    float[][] squares = new float[3][2];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        squares[i][j] = a[2][j] * a[2][j] * (i + 1);
      }
    }
    return squares[0][1] * squares[2][1] + squares[1][0];
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    return switch (call) {
      case 0, 1 -> new Object[] {"f", new double[][] {null, {1}, {0.5, 0.75}}};
      case 2, 3 -> new Object[] {"f", new double[][] {{1, 2}, {1}, {0.5, 0.75}}};
      case 4, 5 -> new Object[] {"g", new float[][] {null, {1}, {0.5f, 0.75f}}};
      case 6, 7 -> new Object[] {"g", new float[][] {{1, 2}, {1}, {0.5f, 0.75f}}};
      default -> null;
    };
  }
}
