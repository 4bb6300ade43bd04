import dev.kiln.annotation.Compute;
import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.annotation.Model;
import dev.kiln.annotation.Parameter;
import dev.kiln.annotation.Shape;
import dev.kiln.tensor.Tensor;

@Model
class Sample {
  record Point(double x, float y, int n, double[] row) {}

  @Parameter double weight = 1.25;
  final double[] table = {0.5, 1.5, -0.75};

  @Compute
  @Differentiable(
      modes = {
        Mode.GRADIENT,
        Mode.VJP,
        Mode.JVP,
        Mode.JACOBIAN,
        Mode.HESSIAN_VECTOR_PRODUCT,
        Mode.HESSIAN,
        Mode.HESSIAN_DIAGONAL
      })
  double number(double[] a, double[][] b, double c, int[] k, double[] written) {
    double sum = weight * c * c;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * a[i] * b[k[i]][0] + Math.sin(b[0][i] * weight) * table[i];
      written[i] = sum * written[i];
    }
    table[1] = 2 * a[0] * table[1];
    k[0]++;
    return sum;
  }

  @Compute
  @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
  double[] cumulative(double[] a, double b) {
    double[] all = a.clone();
    for (int i = 1; i < all.length; i++) {
      all[i] *= all[i - 1] * b;
    }
    return all;
  }

  @Compute
  @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
  double[] same(double[] a, double b) {
    a[0] *= b;
    a[1] += a[0] * a[1];
    return a;
  }

  @Compute
  @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
  Point record(Point p, double[][] b) {
    b[1][0] *= p.x() * b[0][0];
    double[] row = {p.row()[0] * p.x(), b[1][0] * p.n()};
    row[0] += row[1];
    return new Point(p.x() * p.y(), (float) (p.y() * 2.5), p.n() + 1, row);
  }

  @Compute
  @Differentiable(modes = {Mode.VJP, Mode.JVP, Mode.JACOBIAN})
  void filled(double[] a, double b, double[] c) {
    for (int i = 0; i < c.length; i++) {
      c[i] = a[i] * b * c[i];
    }
    a[0] = b * a[1];
  }

  @Compute
  @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP})
  double records(Point[] points, double scale) {
    double sum = 0;
    for (Point each : points) {
      sum += each.x() * each.x() * scale + each.row()[0] * each.y();
    }
    points[0] = new Point(sum, 2, 3, points[1].row());
    return sum;
  }

  @Compute
  @Differentiable(modes = {Mode.VJP, Mode.JVP})
  Point[] moved(Point[] points, double scale) {
    Point[] made = new Point[points.length];
    for (int i = 0; i < made.length; i++) {
      Point each = points[i];
      made[i] = new Point(each.x() * scale, each.y() * each.y(), i, new double[] {each.row()[0] * scale});
    }
    return made;
  }

  @Compute
  @Differentiable(modes = {Mode.GRADIENT, Mode.VJP, Mode.JVP, Mode.HESSIAN_VECTOR_PRODUCT})
  Tensor tensor(
      @Shape(value = "n", dtype = DType.FLOAT64) Tensor a,
      @Shape(value = "n", dtype = DType.FLOAT64) Tensor b) {
    return a.multiply(a).multiply(b.tanh()).sum();
  }
}

final class SampleCalls {
  static Object[] arguments(int call) {
    Sample.Point p = new Sample.Point(1.5, 0.5f, 2, new double[] {0.75, 2.5});
    Sample.Point q = new Sample.Point(-0.5, 1.5f, 1, new double[] {1.25});
    double[] a = {1.5, -0.5, 2.25};
    double[][] b = {{0.5, 1.75, -1.5}, {2.5}};
    Tensor t = Tensor.of(new double[] {0.5, 1.5}, 2);
    Tensor u = Tensor.of(new double[] {1.25, -0.75}, 2);
    return switch (call) {
      case 0 -> new Object[] {"number", a, b, 0.8, new int[] {0, 1, 0}, new double[] {1, 2, 3}};
      case 1 -> new Object[] {"cumulative", a, 1.1};
      case 2 -> new Object[] {"same", a, 1.1};
      case 3 -> new Object[] {"record", p, b};
      case 4 -> new Object[] {"filled", a, 1.1, new double[] {0.25, 0.5}};
      case 5 -> new Object[] {"records", new Sample.Point[] {p, q}, 1.3};
      case 6 -> new Object[] {"moved", new Sample.Point[] {p, q}, 1.3};
      case 7 -> new Object[] {"tensor", t, u};
      default -> null;
    };
  }
}
