package dev.kiln.op;

import dev.kiln.kernel.elementwise.ElementaryKernels;
import dev.kiln.kernel.elementwise.UnaryKernel;
import java.util.List;

/**
 * The elementary functions of tensors of floating-point numbers. Where a slope is infinite, as that
 * of {@code asin} at 1, a zero cotangent gives zero. The slope of rounding is zero.
 */
public final class ElementaryOps {
  private ElementaryOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Elementary";
  private static final double TWO_OVER_SQRT_OF_PI = 1.1283791670955126;
  private static final double LOG_OF_TWO = 0.6931471805599453;

  public static final OpDefinition SIN =
      function("sin", ElementaryKernels.SIN, (g, c) -> g.times(c.operand(0).cos()));

  public static final OpDefinition COS =
      function("cos", ElementaryKernels.COS, (g, c) -> g.times(c.operand(0).sin().negate()));

  // d tan(x) = (1 + tan(x)^2) dx
  public static final OpDefinition TAN =
      function("tan", ElementaryKernels.TAN, (g, c) -> g.times(c.result().square().add(1)));

  // d asin(x) = dx / sqrt(1 - x^2)
  public static final OpDefinition ASIN =
      function("asin", ElementaryKernels.ASIN, (g, c) -> g.overSteep(legOfUnit(c)));

  public static final OpDefinition ACOS =
      function("acos", ElementaryKernels.ACOS, (g, c) -> g.overSteep(legOfUnit(c)).negate());

  // d atan(x) = dx / (1 + x^2)
  public static final OpDefinition ATAN =
      function("atan", ElementaryKernels.ATAN, (g, c) -> g.over(c.operand(0).square().add(1)));

  public static final OpDefinition SINH =
      function("sinh", ElementaryKernels.SINH, (g, c) -> g.times(c.operand(0).cosh()));

  public static final OpDefinition COSH =
      function("cosh", ElementaryKernels.COSH, (g, c) -> g.times(c.operand(0).sinh()));

  // d asinh(x) = dx / sqrt(x^2 + 1)
  public static final OpDefinition ASINH =
      function(
          "asinh", ElementaryKernels.ASINH, (g, c) -> g.over(c.operand(0).square().add(1).sqrt()));

  // d acosh(x) = dx / sqrt(x^2 - 1)
  public static final OpDefinition ACOSH =
      function(
          "acosh",
          ElementaryKernels.ACOSH,
          (g, c) -> g.overSteep(c.operand(0).square().subtract(1).sqrt()));

  // d atanh(x) = dx / (1 - x^2)
  public static final OpDefinition ATANH =
      function(
          "atanh",
          ElementaryKernels.ATANH,
          (g, c) -> g.overSteep(c.operand(0).square().negate().add(1)));

  // d erf(x) = 2 / sqrt(pi) exp(-x^2) dx
  public static final OpDefinition ERF =
      function(
          "erf",
          ElementaryKernels.ERF,
          (g, c) -> g.times(c.operand(0).square().negate().exp().multiply(TWO_OVER_SQRT_OF_PI)));

  public static final OpDefinition LOG1P =
      function("log1p", ElementaryKernels.LOG1P, (g, c) -> g.over(c.operand(0).add(1)));

  // d expm1(x) = (expm1(x) + 1) dx
  public static final OpDefinition EXPM1 =
      function("expm1", ElementaryKernels.EXPM1, (g, c) -> g.times(c.result().add(1)));

  // d log2(x) = dx / (x log(2))
  public static final OpDefinition LOG2 =
      function("log2", ElementaryKernels.LOG2, (g, c) -> g.over(c.operand(0).multiply(LOG_OF_TWO)));

  public static final OpDefinition FLOOR = rounding("floor", ElementaryKernels.FLOOR);

  public static final OpDefinition CEIL = rounding("ceil", ElementaryKernels.CEIL);

  public static final OpDefinition ROUND = rounding("round", ElementaryKernels.ROUND);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(
          SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH, ERF, LOG1P, EXPM1, LOG2,
          FLOOR, CEIL, ROUND);

  private static OpDefinition function(
      String name, UnaryKernel kernel, Derivative.OperandRule rule) {
    return ElementwiseOps.tensorUnary(KERNELS, name, kernel, Derivative.elementwise(rule));
  }

  private static OpDefinition rounding(String name, UnaryKernel kernel) {
    return ElementwiseOps.tensorUnary(KERNELS, name, kernel, new Derivative.Zero());
  }

  /** {@code sqrt(1 - x^2)}. */
  private static Term legOfUnit(Derivative.Call call) {
    return call.operand(0).square().negate().add(1).sqrt();
  }
}
