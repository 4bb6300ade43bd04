package dev.kiln.fuzz.program;

import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** A statement. A label is empty where there is none. */
public sealed interface Statement extends Node {
  /** {@code int x = 1;}, or with {@code var}. */
  record Declaration(ValueType type, String name, Optional<Expression> value, boolean isInferred)
      implements Statement {}

  /** An expression for its effect. */
  record Evaluation(Expression expression) implements Statement {}

  /** {@code if}; there is no {@code else} where {@code otherwise} is empty. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {}

  /** {@code while}. */
  record While(String label, Expression condition, List<Statement> body) implements Statement {}

  /** {@code do .. while}. */
  record DoWhile(String label, List<Statement> body, Expression condition) implements Statement {}

  /** {@code for (start; condition; updates)}. */
  record For(
      String label,
      Optional<Statement> start,
      Optional<Expression> condition,
      List<Expression> updates,
      List<Statement> body)
      implements Statement {}

  /** {@code for (double x : array)}. */
  record ForEach(String label, ValueType type, String name, Expression array, List<Statement> body)
      implements Statement {}

  /** A switch statement. */
  record Switch(String label, Expression selector, List<SwitchGroup> groups, boolean hasArrows)
      implements Statement {}

  /** {@code { .. }}. */
  record Block(String label, List<Statement> body) implements Statement {}

  /** {@code break}. */
  record Break(String label) implements Statement {}

  /** {@code continue}. */
  record Continue(String label) implements Statement {}

  /** {@code yield}. */
  record Yield(Expression value) implements Statement {}

  /** {@code return}. */
  record Return(Optional<Expression> value) implements Statement {}

  /** {@code throw new exception("text" + value)}. */
  record Throw(String exception, String text, Optional<Expression> value) implements Statement {}

  /** {@code assert}. */
  record Assert(Expression condition, Optional<String> message) implements Statement {}
}
