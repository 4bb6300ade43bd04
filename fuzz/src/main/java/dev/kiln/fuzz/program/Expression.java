package dev.kiln.fuzz.program;

import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;

/** An expression of a known type. */
public sealed interface Expression extends Node {
  /** The type of the value; null for a call of a void method. */
  ValueType type();

  /** A constant, as it is written. */
  record Literal(ValueType type, String text) implements Expression {}

  /** A local variable, or a field with the path to it, such as {@code this.inner.weights}. */
  record Variable(ValueType type, String name) implements Expression {}

  /** {@code -x}, {@code !x} and the like. */
  record Prefix(ValueType type, String operator, Expression operand) implements Expression {}

  /** {@code x + y} and the like. */
  record Infix(ValueType type, String operator, Expression left, Expression right)
      implements Expression {}

  /** {@code ++x} or {@code x++}; the operator is {@code ++} or {@code --}. */
  record Step(ValueType type, Expression target, String operator, boolean isPrefix)
      implements Expression {}

  /** {@code x = y}, {@code x += y} and the like. */
  record Assignment(ValueType type, Expression target, String operator, Expression value)
      implements Expression {}

  /** {@code (int) x}. */
  record Cast(ValueType type, Expression operand) implements Expression {}

  /** {@code x ? y : z}. */
  record Conditional(ValueType type, Expression condition, Expression first, Expression second)
      implements Expression {}

  /** A switch expression; {@code hasArrows} says in which of both forms. */
  record SwitchValue(
      ValueType type, Expression selector, List<SwitchGroup> groups, boolean hasArrows)
      implements Expression {}

  /** {@code a[i]}. */
  record Element(ValueType type, Expression array, Expression index) implements Expression {}

  /** {@code a.length}. */
  record Length(Expression array) implements Expression {
    @Override
    public ValueType type() {
      return ScalarType.INT32;
    }
  }

  /** A call of a method or constructor by name, such as {@code Math.max} or {@code new Pair}. */
  record Call(ValueType type, String function, List<Expression> arguments) implements Expression {}

  /** A call on a value: an accessor of a record, or a method of a tensor. */
  record MethodCall(ValueType type, Expression receiver, String method, List<Expression> arguments)
      implements Expression {}

  /** {@code new int[n][m]}; the sizes may be fewer than the rank. */
  record NewArray(ValueType type, List<Expression> sizes) implements Expression {}

  /** {@code new int[] {x, y}}. */
  record ArrayOf(ValueType type, List<Expression> elements) implements Expression {}
}
