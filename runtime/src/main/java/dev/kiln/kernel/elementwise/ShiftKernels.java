package dev.kiln.kernel.elementwise;

/** Java's shifts of integers; the distance counts modulo the number of bits. JLS 15.19. */
public final class ShiftKernels {
  private ShiftKernels() {}

  /** The kernel of {@code <<}. */
  public static final BinaryKernel LEFT = new Left();

  /** The kernel of {@code >>}, which keeps the sign. */
  public static final BinaryKernel RIGHT = new Right();

  private static final class Left extends BinaryKernel {
    Left() {
      super("shiftLeft", ElementKinds.INTEGERS);
    }

    @Override
    public int apply(int a, int b) {
      return a << b;
    }

    @Override
    public long apply(long a, long b) {
      return a << b;
    }
  }

  private static final class Right extends BinaryKernel {
    Right() {
      super("shiftRight", ElementKinds.INTEGERS);
    }

    @Override
    public int apply(int a, int b) {
      return a >> b;
    }

    @Override
    public long apply(long a, long b) {
      return a >> b;
    }
  }
}
