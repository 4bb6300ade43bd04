package dev.kiln.processor.emit;

import dev.kiln.op.Emission.Precedence;
import java.util.List;

/** Expressions made of a condition. */
final class ConditionalExpressions {
  private ConditionalExpressions() {}

  /** {@code !condition}. */
  static JavaText negated(Expression condition) {
    return new JavaText("!" + condition.within(Precedence.UNARY));
  }

  /** {@code c && a} and {@code c || b} where the other value is fixed, else {@code c ? a : b}. */
  static Expression of(Expression condition, Expression first, Expression second) {
    List<Expression> parts = List.of(condition, first, second);
    String whenTrue = first.code().toString();
    String whenFalse = second.code().toString();
    if (whenFalse.equals("false")) {
      return Templates.combined(
          JavaText.of(
              "$L && $L",
              condition.within(Precedence.LOGICAL_AND),
              first.within(Precedence.BIT_OR)),
          Precedence.LOGICAL_AND,
          parts,
          false);
    }
    if (whenTrue.equals("true")) {
      return Templates.combined(
          JavaText.of(
              "$L || $L",
              condition.within(Precedence.LOGICAL_OR),
              second.within(Precedence.LOGICAL_AND)),
          Precedence.LOGICAL_OR,
          parts,
          false);
    }
    return Templates.combined(
        JavaText.of(
            "$L ? $L : $L",
            condition.within(Precedence.LOGICAL_OR),
            first.within(Precedence.TERNARY),
            second.within(Precedence.TERNARY)),
        Precedence.TERNARY,
        parts,
        false);
  }
}
