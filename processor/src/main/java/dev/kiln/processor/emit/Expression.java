package dev.kiln.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.kiln.op.Emission.Precedence;
import java.util.Set;

/**
 * A Java expression that is not written yet.
 *
 * @param variables the mutable variables that it reads
 * @param effectful whether its place among other effects matters
 */
record Expression(CodeBlock code, Precedence precedence, Set<Object> variables, boolean effectful) {

  static Expression primary(String text) {
    return new Expression(CodeBlock.of("$L", text), Precedence.PRIMARY, Set.of(), false);
  }

  static Expression unary(String text) {
    return new Expression(CodeBlock.of("$L", text), Precedence.UNARY, Set.of(), false);
  }

  /** The code, in parentheses where it binds less tightly than {@code needed}. */
  CodeBlock within(Precedence needed) {
    return precedence.compareTo(needed) < 0 ? CodeBlock.of("($L)", code) : code;
  }
}
