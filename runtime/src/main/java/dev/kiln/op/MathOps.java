package dev.kiln.op;

import static dev.kiln.op.Bits.of;
import static dev.kiln.op.Bits.toDouble;
import static dev.kiln.op.Bits.toFloat;
import static dev.kiln.op.Bits.toInt;
import static dev.kiln.op.Derivative.noGradient;
import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.op.Evaluation.BitsFunction;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The methods of {@link Math} and {@link StrictMath} on scalars, each called as it is. An operation
 * is one overload. At kinks the derivatives follow PyTorch: 0 for {@code abs} at 0, half to each
 * operand of {@code max} and {@code min} where they are equal.
 */
public final class MathOps {
  private MathOps() {}

  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;
  private static final Derivative ZERO = new Derivative.Zero();
  private static final Derivative DISCRETE = new Derivative.None("its values are integers");

  private static final List<OpDefinition> DEFINED = new ArrayList<>();

  static {
    transcendental();
    roundings();
    signs();
    extrema();
    integers();
    floatingPoint();
  }

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.copyOf(DEFINED);

  /** The operation of the overload {@code Math.method} on operands of the given types. */
  public static OpDefinition operation(String method, DType... operands) {
    return Catalogue.named(name("math", method, operands));
  }

  private static Term call(String method, Term operand) {
    return operand.apply(operation(method, operand.dtype()), Attributes.NONE, List.of(operand));
  }

