package dev.kiln.kernel.elementwise;

/**
 * The elementary functions of one floating-point number, each a class as in {@link UnaryKernels}.
 */
public final class ElementaryKernels {
  private ElementaryKernels() {}

  /** The kernel of {@code sin}. */
  public static final class Sin extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Sin KERNEL = new Sin();

    private Sin() {
      super("sin");
    }

    @Override
    public double apply(double a) {
      return StrictMath.sin(a);
    }
  }

  /** The kernel of {@code cos}. */
  public static final class Cos extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Cos KERNEL = new Cos();

    private Cos() {
      super("cos");
    }

    @Override
    public double apply(double a) {
      return StrictMath.cos(a);
    }
  }

  /** The kernel of {@code tan}. */
  public static final class Tan extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Tan KERNEL = new Tan();

    private Tan() {
      super("tan");
    }

    @Override
    public double apply(double a) {
      return StrictMath.tan(a);
    }
  }

  /** The kernel of {@code asin}. */
  public static final class Asin extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Asin KERNEL = new Asin();

    private Asin() {
      super("asin");
    }

    @Override
    public double apply(double a) {
      return StrictMath.asin(a);
    }
  }

  /** The kernel of {@code acos}. */
  public static final class Acos extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Acos KERNEL = new Acos();

    private Acos() {
      super("acos");
    }

    @Override
    public double apply(double a) {
      return StrictMath.acos(a);
    }
  }

  /** The kernel of {@code atan}. */
  public static final class Atan extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Atan KERNEL = new Atan();

    private Atan() {
      super("atan");
    }

    @Override
    public double apply(double a) {
      return StrictMath.atan(a);
    }
  }

  /** The kernel of {@code sinh}. */
  public static final class Sinh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Sinh KERNEL = new Sinh();

    private Sinh() {
      super("sinh");
    }

    @Override
    public double apply(double a) {
      return StrictMath.sinh(a);
    }
  }

  /** The kernel of {@code cosh}. */
  public static final class Cosh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Cosh KERNEL = new Cosh();

    private Cosh() {
      super("cosh");
    }

    @Override
    public double apply(double a) {
      return StrictMath.cosh(a);
    }
  }

  /** The kernel of {@code asinh}. */
  public static final class Asinh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Asinh KERNEL = new Asinh();

    private Asinh() {
      super("asinh");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.asinh(a);
    }
  }

  /** The kernel of {@code acosh}. */
  public static final class Acosh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Acosh KERNEL = new Acosh();

    private Acosh() {
      super("acosh");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.acosh(a);
    }
  }

  /** The kernel of {@code atanh}. */
  public static final class Atanh extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Atanh KERNEL = new Atanh();

    private Atanh() {
      super("atanh");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.atanh(a);
    }
  }

  /** The kernel of {@code erf}. */
  public static final class Erf extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Erf KERNEL = new Erf();

    private Erf() {
      super("erf");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.erf(a);
    }

    @Override
    public float apply(float a) {
      return FloatFunctions.erf(a);
    }

    @Override
    public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
      FloatFunctions.erf(a, aAt, to, toAt, count);
    }
  }

  /** The kernel of {@code log1p}. */
  public static final class Log1p extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Log1p KERNEL = new Log1p();

    private Log1p() {
      super("log1p");
    }

    @Override
    public double apply(double a) {
      return StrictMath.log1p(a);
    }
  }

  /** The kernel of {@code expm1}. */
  public static final class Expm1 extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Expm1 KERNEL = new Expm1();

    private Expm1() {
      super("expm1");
    }

    @Override
    public double apply(double a) {
      return StrictMath.expm1(a);
    }
  }

  /** The kernel of {@code log2}. */
  public static final class Log2 extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Log2 KERNEL = new Log2();

    private Log2() {
      super("log2");
    }

    @Override
    public double apply(double a) {
      return ElementaryFunctions.log2(a);
    }
  }

  /** The kernel of {@code floor}. */
  public static final class Floor extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Floor KERNEL = new Floor();

    private Floor() {
      super("floor");
    }

    @Override
    public double apply(double a) {
      return Math.floor(a);
    }
  }

  /** The kernel of {@code ceil}. */
  public static final class Ceil extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Ceil KERNEL = new Ceil();

    private Ceil() {
      super("ceil");
    }

    @Override
    public double apply(double a) {
      return Math.ceil(a);
    }
  }

  /** The kernel of {@code round}. */
  public static final class Round extends UnaryKernel.Floating {
    /** The only instance. */
    public static final Round KERNEL = new Round();

    private Round() {
      super("round");
    }

    @Override
    public double apply(double a) {
      return Math.rint(a);
    }
  }
}
