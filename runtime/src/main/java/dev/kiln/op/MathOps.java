package dev.kiln.op;

import static dev.kiln.op.Bits.of;
import static dev.kiln.op.Bits.toDouble;
import static dev.kiln.op.Bits.toFloat;
import static dev.kiln.op.Bits.toInt;
import static dev.kiln.op.Derivative.noGradient;
import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.op.Evaluation.BitsFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The methods of {@link Math} and {@link StrictMath} on scalars, each called as it is. An operation
 * is one overload; {@code max} and {@code min} may also be those of the class of the numbers, as in
 * {@code Double.max}. At kinks the derivatives follow PyTorch: 0 for {@code abs} at 0, half to each
 * operand of {@code max} and {@code min} where they are equal.
 */
public final class MathOps {
  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;
  private static final Derivative ZERO = new Derivative.Zero();
  private static final Derivative DISCRETE = new Derivative.None("its values are integers");

  /** All methods. */
  private static final List<String> METHODS =
      List.of(
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "atan2",
          "toRadians",
          "toDegrees",
          "exp",
          "expm1",
          "log",
          "log10",
          "log1p",
          "pow",
          "sinh",
          "cosh",
          "tanh",
          "sqrt",
          "cbrt",
          "hypot",
          "IEEEremainder",
          "fma",
          "ceil",
          "floor",
          "rint",
          "round",
          "abs",
          "signum",
          "copySign",
          "max",
          "min",
          "floorDiv",
          "floorMod",
          "addExact",
          "subtractExact",
          "incrementExact",
          "decrementExact",
          "multiplyExact",
          "negateExact",
          "absExact",
          "toIntExact",
          "multiplyHigh",
          "multiplyFull",
          "ulp",
          "nextUp",
          "nextDown",
          "nextAfter",
          "getExponent",
          "scalb");

  private static final Map<String, List<OpDefinition>> KNOWN = new ConcurrentHashMap<>();

  private final String method;
  private final List<OpDefinition> defined = new ArrayList<>();

  private MathOps(String method) {
    this.method = method;
  }

  /**
   * The overloads of a method; none where there is no such method. They are made when they are
   * asked for: to link the functions of all methods takes longer than to compile a small model.
   */
  static List<OpDefinition> overloads(String method) {
    return METHODS.contains(method)
        ? KNOWN.computeIfAbsent(method, name -> new MathOps(name).define())
        : List.of();
  }

  /** The definitions of this file. */
  static List<OpDefinition> all() {
    return METHODS.stream().flatMap(method -> overloads(method).stream()).toList();
  }

  /** The operation called {@code name}, or null. */
  static OpDefinition named(String name) {
    String[] words = name.split("_");
    return words.length < 2
        ? null
        : overloads(words[1]).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElse(null);
  }

  private List<OpDefinition> define() {
    boolean known =
        trigonometry()
            || exponentials()
            || roots()
            || products()
            || roundings()
            || signs()
            || extrema()
            || floors()
            || exactSums()
            || exactProducts()
            || neighbours()
            || exponents();
    if (!known) {
      throw new IllegalStateException("there is no definition of " + method);
    }
    return List.copyOf(defined);
  }

  /** The operation of the overload {@code Math.method} on operands of the given types. */
  public static OpDefinition operation(String method, DType... operands) {
    return Catalogue.named(ScalarMethod.name("math", method, operands));
  }

  private static Term call(String method, Term operand) {
    return operand.apply(operation(method, operand.dtype()), Attributes.NONE, List.of(operand));
  }

  private static Term call(String method, Term first, Term second) {
    OpDefinition operation = operation(method, first.dtype(), second.dtype());
    return first.apply(operation, Attributes.NONE, List.of(first, second));
  }

