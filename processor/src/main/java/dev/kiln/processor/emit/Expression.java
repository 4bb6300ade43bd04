package dev.kiln.processor.emit;

import dev.kiln.op.Emission.Precedence;
import java.util.Set;

/**
 * A Java expression that is not written yet.
 *
 * @param variables the mutable variables that it reads
 * @param effectful whether its place among other effects matters
 */
record Expression(JavaText code, Precedence precedence, Set<Object> variables, boolean effectful) {

  static Expression primary(String text) {
    return new Expression(new JavaText(text), Precedence.PRIMARY, Set.of(), false);
  }

  static Expression unary(String text) {
    return new Expression(new JavaText(text), Precedence.UNARY, Set.of(), false);
  }

  /** The code, in parentheses where it binds less tightly than {@code needed}. */
  JavaText within(Precedence needed) {
    return precedence.compareTo(needed) < 0 ? new JavaText("(" + code.text() + ")") : code;
  }
}
