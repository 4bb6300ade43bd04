package dev.kiln.kernel.elementwise;

/**
 * The functions of one number. Each is a class of its own, so that a program loads those that it
 * uses: a table of all of them would cost more at its start than a small model computes.
 */
public final class UnaryKernels {
  private UnaryKernels() {}

  /** The kernel of {@code negate}. */
  public static final class Negate extends UnaryKernel {
    /** The only instance. */
    public static final Negate KERNEL = new Negate();

    private Negate() {
      super("negate", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a) {
      return -a;
    }

    @Override
    public long apply(long a) {
      return -a;
    }

    // double, copied for float

    @Override
    public double apply(double a) {
      return -a;
    }

    @Override
    public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a) {
      return -a;
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code abs}. */
  public static final class Abs extends UnaryKernel {
    /** The only instance. */
    public static final Abs KERNEL = new Abs();

    private Abs() {
      super("abs", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a) {
      return Math.abs(a);
    }

    @Override
    public long apply(long a) {
      return Math.abs(a);
    }

    // double, copied for float

    @Override
    public double apply(double a) {
      return Math.abs(a);
    }

    @Override
    public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a) {
      return Math.abs(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code sign}. */
  public static final class Sign extends UnaryKernel {
    /** The only instance. */
    public static final Sign KERNEL = new Sign();

    private Sign() {
      super("sign", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a) {
      return Integer.signum(a);
    }

    @Override
    public long apply(long a) {
      return Long.signum(a);
    }

    @Override
    public float apply(float a) {
      return Math.signum(a);
    }

    @Override
    public double apply(double a) {
      return Math.signum(a);
    }
  }

  /** The kernel of {@code square}. */
  public static final class Square extends UnaryKernel {
    /** The only instance. */
    public static final Square KERNEL = new Square();

    private Square() {
      super("square", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a) {
      return a * a;
    }

    @Override
    public long apply(long a) {
      return a * a;
    }

    // double, copied for float

    @Override
    public double apply(double a) {
      return a * a;
    }

    @Override
    public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // copies

    @Override
    public float apply(float a) {
      return a * a;
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code sqrt}. */
  public static final class Sqrt extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Sqrt KERNEL = new Sqrt();

    private Sqrt() {
      super("sqrt");
    }

    @Override
    public double apply(double a) {
      return Math.sqrt(a);
    }

    // double, copied for float

    @Override
    public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // copies

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      for (int i = 0; i < count; i++) {
        to[toAt + i] = apply(a[aAt + i]);
      }
    }

    // end of copies
  }

  /** The kernel of {@code exp}. */
  public static final class Exp extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Exp KERNEL = new Exp();

    private Exp() {
      super("exp");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.exp(a);
    }

    @Override
    public float apply(float a) {
      return FloatFunctions.exp(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      FloatFunctions.exp(a, aAt, to, toAt, count);
    }
  }

  /** The kernel of {@code log}. */
  public static final class Log extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Log KERNEL = new Log();

    private Log() {
      super("log");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.log(a);
    }

    @Override
    public float apply(float a) {
      return FloatFunctions.log(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      FloatFunctions.log(a, aAt, to, toAt, count);
    }
  }

  /** The kernel of {@code tanh}. */
  public static final class Tanh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Tanh KERNEL = new Tanh();

    private Tanh() {
      super("tanh");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.tanh(a);
    }

    @Override
    public float apply(float a) {
      return FloatFunctions.tanh(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      FloatFunctions.tanh(a, aAt, to, toAt, count);
    }
  }

  /** The kernel of {@code sigmoid}. */
  public static final class Sigmoid extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Sigmoid KERNEL = new Sigmoid();

    private Sigmoid() {
      super("sigmoid");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.sigmoid(a);
    }

    @Override
    public float apply(float a) {
      return FloatFunctions.sigmoid(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      FloatFunctions.sigmoid(a, aAt, to, toAt, count);
    }
  }

  /** The kernel of {@code relu}. */
  public static final class Relu extends UnaryKernel {
    /** The only instance. */
    public static final Relu KERNEL = new Relu();

    private Relu() {
      super("relu", ElementKinds.NUMBERS);
    }

    @Override
    public int apply(int a) {
      return Math.max(a, 0);
    }

    @Override
    public long apply(long a) {
      return Math.max(a, 0L);
    }

    // double, copied for float

    @Override
    public double apply(double a) {
      return Math.max(a, 0.0);
    }

    @Override
    public void apply(double[] a, int aAt, double[] to, int toAt, int count) {
      System.arraycopy(a, aAt, to, toAt, count); // so that the loop has one index
      for (int i = toAt; i < toAt + count; i++) {
        to[i] = apply(to[i]);
      }
    }

    // copies

    @Override
    public float apply(float a) {
      return Math.max(a, 0f);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      System.arraycopy(a, aAt, to, toAt, count); // so that the loop has one index
      for (int i = toAt; i < toAt + count; i++) {
        to[i] = apply(to[i]);
      }
    }

    // end of copies
  }
}