  private boolean trigonometry() {
    switch (method) {
      case "sin" ->
          unary(Math::sin, StrictMath::sin, vjp((g, c) -> g.times(call("cos", c.operand(0)))));
      case "cos" ->
          unary(
              Math::cos,
              StrictMath::cos,
              vjp((g, c) -> g.times(call("sin", c.operand(0))).negate()));
      case "tan" -> {
        // d tan(x) = (1 + tan(x)^2) dx
        unary(Math::tan, StrictMath::tan, vjp((g, c) -> g.times(onePlusSquare(c.result()))));
      }
      case "asin" ->
          unary(
              Math::asin,
              StrictMath::asin,
              vjp((g, c) -> g.overSteep(call("sqrt", oneMinusSquare(c.operand(0))))));
      case "acos" ->
          unary(
              Math::acos,
              StrictMath::acos,
              vjp((g, c) -> g.overSteep(call("sqrt", oneMinusSquare(c.operand(0)))).negate()));
      case "atan" ->
          unary(Math::atan, StrictMath::atan, vjp((g, c) -> g.over(onePlusSquare(c.operand(0)))));
      case "atan2" -> {
        // d atan2(y, x) = (x dy - y dx) / (x^2 + y^2)
        binary(
            Math::atan2,
            StrictMath::atan2,
            vjp((g, c) -> g.times(angleSlope(c, 1)), (g, c) -> g.times(angleSlope(c, 0)).negate()));
      }
      case "toRadians" ->
          unary(Math::toRadians, StrictMath::toRadians, vjp((g, c) -> g.multiply(Math.PI / 180)));
      case "toDegrees" ->
          unary(Math::toDegrees, StrictMath::toDegrees, vjp((g, c) -> g.multiply(180 / Math.PI)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean exponentials() {
    switch (method) {
      case "exp" -> unary(Math::exp, StrictMath::exp, vjp((g, c) -> g.times(c.result())));
      case "expm1" ->
          unary(Math::expm1, StrictMath::expm1, vjp((g, c) -> g.times(c.result().add(1))));
      case "log" -> unary(Math::log, StrictMath::log, vjp((g, c) -> g.over(c.operand(0))));
      case "log10" ->
          unary(
              Math::log10,
              StrictMath::log10,
              vjp((g, c) -> g.over(c.operand(0).multiply(Math.log(10)))));
      case "log1p" ->
          unary(Math::log1p, StrictMath::log1p, vjp((g, c) -> g.over(c.operand(0).add(1))));
      case "pow" -> {
        PowerRule rule = new PowerRule(MathOps::power, x -> call("log", x));
        binary(Math::pow, StrictMath::pow, vjp(rule::base, rule::exponent));
      }
      case "sinh" ->
          unary(Math::sinh, StrictMath::sinh, vjp((g, c) -> g.times(call("cosh", c.operand(0)))));
      case "cosh" ->
          unary(Math::cosh, StrictMath::cosh, vjp((g, c) -> g.times(call("sinh", c.operand(0)))));
      case "tanh" -> {
        // d tanh(x) = (1 - tanh(x)^2) dx
        unary(Math::tanh, StrictMath::tanh, vjp((g, c) -> g.times(oneMinusSquare(c.result()))));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean roots() {
    switch (method) {
      case "sqrt" ->
          unary(Math::sqrt, StrictMath::sqrt, vjp((g, c) -> g.overSteep(c.result().multiply(2))));
      case "cbrt" ->
          unary(
              Math::cbrt,
              StrictMath::cbrt,
              vjp((g, c) -> g.overSteep(c.result().multiply(c.result()).multiply(3))));
      case "hypot" -> {
        // d hypot(x, y) = (x dx + y dy) / hypot(x, y), 0 at the origin
        binary(
            Math::hypot,
            StrictMath::hypot,
            vjp((g, c) -> g.times(direction(c, 0)), (g, c) -> g.times(direction(c, 1))));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean products() {
    switch (method) {
      case "IEEEremainder" ->
          binary(
              Math::IEEEremainder,
              StrictMath::IEEEremainder,
              vjp((g, c) -> g, (g, c) -> g.times(ElementwiseOps.minusWholeQuotient(c))));
      case "fma" -> {
        // d fma(x, y, z) = y dx + x dy + dz
        Derivative fma =
            vjp((g, c) -> g.times(c.operand(1)), (g, c) -> g.times(c.operand(0)), (g, c) -> g);
        both(
            D,
            Effect.PURE,
            (x, y, z) -> of(Math.fma(toDouble(x), toDouble(y), toDouble(z))),
            fma,
            D,
            D,
            D);
        both(
            F,
            Effect.PURE,
            (x, y, z) -> of(Math.fma(toFloat(x), toFloat(y), toFloat(z))),
            fma,
            F,
            F,
            F);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean roundings() {
    switch (method) {
      case "ceil" -> unary(Math::ceil, StrictMath::ceil, ZERO);
      case "floor" -> unary(Math::floor, StrictMath::floor, ZERO);
      case "rint" -> unary(Math::rint, StrictMath::rint, ZERO);
      case "round" -> {
        both(I, Effect.PURE, (x, y, z) -> Math.round(toFloat(x)), ZERO, F);
        both(L, Effect.PURE, (x, y, z) -> Math.round(toDouble(x)), ZERO, D);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean signs() {
    switch (method) {
      case "abs" -> {
        both(I, Effect.PURE, (x, y, z) -> Math.abs(toInt(x)), DISCRETE, I);
        both(L, Effect.PURE, (x, y, z) -> Math.abs(x), DISCRETE, L);
        Derivative abs = vjp((g, c) -> g.times(call("signum", c.operand(0))));
        both(F, Effect.PURE, (x, y, z) -> of(Math.abs(toFloat(x))), abs, F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.abs(toDouble(x))), abs, D);
      }
      case "signum" -> {
        both(F, Effect.PURE, (x, y, z) -> of(Math.signum(toFloat(x))), ZERO, F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.signum(toDouble(x))), ZERO, D);
      }
      case "copySign" -> {
        // d copySign(x, y) = dx where the sign stays, else -dx
        Derivative copySign =
            vjp(
                (g, c) -> c.result().equalTo(c.operand(0)).where(g, g.negate()),
                (g, c) -> g.number(0));
        different(
            F,
            (x, y, z) -> of(Math.copySign(toFloat(x), toFloat(y))),
            (x, y, z) -> of(StrictMath.copySign(toFloat(x), toFloat(y))), // as if NaN is positive
            copySign,
            F,
            F);
        different(
            D,
            (x, y, z) -> of(Math.copySign(toDouble(x), toDouble(y))),
            (x, y, z) -> of(StrictMath.copySign(toDouble(x), toDouble(y))),
            copySign,
            D,
            D);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean extrema() {
    switch (method) {
      case "max" -> {
        both(I, Effect.PURE, (x, y, z) -> Math.max(toInt(x), toInt(y)), DISCRETE, I, I);
        both(L, Effect.PURE, (x, y, z) -> Math.max(x, y), DISCRETE, L, L);
        both(F, Effect.PURE, (x, y, z) -> of(Math.max(toFloat(x), toFloat(y))), extremum(), F, F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.max(toDouble(x), toDouble(y))), extremum(), D, D);
      }
      case "min" -> {
        both(I, Effect.PURE, (x, y, z) -> Math.min(toInt(x), toInt(y)), DISCRETE, I, I);
        both(L, Effect.PURE, (x, y, z) -> Math.min(x, y), DISCRETE, L, L);
        both(F, Effect.PURE, (x, y, z) -> of(Math.min(toFloat(x), toFloat(y))), extremum(), F, F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.min(toDouble(x), toDouble(y))), extremum(), D, D);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean floors() {
    switch (method) {
      case "floorDiv" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.floorDiv(toInt(x), toInt(y)), DISCRETE, I, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.floorDiv(x, toInt(y)), DISCRETE, L, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.floorDiv(x, y), DISCRETE, L, L);
      }
      case "floorMod" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.floorMod(toInt(x), toInt(y)), DISCRETE, I, I);
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.floorMod(x, toInt(y)), DISCRETE, L, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.floorMod(x, y), DISCRETE, L, L);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean exactSums() {
    switch (method) {
      case "addExact" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.addExact(toInt(x), toInt(y)), DISCRETE, I, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.addExact(x, y), DISCRETE, L, L);
      }
      case "subtractExact" -> {
        both(
            I,
            Effect.MAY_THROW,
            (x, y, z) -> Math.subtractExact(toInt(x), toInt(y)),
            DISCRETE,
            I,
            I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.subtractExact(x, y), DISCRETE, L, L);
      }
      case "incrementExact" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.incrementExact(toInt(x)), DISCRETE, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.incrementExact(x), DISCRETE, L);
      }
      case "decrementExact" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.decrementExact(toInt(x)), DISCRETE, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.decrementExact(x), DISCRETE, L);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean exactProducts() {
    switch (method) {
      case "multiplyExact" -> {
        both(
            I,
            Effect.MAY_THROW,
            (x, y, z) -> Math.multiplyExact(toInt(x), toInt(y)),
            DISCRETE,
            I,
            I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.multiplyExact(x, toInt(y)), DISCRETE, L, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.multiplyExact(x, y), DISCRETE, L, L);
      }
      case "negateExact" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.negateExact(toInt(x)), DISCRETE, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.negateExact(x), DISCRETE, L);
      }
      case "absExact" -> {
        both(I, Effect.MAY_THROW, (x, y, z) -> Math.absExact(toInt(x)), DISCRETE, I);
        both(L, Effect.MAY_THROW, (x, y, z) -> Math.absExact(x), DISCRETE, L);
      }
      case "toIntExact" -> both(I, Effect.MAY_THROW, (x, y, z) -> Math.toIntExact(x), DISCRETE, L);
      case "multiplyHigh" ->
          both(L, Effect.PURE, (x, y, z) -> Math.multiplyHigh(x, y), DISCRETE, L, L);
      case "multiplyFull" ->
          both(L, Effect.PURE, (x, y, z) -> Math.multiplyFull(toInt(x), toInt(y)), DISCRETE, I, I);
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean neighbours() {
    switch (method) {
      case "ulp" -> {
        both(F, Effect.PURE, (x, y, z) -> of(Math.ulp(toFloat(x))), ZERO, F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.ulp(toDouble(x))), ZERO, D);
      }
      case "nextUp" -> {
        both(F, Effect.PURE, (x, y, z) -> of(Math.nextUp(toFloat(x))), vjp((g, c) -> g), F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.nextUp(toDouble(x))), vjp((g, c) -> g), D);
      }
      case "nextDown" -> {
        both(F, Effect.PURE, (x, y, z) -> of(Math.nextDown(toFloat(x))), vjp((g, c) -> g), F);
        both(D, Effect.PURE, (x, y, z) -> of(Math.nextDown(toDouble(x))), vjp((g, c) -> g), D);
      }
      case "nextAfter" -> {
        both(
            F,
            Effect.PURE,
            (x, y, z) -> of(Math.nextAfter(toFloat(x), toDouble(y))),
            vjp((g, c) -> g, (g, c) -> g.number(0).cast(D)),
            F,
            D);
        both(
            D,
            Effect.PURE,
            (x, y, z) -> of(Math.nextAfter(toDouble(x), toDouble(y))),
            vjp((g, c) -> g, (g, c) -> g.number(0)),
            D,
            D);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean exponents() {
    switch (method) {
      case "getExponent" -> {
        both(I, Effect.PURE, (x, y, z) -> Math.getExponent(toFloat(x)), ZERO, F);
        both(I, Effect.PURE, (x, y, z) -> Math.getExponent(toDouble(x)), ZERO, D);
      }
      case "scalb" -> {
        both(
            F,
            Effect.PURE,
            (x, y, z) -> of(Math.scalb(toFloat(x), toInt(y))),
            vjp(MathOps::scalbOperand, noGradient()),
            F,
            I);
        both(
            D,
            Effect.PURE,
            (x, y, z) -> of(Math.scalb(toDouble(x), toInt(y))),
            vjp(MathOps::scalbOperand, noGradient()),
            D,
            I);
      }
      default -> {
        return false;
      }
    }
    return true;
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

  /**
   * {@code x_i / (x_0^2 + x_1^2)}. Divided by the larger one, the operands can be squared; the
   * slope does not depend on what divides them.
   */
  private static Term angleSlope(Derivative.Call c, int operand) {
    Term larger = call("max", call("abs", c.operand(0)), call("abs", c.operand(1)));
    Term scale = Term.constant(larger);
    Term first = c.operand(0).divide(scale);
    Term second = c.operand(1).divide(scale);
    Term square = first.multiply(first).add(second.multiply(second));
    return (operand == 0 ? first : second).divide(square).divide(scale);
  }

  private static Term direction(Derivative.Call c, int operand) {
    return c.result()
        .apply(ChainOps.DIRECTION, Attributes.NONE, List.of(c.operand(operand), c.result()));
  }

  private static Term power(Term x, Term y) {
    return call("pow", x, y);
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

  private void unary(DoubleUnaryOperator math, DoubleUnaryOperator strict, Derivative derivative) {
    different(
        D,
        (x, y, z) -> of(math.applyAsDouble(toDouble(x))),
        (x, y, z) -> of(strict.applyAsDouble(toDouble(x))),
        derivative,
        D);
  }

  private void binary(
      DoubleBinaryOperator math, DoubleBinaryOperator strict, Derivative derivative) {
    different(
        D,
        (x, y, z) -> of(math.applyAsDouble(toDouble(x), toDouble(y))),
        (x, y, z) -> of(strict.applyAsDouble(toDouble(x), toDouble(y))),
        derivative,
        D,
        D);
  }

  /** A method that computes the same bits in both classes. */
  private void both(
      DType result,
      Effect effect,
      BitsFunction function,
      Derivative derivative,
      DType... operands) {
    define("java.lang.Math", "math", result, effect, function, derivative, operands);
    define("java.lang.StrictMath", "strict", result, effect, function, derivative, operands);
  }

  /** A method that may compute other bits in the one class than in the other. */
  private void different(
      DType result,
      BitsFunction math,
      BitsFunction strict,
      Derivative derivative,
      DType... operands) {
    define("java.lang.Math", "math", result, Effect.PURE, math, derivative, operands);
    define("java.lang.StrictMath", "strict", result, Effect.PURE, strict, derivative, operands);
  }

  private void define(
      String owner,
      String prefix,
      DType result,
      Effect effect,
      BitsFunction function,
      Derivative derivative,
      DType... operands) {
    boolean isShared = prefix.equals("math") && List.of("max", "min").contains(method);
    List<String> others = isShared ? List.of(NumberOps.owner(result)) : List.of();
    defined.add(
        new ScalarMethod(owner, prefix, method)
            .operation(result, effect, function, derivative, others, operands));
  }
}
