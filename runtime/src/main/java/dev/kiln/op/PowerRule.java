package dev.kiln.op;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * The derivative of {@code x^y}: {@code y x^(y-1) dx + x^y log(x) dy}, the former 0 where y is 0,
 * the latter where x is 0.
 *
 * @param pow the power on values of the operands' kind
 * @param log the logarithm on them
 */
public record PowerRule(BinaryOperator<Term> pow, UnaryOperator<Term> log) {

  public Term base(Term cotangent, Derivative.Call call) {
    Term x = call.operand(0);
    // the slope by y is 0 where x is 0, so that of this slope by y is, too
    Term y = isZero(x).where(Term.constant(call.operand(1)), call.operand(1));
    Term slope = y.multiply(pow.apply(x, y.subtract(y.number(1))));
    return cotangent.timesSteep(isZero(y).where(slope.number(0), slope));
  }

  public Term exponent(Term cotangent, Derivative.Call call) {
    Term x = call.operand(0);
    Term safe = isZero(x).where(x.number(1), x);
    return cotangent.times(call.result().times(log.apply(safe)));
  }

  private static Term isZero(Term term) {
    return term.equalTo(term.number(0));
  }
}
