package dev.kiln.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.kiln.graph.SourcePosition;

/** Statements being written, with a comment where the line of the user's source changes. */
final class Code {
  private final CodeBlock.Builder text = CodeBlock.builder();
  private int statements;
  private boolean onlyIf;
  private final SourcePosition[] last;

  Code() {
    this(new SourcePosition[] {SourcePosition.UNKNOWN});
  }

  private Code(SourcePosition[] last) {
    this.last = last;
  }

  /** Code of a nested block. */
  Code nested() {
    return new Code(last);
  }

  boolean isEmpty() {
    return statements == 0;
  }

  /** Whether this is one {@code if} statement, so that it can follow {@code else}. */
  boolean isOnlyIf() {
    return onlyIf && statements == 1;
  }

  CodeBlock build() {
    return text.build();
  }

  /** Says where the next statement comes from. */
  void at(SourcePosition position) {
    boolean same = position.line() == last[0].line() && position.file().equals(last[0].file());
    if (position.isKnown() && !same) {
      last[0] = position;
      text.add("// $L\n", position);
    }
  }

  void statement(String format, Object... arguments) {
    text.addStatement(format, arguments);
    statements++;
    onlyIf = false;
  }

  /** {@code header { inner }}. */
  void block(CodeBlock header, Code inner) {
    text.add("$L {\n", header).indent().add(inner.build()).unindent().add("}\n");
    statements++;
    onlyIf = false;
  }

  /** {@code do { inner } while (condition);}. */
  void doWhile(CodeBlock header, Code inner, CodeBlock condition) {
    text.add("$L {\n", header)
        .indent()
        .add(inner.build())
        .unindent()
        .add("} while ($L);\n", condition);
    statements++;
    onlyIf = false;
  }

  /** {@code if (condition) { first } else { second }}, the latter left out where empty. */
  void conditional(CodeBlock condition, Code first, Code second) {
    text.add("if ($L) {\n", condition).indent().add(first.build()).unindent();
    if (second.isEmpty()) {
      text.add("}\n");
    } else if (second.isOnlyIf()) {
      text.add("} else $L", second.build());
    } else {
      text.add("} else {\n").indent().add(second.build()).unindent().add("}\n");
    }
    statements++;
    onlyIf = true;
  }

  /** Statements of another piece of code, in place. */
  void append(Code other) {
    text.add(other.build());
    statements += other.statements;
    onlyIf = false;
  }
}
