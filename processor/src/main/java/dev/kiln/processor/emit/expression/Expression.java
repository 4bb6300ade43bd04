package dev.kiln.processor.emit.expression;

import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.processor.emit.text.JavaText;
import java.util.Set;

/**
 * A Java expression that is not written yet.
 *
 * @param form what it is made of, where that matters to what is around it
 * @param variables the mutable variables that it reads
 * @param effectful whether its place among other effects matters
 */
public record Expression(
    JavaText code, Precedence precedence, Form form, Set<Object> variables, boolean effectful) {

  /** What an expression is made of. */
  sealed interface Form {}

  /** Nothing that matters. */
  record Opaque() implements Form {}

  /** {@code true} or {@code false}. */
  record Truth(boolean value) implements Form {}

  /** {@code !operand}. */
  record Not(Expression operand) implements Form {}

  /**
   * {@code left operator right}.
   *
   * @param isWhole whether the operands are whole numbers, of which one of {@code <} and {@code >=}
   *     always holds
   */
  record Binary(Expression left, String operator, Expression right, boolean isWhole)
      implements Form {}

  public static final Form OPAQUE = new Opaque();

  public static Expression primary(String text) {
    return new Expression(new JavaText(text), Precedence.PRIMARY, OPAQUE, Set.of(), false);
  }

  static Expression unary(String text) {
    return new Expression(new JavaText(text), Precedence.UNARY, OPAQUE, Set.of(), false);
  }

  static Expression truth(boolean value) {
    return new Expression(
        JavaText.of("$L", value), Precedence.PRIMARY, new Truth(value), Set.of(), false);
  }

  /** The variable of a name. */
  public static Expression variable(String name, Set<Object> variables) {
    return new Expression(new JavaText(name), Precedence.PRIMARY, OPAQUE, variables, false);
  }

  Expression as(Form known) {
    return new Expression(code, precedence, known, variables, effectful);
  }

  /** Whether this is the literal {@code true} or {@code false}. */
  public boolean isTruth(boolean value) {
    return form.equals(new Truth(value));
  }

  /** The code, in parentheses where it binds less tightly than {@code needed}. */
  public JavaText within(Precedence needed) {
    return precedence.compareTo(needed) < 0 ? new JavaText("(" + code.text() + ")") : code;
  }
}
