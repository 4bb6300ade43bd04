package dev.kiln.kernel.elementwise;

/**
 * The functions of two numbers that are one instruction, in loops of their own, which HotSpot turns
 * into vector instructions. Each is a class as in {@link BinaryKernels}.
 */
public final class ArithmeticKernels {
  private ArithmeticKernels() {}

  /** The kernel of {@code add}. */
  public static final class Add extends BinaryKernel {
    /** The only instance. */
    public static final Add KERNEL = new Add();

    private Add() {
      super("add", ElementKinds.NUMBERS);
    }

    // double, copied for float, int, long

    @Override
    public double apply(double a, double b) {
      return a + b;
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return a + b;
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public int apply(int a, int b) {
      return a + b;
    }

    @Override
    public void apply(int[] a, int aAt, int[] b, int bAt, int[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public long apply(long a, long b) {
      return a + b;
    }

    @Override
    public void apply(long[] a, int aAt, long[] b, int bAt, long[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code subtract}. */
  public static final class Subtract extends BinaryKernel {
    /** The only instance. */
    public static final Subtract KERNEL = new Subtract();

    private Subtract() {
      super("subtract", ElementKinds.NUMBERS);
    }

    // double, copied for float, int, long

    @Override
    public double apply(double a, double b) {
      return a - b;
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return a - b;
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public int apply(int a, int b) {
      return a - b;
    }

    @Override
    public void apply(int[] a, int aAt, int[] b, int bAt, int[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public long apply(long a, long b) {
      return a - b;
    }

    @Override
    public void apply(long[] a, int aAt, long[] b, int bAt, long[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code multiply}. */
  public static final class Multiply extends BinaryKernel {
    /** The only instance. */
    public static final Multiply KERNEL = new Multiply();

    private Multiply() {
      super("multiply", ElementKinds.NUMBERS);
    }

    // double, copied for float, int, long

    @Override
    public double apply(double a, double b) {
      return a * b;
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return a * b;
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public int apply(int a, int b) {
      return a * b;
    }

    @Override
    public void apply(int[] a, int aAt, int[] b, int bAt, int[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    @Override
    public long apply(long a, long b) {
      return a * b;
    }

    @Override
    public void apply(long[] a, int aAt, long[] b, int bAt, long[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code divide}. */
  public static final class Divide extends BinaryKernel {
    /** The only instance. */
    public static final Divide KERNEL = new Divide();

    private Divide() {
      super("divide", ElementKinds.FLOATING);
    }

    // double, copied for float

    @Override
    public double apply(double a, double b) {
      return a / b;
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return a / b;
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
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

    // double, copied for float

    @Override
    public double apply(double a, double b) {
      return Math.max(a, b);
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return Math.max(a, b);
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
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

    // double, copied for float

    @Override
    public double apply(double a, double b) {
      return Math.min(a, b);
    }

    @Override
    public void apply(double[] a, int aAt, double[] b, int bAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a, float b) {
      return Math.min(a, b);
    }

    @Override
    public void apply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i], b[bAt + i]);
      }
    }

    // end of copies
  }
}
