package dev.kiln.kernel.elementwise;

/**
 * The functions of two numbers. Each is a class of its own, so that a program loads those that it
 * uses: a table of all of them would cost more at its start than a small model computes.
 */
public final class BinaryKernels {
  private BinaryKernels() {}

  /** The kernel of {@code remainder}. */
  public static final class Remainder extends BinaryKernel {
    /** The only instance. */
    public static final Remainder KERNEL = new Remainder();

    private Remainder() {
      super("remainder", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return a % b;
    }

    @Override
    public double apply(double a, double b) {
      return a % b;
    }
  }

  /** The kernel of {@code divide_integer}. */
  public static final class DivideInteger extends BinaryKernel {
    /** The only instance. */
    public static final DivideInteger KERNEL = new DivideInteger();

    private DivideInteger() {
      super("divide_integer", ElementKinds.INTEGERS);
    }

    @Override
    public int apply(int a, int b) {
      return a / b;
    }

    @Override
    public long apply(long a, long b) {
      return a / b;
    }
  }

  /** The kernel of {@code remainder_integer}. */
  public static final class RemainderInteger extends BinaryKernel {
    /** The only instance. */
    public static final RemainderInteger KERNEL = new RemainderInteger();

    private RemainderInteger() {
      super("remainder_integer", ElementKinds.INTEGERS);
    }

    @Override
    public int apply(int a, int b) {
      return a % b;
    }

    @Override
    public long apply(long a, long b) {
      return a % b;
    }
  }

  /** The kernel of {@code pow}. */
  public static final class Pow extends BinaryKernel {
    /** The only instance. */
    public static final Pow KERNEL = new Pow();

    private Pow() {
      super("pow", ElementKinds.FLOATING);
    }

    // double, copied for float

    @Override
    @SuppressWarnings("cast") // of use in the copy
    public double apply(double a, double b) {
      return (double) ElementaryFunctions.pow(a, b);
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      int squares = 0;
      while (squares < count && b[bAt + squares] == 2) {
        squares++;
      }
      UnaryKernels.Square.KERNEL.apply(a, aAt, to, toAt, squares);
      for (int i = squares; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    @SuppressWarnings("cast") // of use in the copy
    public float apply(float a, float b) {
      return (float) ElementaryFunctions.pow(a, b);
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      int squares = 0;
      while (squares < count && b[bAt + squares] == 2) {
        squares++;
      }
      UnaryKernels.Square.KERNEL.apply(a, aAt, to, toAt, squares);
      for (int i = squares; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code and}. */
  public static final class And extends BinaryKernel {
    /** The only instance. */
    public static final And KERNEL = new And();

    private And() {
      super("and", ElementKinds.BITS);
    }

    @Override
    public int apply(int a, int b) {
      return a & b;
    }

    @Override
    public long apply(long a, long b) {
      return a & b;
    }

    @Override
    public boolean apply(boolean a, boolean b) {
      return a & b;
    }
  }

  /** The kernel of {@code or}. */
  public static final class Or extends BinaryKernel {
    /** The only instance. */
    public static final Or KERNEL = new Or();

    private Or() {
      super("or", ElementKinds.BITS);
    }

    @Override
    public int apply(int a, int b) {
      return a | b;
    }

    @Override
    public long apply(long a, long b) {
      return a | b;
    }

    @Override
    public boolean apply(boolean a, boolean b) {
      return a | b;
    }
  }

  /** The kernel of {@code xor}. */
  public static final class Xor extends BinaryKernel {
    /** The only instance. */
    public static final Xor KERNEL = new Xor();

    private Xor() {
      super("xor", ElementKinds.BITS);
    }

    @Override
    public int apply(int a, int b) {
      return a ^ b;
    }

    @Override
    public long apply(long a, long b) {
      return a ^ b;
    }

    @Override
    public boolean apply(boolean a, boolean b) {
      return a ^ b;
    }
  }
}
