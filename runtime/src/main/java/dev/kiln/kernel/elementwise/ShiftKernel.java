package dev.kiln.kernel.elementwise;

/** Java's shifts of integers; the distance counts modulo the number of bits. JLS 15.19. */
public final class ShiftKernel extends BinaryKernel {
  /** The kernel of {@code <<}. */
  public static final BinaryKernel LEFT = new ShiftKernel("shiftLeft", true);

  /** The kernel of {@code >>}, which keeps the sign. */
  public static final BinaryKernel RIGHT = new ShiftKernel("shiftRight", false);

  private final boolean isLeft;

  private ShiftKernel(String name, boolean isLeft) {
    super(name, ElementKinds.INTEGERS);
    this.isLeft = isLeft;
  }

  @Override
  public int apply(int a, int b) {
    return isLeft ? a << b : a >> b;
  }

  @Override
  public long apply(long a, long b) {
    return isLeft ? a << b : a >> b;
  }
}
