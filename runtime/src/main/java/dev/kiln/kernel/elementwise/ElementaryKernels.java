package dev.kiln.kernel.elementwise;

/**
 * The elementary functions of one floating-point number. Unlike {@link UnaryKernels} they are one
 * class, except where finding out which function it is would take longer than the function.
 */
public final class ElementaryKernels extends UnaryKernel.Floating {
  private static final int ERROR_FUNCTION = 11;

  /** The kernel of {@code sin}. */
  public static final ElementaryKernels SIN = new ElementaryKernels("sin", 0);

  /** The kernel of {@code cos}. */
  public static final ElementaryKernels COS = new ElementaryKernels("cos", 1);

  /** The kernel of {@code tan}. */
  public static final ElementaryKernels TAN = new ElementaryKernels("tan", 2);

  /** The kernel of {@code asin}. */
  public static final ElementaryKernels ASIN = new ElementaryKernels("asin", 3);

  /** The kernel of {@code acos}. */
  public static final ElementaryKernels ACOS = new ElementaryKernels("acos", 4);

  /** The kernel of {@code atan}. */
  public static final ElementaryKernels ATAN = new ElementaryKernels("atan", 5);

  /** The kernel of {@code sinh}. */
  public static final ElementaryKernels SINH = new ElementaryKernels("sinh", 6);

  /** The kernel of {@code cosh}. */
  public static final ElementaryKernels COSH = new ElementaryKernels("cosh", 7);

  /** The kernel of {@code asinh}. */
  public static final ElementaryKernels ASINH = new ElementaryKernels("asinh", 8);

  /** The kernel of {@code acosh}. */
  public static final ElementaryKernels ACOSH = new ElementaryKernels("acosh", 9);

  /** The kernel of {@code atanh}. */
  public static final ElementaryKernels ATANH = new ElementaryKernels("atanh", 10);

  /** The kernel of {@code erf}. */
  public static final ElementaryKernels ERF = new ElementaryKernels("erf", ERROR_FUNCTION);

  /** The kernel of {@code log1p}. */
  public static final ElementaryKernels LOG1P = new ElementaryKernels("log1p", 12);

  /** The kernel of {@code expm1}. */
  public static final ElementaryKernels EXPM1 = new ElementaryKernels("expm1", 13);

  /** The kernel of {@code log2}. */
  public static final ElementaryKernels LOG2 = new ElementaryKernels("log2", 14);

  /** The kernel of {@code floor}. */
  public static final UnaryKernel FLOOR = new Floor();

  /** The kernel of {@code ceil}. */
  public static final UnaryKernel CEIL = new Ceil();

  /** The kernel of {@code round}. */
  public static final UnaryKernel ROUND = new Round();

  /** The number of the function, in the order above. */
  private final int function;

  private ElementaryKernels(String name, int function) {
    super(name);
    this.function = function;
  }

  @Override
  public double apply(double a) {
    return switch (function) {
      case 0 -> StrictMath.sin(a);
      case 1 -> StrictMath.cos(a);
      case 2 -> StrictMath.tan(a);
      case 3 -> StrictMath.asin(a);
      case 4 -> StrictMath.acos(a);
      case 5 -> StrictMath.atan(a);
      case 6 -> StrictMath.sinh(a);
      case 7 -> StrictMath.cosh(a);
      case 8 -> ElementaryFunctions.asinh(a);
      case 9 -> ElementaryFunctions.acosh(a);
      case 10 -> ElementaryFunctions.atanh(a);
      case ERROR_FUNCTION -> ElementaryFunctions.erf(a);
      case 12 -> StrictMath.log1p(a);
      case 13 -> StrictMath.expm1(a);
      default -> ElementaryFunctions.log2(a);
    };
  }

  @Override
  public float apply(float a) {
    return function == ERROR_FUNCTION ? FloatFunctions.erf(a) : super.apply(a);
  }

  @Override
  public void apply(float[] a, int aAt, float[] to, int toAt, int count) {
    if (function == ERROR_FUNCTION) {
      FloatFunctions.erf(a, aAt, to, toAt, count);
    } else {
      super.apply(a, aAt, to, toAt, count);
    }
  }

  private static final class Floor extends UnaryKernel.Floating {
    Floor() {
      super("floor");
    }

    @Override
    public double apply(double a) {
      return Math.floor(a);
    }
  }

  private static final class Ceil extends UnaryKernel.Floating {
    Ceil() {
      super("ceil");
    }

    @Override
    public double apply(double a) {
      return Math.ceil(a);
    }
  }

  private static final class Round extends UnaryKernel.Floating {
    Round() {
      super("round");
    }

    @Override
    public double apply(double a) {
      return Math.rint(a);
    }
  }
}
