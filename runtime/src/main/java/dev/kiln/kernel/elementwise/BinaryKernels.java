package dev.kiln.kernel.elementwise;

/**
 * The functions of two numbers. Each is a class of its own, so that a program loads those that it
 * uses: a table of all of them would cost more at its start than a small model computes.
 */
public final class BinaryKernels {
  private BinaryKernels() {}

  /** The kernel of {@code add}. */
  public static final class Add extends BinaryKernel {
    /** The only instance. */
    public static final Add KERNEL = new Add();

    private Add() {
      super("add", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a, int b) {
      return a + b;
    }

    @Override
    public long apply(long a, long b) {
      return a + b;
    }

    @Override
    public float apply(float a, float b) {
      return a + b;
    }

    @Override
    public double apply(double a, double b) {
      return a + b;
    }
  }

  /** The kernel of {@code subtract}. */
  public static final class Subtract extends BinaryKernel {
    /** The only instance. */
    public static final Subtract KERNEL = new Subtract();

    private Subtract() {
      super("subtract", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a, int b) {
      return a - b;
    }

    @Override
    public long apply(long a, long b) {
      return a - b;
    }

    @Override
    public float apply(float a, float b) {
      return a - b;
    }

    @Override
    public double apply(double a, double b) {
      return a - b;
    }
  }

  /** The kernel of {@code multiply}. */
  public static final class Multiply extends BinaryKernel {
    /** The only instance. */
    public static final Multiply KERNEL = new Multiply();

    private Multiply() {
      super("multiply", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a, int b) {
      return a * b;
    }

    @Override
    public long apply(long a, long b) {
      return a * b;
    }

    @Override
    public float apply(float a, float b) {
      return a * b;
    }

    @Override
    public double apply(double a, double b) {
      return a * b;
    }
  }

  /** The kernel of {@code divide}. */
  public static final class Divide extends BinaryKernel {
    /** The only instance. */
    public static final Divide KERNEL = new Divide();

    private Divide() {
      super("divide", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return a / b;
    }

    @Override
    public double apply(double a, double b) {
      return a / b;
    }
  }

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

  /** The kernel of {@code maximum}. */
  public static final class Maximum extends BinaryKernel {
    /** The only instance. */
    public static final Maximum KERNEL = new Maximum();

    private Maximum() {
      super("maximum", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a, int b) {
      return Math.max(a, b);
    }

    @Override
    public long apply(long a, long b) {
      return Math.max(a, b);
    }

    @Override
    public float apply(float a, float b) {
      return Math.max(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return Math.max(a, b);
    }
  }

  /** The kernel of {@code minimum}. */
  public static final class Minimum extends BinaryKernel {
    /** The only instance. */
    public static final Minimum KERNEL = new Minimum();

    private Minimum() {
      super("minimum", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a, int b) {
      return Math.min(a, b);
    }

    @Override
    public long apply(long a, long b) {
      return Math.min(a, b);
    }

    @Override
    public float apply(float a, float b) {
      return Math.min(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return Math.min(a, b);
    }
  }

  /** The kernel of {@code pow}. */
  public static final class Pow extends BinaryKernel {
    /** The only instance. */
    public static final Pow KERNEL = new Pow();

    private Pow() {
      super("pow", ElementKinds.FLOATING);
    }

    @Override
    public float apply(float a, float b) {
      return (float) ElementaryFunctions.pow(a, b);
    }

    @Override
    public double apply(double a, double b) {
      return ElementaryFunctions.pow(a, b);
    }
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
