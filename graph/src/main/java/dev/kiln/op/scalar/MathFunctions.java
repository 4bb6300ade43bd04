package dev.kiln.op.scalar;

import static dev.kiln.op.Derivative.noGradient;
import static dev.kiln.op.Derivative.vjp;
import static dev.kiln.op.definition.Bits.of;
import static dev.kiln.op.definition.Bits.toDouble;
import static dev.kiln.op.definition.Bits.toFloat;
import static dev.kiln.op.definition.Bits.toInt;
import static dev.kiln.op.definition.Trait.CHEAP;
import static dev.kiln.op.definition.Trait.COMMUTATIVE;
import static dev.kiln.op.definition.Trait.FINITE;
import static dev.kiln.op.definition.Trait.MAXIMUM;
import static dev.kiln.op.definition.Trait.MINIMUM;
import static dev.kiln.op.definition.Trait.MULTIPLY_ADD;
import static dev.kiln.op.definition.Trait.NOT_NEGATIVE;
import static dev.kiln.op.scalar.MathFunction.DISCRETE;
import static dev.kiln.op.scalar.MathFunction.mayThrow;
import static dev.kiln.op.scalar.MathFunction.operands;
import static dev.kiln.op.scalar.MathFunction.row;
import static dev.kiln.op.scalar.MathFunction.shared;

import dev.kiln.annotation.DType;
import dev.kiln.op.Derivative;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.MethodTable.Row;
import java.util.List;
import java.util.stream.Stream;

/**
 * The methods of {@link Math} and {@link StrictMath}, one row each: the overloads by the types of
 * their operands, with what they compute, their derivatives and their traits. At kinks the
 * derivatives follow PyTorch: 0 for {@code abs} at 0, half to each operand of {@code max} and
 * {@code min} where they are equal.
 */
public final class MathFunctions {
  private MathFunctions() {}

  private static final DType I = DType.INT32;
  private static final DType L = DType.INT64;
  private static final DType F = DType.FLOAT32;
  private static final DType D = DType.FLOAT64;
  private static final Derivative ZERO = new Derivative.Zero();

