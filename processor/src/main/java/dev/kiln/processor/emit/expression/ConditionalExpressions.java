package dev.kiln.processor.emit.expression;

import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.text.JavaText;
import java.util.List;
import java.util.Map;

/** Expressions made of a condition. */
public final class ConditionalExpressions {
  private ConditionalExpressions() {}

  /** Operators and their opposites; the latter ones for whole numbers. */
  private static final Map<String, String> OPPOSITES = Map.of("==", "!=", "!=", "==");

  private static final Map<String, String> WHOLE_OPPOSITES =
      Map.of("<", ">=", ">=", "<", ">", "<=", "<=", ">");

  /** {@code !condition}, as it is said without a double negation. */
  public static JavaText negated(Expression condition) {
    if (condition.form() instanceof Expression.Not not) {
      return not.operand().code();
    }
    if (condition.form() instanceof Expression.Binary binary) {
      String opposite = OPPOSITES.get(binary.operator());
      if (opposite == null && binary.isWhole()) {
        opposite = WHOLE_OPPOSITES.get(binary.operator());
      }
      if (opposite != null) {
        Precedence operand = condition.precedence();
        return JavaText.of(
            "$L $L $L",
            binary.left().within(operand),
            opposite,
            binary.right().within(operand.tighter()));
      }
    }
    return new JavaText("!" + condition.within(Precedence.UNARY));
  }

  /** {@code c && a} and {@code c || b} where the other value is fixed, else {@code c ? a : b}. */
  public static Expression of(Expression condition, Expression first, Expression second) {
    List<Expression> parts = List.of(condition, first, second);
    if (second.isTruth(false)) {
      return Templates.combined(
          JavaText.of(
              "$L && $L",
              condition.within(Precedence.LOGICAL_AND),
              first.within(Precedence.BIT_OR)),
          Precedence.LOGICAL_AND,
          parts,
          false);
    }
    if (first.isTruth(true)) {
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