  private static void transcendental() {
    unary("sin", Math::sin, StrictMath::sin, vjp((g, c) -> g.multiply(call("cos", c.operand(0)))));
    unary(
        "cos",
        Math::cos,
        StrictMath::cos,
        vjp((g, c) -> g.multiply(call("sin", c.operand(0))).negate()));
    // d tan(x) = (1 + tan(x)^2) dx
    unary(
        "tan",
        Math::tan,
        StrictMath::tan,
        vjp((g, c) -> g.add(g.multiply(c.result()).multiply(c.result()))));
    unary(
        "asin",
        Math::asin,
        StrictMath::asin,
        vjp((g, c) -> g.divide(call("sqrt", oneMinusSquare(c.operand(0))))));
    unary(
        "acos",
        Math::acos,
        StrictMath::acos,
        vjp((g, c) -> g.divide(call("sqrt", oneMinusSquare(c.operand(0)))).negate()));
    unary(
        "atan", Math::atan, StrictMath::atan, vjp((g, c) -> g.divide(onePlusSquare(c.operand(0)))));
    unary("exp", Math::exp, StrictMath::exp, vjp((g, c) -> g.multiply(c.result())));
    unary("expm1", Math::expm1, StrictMath::expm1, vjp((g, c) -> g.multiply(c.result().add(1))));
    unary("log", Math::log, StrictMath::log, vjp((g, c) -> g.divide(c.operand(0))));
    unary(
        "log10",
        Math::log10,
        StrictMath::log10,
        vjp((g, c) -> g.divide(c.operand(0).multiply(Math.log(10)))));
    unary("log1p", Math::log1p, StrictMath::log1p, vjp((g, c) -> g.divide(c.operand(0).add(1))));
    unary("sqrt", Math::sqrt, StrictMath::sqrt, vjp((g, c) -> g.divide(c.result().multiply(2))));
    unary(
        "cbrt",
        Math::cbrt,
        StrictMath::cbrt,
        vjp((g, c) -> g.divide(c.result().multiply(c.result()).multiply(3))));
    unary(
        "sinh",
        Math::sinh,
        StrictMath::sinh,
        vjp((g, c) -> g.multiply(call("cosh", c.operand(0)))));
    unary(
        "cosh",
        Math::cosh,
        StrictMath::cosh,
        vjp((g, c) -> g.multiply(call("sinh", c.operand(0)))));
    // d tanh(x) = (1 - tanh(x)^2) dx
    unary(
        "tanh",
        Math::tanh,
        StrictMath::tanh,
        vjp((g, c) -> g.subtract(g.multiply(c.result()).multiply(c.result()))));
    unary(
        "toRadians",
        Math::toRadians,
        StrictMath::toRadians,
        vjp((g, c) -> g.multiply(Math.PI / 180)));
    unary(
        "toDegrees",
        Math::toDegrees,
        StrictMath::toDegrees,
        vjp((g, c) -> g.multiply(180 / Math.PI)));
    // d(x^y) = y x^(y-1) dx + x^y log(x) dy, the latter 0 where x is 0
    binary("pow", Math::pow, StrictMath::pow, vjp(MathOps::powBase, MathOps::powExponent));
    // d atan2(y, x) = (x dy - y dx) / (x^2 + y^2)
    binary(
        "atan2",
        Math::atan2,
        StrictMath::atan2,
        vjp(
            (g, c) -> g.multiply(c.operand(1)).divide(sumOfSquares(c)),
            (g, c) -> g.multiply(c.operand(0)).divide(sumOfSquares(c)).negate()));
    // d hypot(x, y) = (x dx + y dy) / hypot(x, y), 0 at the origin
    binary(
        "hypot",
        Math::hypot,
        StrictMath::hypot,
        vjp((g, c) -> hypotPart(g, c, 0), (g, c) -> hypotPart(g, c, 1)));
    binary(
        "IEEEremainder",
        Math::IEEEremainder,
        StrictMath::IEEEremainder,
        vjp(
            (g, c) -> g,
            (g, c) -> g.multiply(c.result().subtract(c.operand(0))).divide(c.operand(1))));
    // d fma(x, y, z) = y dx + x dy + dz
    Derivative fma =
        vjp((g, c) -> g.multiply(c.operand(1)), (g, c) -> g.multiply(c.operand(0)), (g, c) -> g);
    both(
        "fma",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.fma(toDouble(x), toDouble(y), toDouble(z))),
        fma,
        D,
        D,
        D);
    both(
        "fma",
        F,
        Effect.PURE,
        (x, y, z) -> of(Math.fma(toFloat(x), toFloat(y), toFloat(z))),
        fma,
        F,
        F,
        F);
  }

  private static void roundings() {
    unary("ceil", Math::ceil, StrictMath::ceil, ZERO);
    unary("floor", Math::floor, StrictMath::floor, ZERO);
    unary("rint", Math::rint, StrictMath::rint, ZERO);
    both("round", I, Effect.PURE, (x, y, z) -> Math.round(toFloat(x)), ZERO, F);
    both("round", L, Effect.PURE, (x, y, z) -> Math.round(toDouble(x)), ZERO, D);
  }

  private static void signs() {
    both("abs", I, Effect.PURE, (x, y, z) -> Math.abs(toInt(x)), DISCRETE, I);
    both("abs", L, Effect.PURE, (x, y, z) -> Math.abs(x), DISCRETE, L);
    Derivative abs = vjp((g, c) -> g.multiply(call("signum", c.operand(0))));
    both("abs", F, Effect.PURE, (x, y, z) -> of(Math.abs(toFloat(x))), abs, F);
    both("abs", D, Effect.PURE, (x, y, z) -> of(Math.abs(toDouble(x))), abs, D);
    both("signum", F, Effect.PURE, (x, y, z) -> of(Math.signum(toFloat(x))), ZERO, F);
    both("signum", D, Effect.PURE, (x, y, z) -> of(Math.signum(toDouble(x))), ZERO, D);
    // d copySign(x, y) = dx where the sign stays, else -dx
    Derivative copySign =
        vjp((g, c) -> c.result().equalTo(c.operand(0)).where(g, g.negate()), (g, c) -> g.number(0));
    both(
        "copySign",
        F,
        Effect.PURE,
        (x, y, z) -> of(Math.copySign(toFloat(x), toFloat(y))),
        copySign,
        F,
        F);
    both(
        "copySign",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.copySign(toDouble(x), toDouble(y))),
        copySign,
        D,
        D);
  }

  private static void extrema() {
    both("max", I, Effect.PURE, (x, y, z) -> Math.max(toInt(x), toInt(y)), DISCRETE, I, I);
    both("max", L, Effect.PURE, (x, y, z) -> Math.max(x, y), DISCRETE, L, L);
    both(
        "max", F, Effect.PURE, (x, y, z) -> of(Math.max(toFloat(x), toFloat(y))), extremum(), F, F);
    both(
        "max",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.max(toDouble(x), toDouble(y))),
        extremum(),
        D,
        D);
    both("min", I, Effect.PURE, (x, y, z) -> Math.min(toInt(x), toInt(y)), DISCRETE, I, I);
    both("min", L, Effect.PURE, (x, y, z) -> Math.min(x, y), DISCRETE, L, L);
    both(
        "min", F, Effect.PURE, (x, y, z) -> of(Math.min(toFloat(x), toFloat(y))), extremum(), F, F);
    both(
        "min",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.min(toDouble(x), toDouble(y))),
        extremum(),
        D,
        D);
  }

  private static void integers() {
    both(
        "floorDiv",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.floorDiv(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
    both("floorDiv", L, Effect.MAY_THROW, (x, y, z) -> Math.floorDiv(x, toInt(y)), DISCRETE, L, I);
    both("floorDiv", L, Effect.MAY_THROW, (x, y, z) -> Math.floorDiv(x, y), DISCRETE, L, L);
    both(
        "floorMod",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.floorMod(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
    both("floorMod", I, Effect.MAY_THROW, (x, y, z) -> Math.floorMod(x, toInt(y)), DISCRETE, L, I);
    both("floorMod", L, Effect.MAY_THROW, (x, y, z) -> Math.floorMod(x, y), DISCRETE, L, L);
    both(
        "addExact",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.addExact(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
    both("addExact", L, Effect.MAY_THROW, (x, y, z) -> Math.addExact(x, y), DISCRETE, L, L);
    both(
        "subtractExact",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.subtractExact(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
    both(
        "subtractExact",
        L,
        Effect.MAY_THROW,
        (x, y, z) -> Math.subtractExact(x, y),
        DISCRETE,
        L,
        L);
    both(
        "multiplyExact",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.multiplyExact(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
    both(
        "multiplyExact",
        L,
        Effect.MAY_THROW,
        (x, y, z) -> Math.multiplyExact(x, toInt(y)),
        DISCRETE,
        L,
        I);
    both(
        "multiplyExact",
        L,
        Effect.MAY_THROW,
        (x, y, z) -> Math.multiplyExact(x, y),
        DISCRETE,
        L,
        L);
    both(
        "incrementExact",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.incrementExact(toInt(x)),
        DISCRETE,
        I);
    both("incrementExact", L, Effect.MAY_THROW, (x, y, z) -> Math.incrementExact(x), DISCRETE, L);
    both(
        "decrementExact",
        I,
        Effect.MAY_THROW,
        (x, y, z) -> Math.decrementExact(toInt(x)),
        DISCRETE,
        I);
    both("decrementExact", L, Effect.MAY_THROW, (x, y, z) -> Math.decrementExact(x), DISCRETE, L);
    both("negateExact", I, Effect.MAY_THROW, (x, y, z) -> Math.negateExact(toInt(x)), DISCRETE, I);
    both("negateExact", L, Effect.MAY_THROW, (x, y, z) -> Math.negateExact(x), DISCRETE, L);
    both("absExact", I, Effect.MAY_THROW, (x, y, z) -> Math.absExact(toInt(x)), DISCRETE, I);
    both("absExact", L, Effect.MAY_THROW, (x, y, z) -> Math.absExact(x), DISCRETE, L);
    both("toIntExact", I, Effect.MAY_THROW, (x, y, z) -> Math.toIntExact(x), DISCRETE, L);
    both("multiplyHigh", L, Effect.PURE, (x, y, z) -> Math.multiplyHigh(x, y), DISCRETE, L, L);
    both(
        "multiplyFull",
        L,
        Effect.PURE,
        (x, y, z) -> Math.multiplyFull(toInt(x), toInt(y)),
        DISCRETE,
        I,
        I);
  }

  private static void floatingPoint() {
    both("ulp", F, Effect.PURE, (x, y, z) -> of(Math.ulp(toFloat(x))), ZERO, F);
    both("nextUp", F, Effect.PURE, (x, y, z) -> of(Math.nextUp(toFloat(x))), vjp((g, c) -> g), F);
    both(
        "nextDown",
        F,
        Effect.PURE,
        (x, y, z) -> of(Math.nextDown(toFloat(x))),
        vjp((g, c) -> g),
        F);
    both("getExponent", I, Effect.PURE, (x, y, z) -> Math.getExponent(toFloat(x)), ZERO, F);
    both(
        "nextAfter",
        F,
        Effect.PURE,
        (x, y, z) -> of(Math.nextAfter(toFloat(x), toDouble(y))),
        vjp((g, c) -> g, (g, c) -> g.number(0).cast(D)),
        F,
        D);
    both(
        "scalb",
        F,
        Effect.PURE,
        (x, y, z) -> of(Math.scalb(toFloat(x), toInt(y))),
        vjp(MathOps::scalbOperand, noGradient()),
        F,
        I);
    both("ulp", D, Effect.PURE, (x, y, z) -> of(Math.ulp(toDouble(x))), ZERO, D);
    both("nextUp", D, Effect.PURE, (x, y, z) -> of(Math.nextUp(toDouble(x))), vjp((g, c) -> g), D);
    both(
        "nextDown",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.nextDown(toDouble(x))),
        vjp((g, c) -> g),
        D);
    both("getExponent", I, Effect.PURE, (x, y, z) -> Math.getExponent(toDouble(x)), ZERO, D);
    both(
        "nextAfter",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.nextAfter(toDouble(x), toDouble(y))),
        vjp((g, c) -> g, (g, c) -> g.number(0)),
        D,
        D);
    both(
        "scalb",
        D,
        Effect.PURE,
        (x, y, z) -> of(Math.scalb(toDouble(x), toInt(y))),
        vjp(MathOps::scalbOperand, noGradient()),
        D,
        I);
  }

  private static Term scalbOperand(Term g, Derivative.Call c) {
    return g.apply(operation("scalb", g.dtype(), I), Attributes.NONE, List.of(g, c.operand(1)));
  }

  private static Term oneMinusSquare(Term x) {
    return x.number(1).subtract(x.multiply(x));
  }

  private static Term onePlusSquare(Term x) {
    return x.number(1).add(x.multiply(x));
  }

  private static Term sumOfSquares(Derivative.Call c) {
    Term first = c.operand(0);
    Term second = c.operand(1);
    return first.multiply(first).add(second.multiply(second));
  }

  private static Term hypotPart(Term g, Derivative.Call c, int operand) {
    Term length = c.result();
    Term isZero = length.equalTo(length.number(0));
    Term safe = isZero.where(length.number(1), length);
    return g.multiply(c.operand(operand)).divide(safe);
  }

  private static Term powBase(Term g, Derivative.Call c) {
    Term y = c.operand(1);
    Term reduced =
        y.apply(operation("pow", D, D), Attributes.NONE, List.of(c.operand(0), y.subtract(1)));
    Term isZero = y.equalTo(y.number(0));
    return isZero.where(g.number(0), g.multiply(y).multiply(reduced));
  }

  private static Term powExponent(Term g, Derivative.Call c) {
    Term x = c.operand(0);
    Term safe = x.equalTo(x.number(0)).where(x.number(1), x);
    return g.multiply(c.result()).multiply(call("log", safe));
  }

  private static Derivative extremum() {
    return vjp(
        (g, c) -> extremum(g, c, c.operand(0), c.operand(1)),
        (g, c) -> extremum(g, c, c.operand(1), c.operand(0)));
  }

  private static Term extremum(Term g, Derivative.Call call, Term own, Term other) {
    Term tie = own.equalTo(other);
    Term chosen = own.equalTo(call.result());
    return chosen.where(tie.where(g.multiply(0.5), g), g.number(0));
  }

  private static void unary(
      String method, DoubleUnaryOperator math, DoubleUnaryOperator strict, Derivative derivative) {
    define(
        "java.lang.Math",
        "math",
        method,
        D,
        Effect.PURE,
        (x, y, z) -> of(math.applyAsDouble(toDouble(x))),
        derivative,
        D);
    define(
        "java.lang.StrictMath",
        "strict",
        method,
        D,
        Effect.PURE,
        (x, y, z) -> of(strict.applyAsDouble(toDouble(x))),
        derivative,
        D);
  }

  private static void binary(
      String method,
      DoubleBinaryOperator math,
      DoubleBinaryOperator strict,
      Derivative derivative) {
    define(
        "java.lang.Math",
        "math",
        method,
        D,
        Effect.PURE,
        (x, y, z) -> of(math.applyAsDouble(toDouble(x), toDouble(y))),
        derivative,
        D,
        D);
    define(
        "java.lang.StrictMath",
        "strict",
        method,
        D,
        Effect.PURE,
        (x, y, z) -> of(strict.applyAsDouble(toDouble(x), toDouble(y))),
        derivative,
        D,
        D);
  }

  /** A method that computes the same bits in both classes. */
  private static void both(
      String method,
      DType result,
      Effect effect,
      BitsFunction function,
      Derivative derivative,
      DType... operands) {
    define("java.lang.Math", "math", method, result, effect, function, derivative, operands);
    define(
        "java.lang.StrictMath", "strict", method, result, effect, function, derivative, operands);
  }

  private static void define(
      String owner,
      String prefix,
      String method,
      DType result,
      Effect effect,
      BitsFunction function,
      Derivative derivative,
      DType... operands) {
    String name = name(prefix, method, operands);
    DEFINED.add(
        new OpDefinition(
            name,
            operands.length,
            List.of(),
            effect,
            (a, t) -> {
              for (int i = 0; i < operands.length; i++) {
                TypeRules.scalar(name, t, i, operands[i]);
              }
              return Optional.of(ScalarType.of(result));
            },
            new Evaluation.OnScalars((a, t) -> function),
            new Emission.Expression(
                owner.substring(owner.lastIndexOf('.') + 1) + "." + method + arguments(operands),
                Emission.Precedence.PRIMARY),
            derivative,
            List.of(Spelling.scalarFunction(owner, method, operands))));
  }

  private static String name(String prefix, String method, DType... operands) {
    StringBuilder name = new StringBuilder(prefix + "_" + method);
    Arrays.stream(operands).forEach(dtype -> name.append('_').append(dtype.text()));
    return name.toString();
  }

  private static String arguments(DType... operands) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < operands.length; i++) {
      text.append(i == 0 ? "{" : ", {").append(i).append('}');
    }
    return text.append(')').toString();
  }
}