  private static final List<Row> ROWS =
      List.of(
          row(
              "IEEEremainder",
              f ->
                  f.doubles(
                      Math::IEEEremainder,
                      StrictMath::IEEEremainder,
                      vjp((g, c) -> g, (g, c) -> g.times(ElementwiseOps.minusWholeQuotient(c))))),
          // d fma(x, y, z) = y dx + x dy + dz
          row(
              "fma",
              f ->
                  f.same(
                          D,
                          (x, y, z) -> of(Math.fma(toDouble(x), toDouble(y), toDouble(z))),
                          productRule(),
                          operands(D, D, D),
                          CHEAP,
                          FINITE,
                          MULTIPLY_ADD)
                      .same(
                          F,
                          (x, y, z) -> of(Math.fma(toFloat(x), toFloat(y), toFloat(z))),
                          productRule(),
                          operands(F, F, F),
                          CHEAP,
                          FINITE,
                          MULTIPLY_ADD)),
          row("ceil", f -> f.doubles(Math::ceil, StrictMath::ceil, ZERO, FINITE)),
          row("floor", f -> f.doubles(Math::floor, StrictMath::floor, ZERO, FINITE)),
          row("rint", f -> f.doubles(Math::rint, StrictMath::rint, ZERO, FINITE)),
          row(
              "round",
              f ->
                  f.same(I, (x, y, z) -> Math.round(toFloat(x)), ZERO, operands(F))
                      .same(L, (x, y, z) -> Math.round(toDouble(x)), ZERO, operands(D))),
          row(
              "abs",
              f -> {
                Derivative abs =
                    vjp((g, c) -> g.times(ElementaryFunctions.call("signum", c.operand(0))));
                f.ints(Math::abs, CHEAP)
                    .longs(Math::abs, CHEAP)
                    .floats(Math::abs, abs, CHEAP, FINITE, NOT_NEGATIVE)
                    .doubles(Math::abs, abs, CHEAP, FINITE, NOT_NEGATIVE);
              }),
          row(
              "signum",
              f -> f.floats(Math::signum, ZERO, FINITE).doubles(Math::signum, ZERO, FINITE)),
          // d copySign(x, y) = dx where the sign stays, else -dx; StrictMath's takes NaN as
          // positive
          row(
              "copySign",
              f -> {
                Derivative sign =
                    vjp(
                        (g, c) -> c.result().equalTo(c.operand(0)).where(g, g.negate()),
                        (g, c) -> g.number(0));
                f.floats(Math::copySign, StrictMath::copySign, sign, FINITE)
                    .doubles(Math::copySign, StrictMath::copySign, sign, FINITE);
              }),
          shared(
              "max",
              f ->
                  f.ints(Math::max, CHEAP, COMMUTATIVE)
                      .longs(Math::max, COMMUTATIVE)
                      .floats(Math::max, extremum(), MAXIMUM, COMMUTATIVE)
                      .doubles(Math::max, extremum(), CHEAP, MAXIMUM, COMMUTATIVE)),
          shared(
              "min",
              f ->
                  f.ints(Math::min, CHEAP, COMMUTATIVE)
                      .longs(Math::min, COMMUTATIVE)
                      .floats(Math::min, extremum(), MINIMUM, COMMUTATIVE)
                      .doubles(Math::min, extremum(), CHEAP, MINIMUM, COMMUTATIVE)),
          mayThrow(
              "floorDiv",
              f ->
                  f.ints(Math::floorDiv)
                      .same(L, (x, y, z) -> Math.floorDiv(x, toInt(y)), DISCRETE, operands(L, I))
                      .longs(Math::floorDiv)),
          mayThrow(
              "floorMod",
              f ->
                  f.ints(Math::floorMod)
                      .same(I, (x, y, z) -> Math.floorMod(x, toInt(y)), DISCRETE, operands(L, I))
                      .longs(Math::floorMod)),
          mayThrow("addExact", f -> f.ints(Math::addExact).longs(Math::addExact)),
          mayThrow("subtractExact", f -> f.ints(Math::subtractExact).longs(Math::subtractExact)),
          mayThrow("incrementExact", f -> f.ints(Math::incrementExact).longs(Math::incrementExact)),
          mayThrow("decrementExact", f -> f.ints(Math::decrementExact).longs(Math::decrementExact)),
          mayThrow(
              "multiplyExact",
              f ->
                  f.ints(Math::multiplyExact)
                      .same(
                          L, (x, y, z) -> Math.multiplyExact(x, toInt(y)), DISCRETE, operands(L, I))
                      .longs(Math::multiplyExact)),
          mayThrow("negateExact", f -> f.ints(Math::negateExact).longs(Math::negateExact)),
          mayThrow("absExact", f -> f.ints(Math::absExact).longs(Math::absExact)),
          mayThrow(
              "toIntExact", f -> f.same(I, (x, y, z) -> Math.toIntExact(x), DISCRETE, operands(L))),
          row("multiplyHigh", f -> f.longs(Math::multiplyHigh)),
          row(
              "multiplyFull",
              f ->
                  f.same(
                      L,
                      (x, y, z) -> Math.multiplyFull(toInt(x), toInt(y)),
                      DISCRETE,
                      operands(I, I))),
          row("ulp", f -> f.floats(Math::ulp, ZERO).doubles(Math::ulp, ZERO)),
          row(
              "nextUp",
              f ->
                  f.floats(Math::nextUp, vjp((g, c) -> g)).doubles(Math::nextUp, vjp((g, c) -> g))),
          row(
              "nextDown",
              f ->
                  f.floats(Math::nextDown, vjp((g, c) -> g))
                      .doubles(Math::nextDown, vjp((g, c) -> g))),
          row(
              "nextAfter",
              f ->
                  f.same(
                          F,
                          (x, y, z) -> of(Math.nextAfter(toFloat(x), toDouble(y))),
                          vjp((g, c) -> g, (g, c) -> g.number(0).cast(D)),
                          operands(F, D))
                      .doubles(Math::nextAfter, vjp((g, c) -> g, (g, c) -> g.number(0)))),
          row(
              "getExponent",
              f ->
                  f.same(I, (x, y, z) -> Math.getExponent(toFloat(x)), ZERO, operands(F))
                      .same(I, (x, y, z) -> Math.getExponent(toDouble(x)), ZERO, operands(D))),
          row(
              "scalb",
              f -> {
                Derivative scaled = vjp(MathFunctions::scalbOperand, noGradient());
                f.same(F, (x, y, z) -> of(Math.scalb(toFloat(x), toInt(y))), scaled, operands(F, I))
                    .same(
                        D,
                        (x, y, z) -> of(Math.scalb(toDouble(x), toInt(y))),
                        scaled,
                        operands(D, I));
              }));

  /** All methods. */
  public static final MethodTable TABLE =
      new MethodTable(Stream.concat(ElementaryFunctions.ROWS.stream(), ROWS.stream()).toList());

  private static Derivative productRule() {
    return vjp((g, c) -> g.times(c.operand(1)), (g, c) -> g.times(c.operand(0)), (g, c) -> g);
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

  private static Term scalbOperand(Term g, Derivative.Call c) {
    OpDefinition scalb = MathOps.operation("scalb", g.dtype(), I);
    return g.apply(scalb, Attributes.NONE, List.of(g, c.operand(1)));
  }
}
