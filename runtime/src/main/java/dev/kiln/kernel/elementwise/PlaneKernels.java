package dev.kiln.kernel.elementwise;

/** Functions of a point of the plane, computed in double as {@link StrictMath} does. */
public final class PlaneKernels {
  private PlaneKernels() {}

  /** The angle of the point {@code (b, a)}, from -pi to pi. */
  public static final BinaryKernel ATAN2 = new Atan2();

  /** {@code sqrt(a^2 + b^2)} without overflow. */
  public static final BinaryKernel HYPOT = new Hypot();

  private static final class Atan2 extends BinaryKernel {
    Atan2() {
      super("atan2", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return (float) StrictMath.atan2(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return StrictMath.atan2(a, b);
    }
  }

  private static final class Hypot extends BinaryKernel {
    Hypot() {
      super("hypot", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return (float) StrictMath.hypot(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return StrictMath.hypot(a, b);
    }
  }
}
