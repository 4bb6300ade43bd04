package dev.kiln.op.scalar;

import static dev.kiln.op.Derivative.vjp;
import static dev.kiln.op.definition.Trait.CHEAP;
import static dev.kiln.op.definition.Trait.DISTANCE;
import static dev.kiln.op.definition.Trait.FINITE;
import static dev.kiln.op.definition.Trait.FINITE_IF_NOT_NEGATIVE;
import static dev.kiln.op.definition.Trait.FINITE_IF_POSITIVE;
import static dev.kiln.op.definition.Trait.NOT_NEGATIVE;
import static dev.kiln.op.definition.Trait.POWER;
import static dev.kiln.op.definition.Trait.SIGN_OF_OPERAND;
import static dev.kiln.op.scalar.MathFunction.row;

import dev.kiln.op.ChainOps;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.PowerRule;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.MethodTable.Row;
import java.util.List;

/**
 * The rows of {@link MathFunctions} for elementary functions: angles, powers, logarithms, roots.
 */
final class ElementaryFunctions {
  private ElementaryFunctions() {}

  static final List<Row> ROWS =
      List.of(
          row(
              "sin",
              f -> f.doubles(Math::sin, StrictMath::sin, vjp((g, c) -> g.times(cos(c))), FINITE)),
          row(
              "cos",
              f ->
                  f.doubles(
                      Math::cos,
                      StrictMath::cos,
                      vjp((g, c) -> g.times(call("sin", c.operand(0))).negate()),
                      FINITE)),
          // d tan(x) = (1 + tan(x)^2) dx
          row(
              "tan",
              f ->
                  f.doubles(
                      Math::tan,
                      StrictMath::tan,
                      vjp((g, c) -> g.times(onePlusSquare(c.result()))),
                      FINITE)),
          row(
              "asin",
              f ->
                  f.doubles(
                      Math::asin,
                      StrictMath::asin,
                      vjp((g, c) -> g.overSteep(call("sqrt", oneMinusSquare(c.operand(0))))))),
          row(
              "acos",
              f ->
                  f.doubles(
                      Math::acos,
                      StrictMath::acos,
                      vjp(
                          (g, c) ->
                              g.overSteep(call("sqrt", oneMinusSquare(c.operand(0)))).negate()))),
          row(
              "atan",
              f ->
                  f.doubles(
                      Math::atan,
                      StrictMath::atan,
                      vjp((g, c) -> g.over(onePlusSquare(c.operand(0)))),
                      FINITE)),
          // d atan2(y, x) = (x dy - y dx) / (x^2 + y^2)
          row(
              "atan2",
              f ->
                  f.doubles(
                      Math::atan2,
                      StrictMath::atan2,
                      vjp(
                          (g, c) -> g.times(angleSlope(c, 1)),
                          (g, c) -> g.times(angleSlope(c, 0)).negate()),
                      FINITE)),
          row(
              "toRadians",
              f ->
                  f.doubles(
                      Math::toRadians,
                      StrictMath::toRadians,
                      vjp((g, c) -> g.multiply(Math.PI / 180)),
                      FINITE)),
          row(
              "toDegrees",
              f ->
                  f.doubles(
                      Math::toDegrees,
                      StrictMath::toDegrees,
                      vjp((g, c) -> g.multiply(180 / Math.PI)),
                      FINITE)),
          row(
              "exp",
              f ->
                  f.doubles(
                      Math::exp,
                      StrictMath::exp,
                      vjp((g, c) -> g.times(c.result())),
                      NOT_NEGATIVE)),
          row(
              "expm1",
              f ->
                  f.doubles(
                      Math::expm1, StrictMath::expm1, vjp((g, c) -> g.times(c.result().add(1))))),
          row(
              "log",
              f ->
                  f.doubles(
                      Math::log,
                      StrictMath::log,
                      vjp((g, c) -> g.over(c.operand(0))),
                      FINITE_IF_POSITIVE)),
          row(
              "log10",
              f ->
                  f.doubles(
                      Math::log10,
                      StrictMath::log10,
                      vjp((g, c) -> g.over(c.operand(0).multiply(Math.log(10)))),
                      FINITE_IF_POSITIVE)),
          row(
              "log1p",
              f ->
                  f.doubles(
                      Math::log1p,
                      StrictMath::log1p,
                      vjp((g, c) -> g.over(c.operand(0).add(1))),
                      FINITE_IF_NOT_NEGATIVE)),
          row(
              "pow",
              f -> {
                PowerRule rule = new PowerRule((x, y) -> call("pow", x, y), x -> call("log", x));
                f.doubles(Math::pow, StrictMath::pow, vjp(rule::base, rule::exponent), POWER);
              }),
          row(
              "sinh",
              f ->
                  f.doubles(
                      Math::sinh,
                      StrictMath::sinh,
                      vjp((g, c) -> g.times(call("cosh", c.operand(0)))))),
          row(
              "cosh",
              f ->
                  f.doubles(
                      Math::cosh,
                      StrictMath::cosh,
                      vjp((g, c) -> g.times(call("sinh", c.operand(0)))))),
          // d tanh(x) = (1 - tanh(x)^2) dx
          row(
              "tanh",
              f ->
                  f.doubles(
                      Math::tanh,
                      StrictMath::tanh,
                      vjp((g, c) -> g.times(oneMinusSquare(c.result()))),
                      FINITE)),
          row(
              "sqrt",
              f ->
                  f.doubles(
                      Math::sqrt,
                      StrictMath::sqrt,
                      vjp((g, c) -> g.overSteep(c.result().multiply(2))),
                      CHEAP,
                      FINITE_IF_NOT_NEGATIVE,
                      SIGN_OF_OPERAND)),
          row(
              "cbrt",
              f ->
                  f.doubles(
                      Math::cbrt,
                      StrictMath::cbrt,
                      vjp((g, c) -> g.overSteep(c.result().multiply(c.result()).multiply(3))),
                      FINITE)),
          // d hypot(x, y) = (x dx + y dy) / hypot(x, y), 0 at the origin
          row(
              "hypot",
              f ->
                  f.doubles(
                      Math::hypot,
                      StrictMath::hypot,
                      vjp((g, c) -> g.times(direction(c, 0)), (g, c) -> g.times(direction(c, 1))),
                      FINITE,
                      NOT_NEGATIVE,
                      DISTANCE)));

  /** A method of {@link Math} as an operation in a derivative. */
  static Term call(String method, Term operand) {
    OpDefinition operation = MathOps.operation(method, operand.dtype());
    return operand.apply(operation, Attributes.NONE, List.of(operand));
  }

  private static Term call(String method, Term first, Term second) {
    OpDefinition operation = MathOps.operation(method, first.dtype(), second.dtype());
    return first.apply(operation, Attributes.NONE, List.of(first, second));
  }

  private static Term cos(Derivative.Call c) {
    return call("cos", c.operand(0));
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
}
