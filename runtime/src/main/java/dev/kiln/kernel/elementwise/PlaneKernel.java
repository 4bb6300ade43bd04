package dev.kiln.kernel.elementwise;

/** Functions of a point of the plane, computed in double as {@link StrictMath} does. */
public final class PlaneKernel extends BinaryKernel {
  /** The angle of the point {@code (b, a)}, from -pi to pi. */
  public static final BinaryKernel ATAN2 = new PlaneKernel("atan2", true);

  /** {@code sqrt(a^2 + b^2)} without overflow. */
  public static final BinaryKernel HYPOT = new PlaneKernel("hypot", false);

  private final boolean isAngle;

  private PlaneKernel(String name, boolean isAngle) {
    super(name, ElementKinds.FLOATING);
    this.isAngle = isAngle;
  }

  @Override
  public float apply(float a, float b) {
    return (float) apply((double) a, (double) b);
  }

  @Override
  public double apply(double a, double b) {
    return isAngle ? StrictMath.atan2(a, b) : StrictMath.hypot(a, b);
  }
}
