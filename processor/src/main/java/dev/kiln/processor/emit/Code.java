package dev.kiln.processor.emit;

import dev.kiln.type.SourcePosition;

/** Statements being written, with a comment where the line of the user's source changes. */
final class Code {
  private final JavaText.Builder text = JavaText.builder();
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

  JavaText build() {
    return text.build();
  }

  /** Says where the next statement comes from, to stack traces alone. */
  void mark(SourcePosition position) {
    if (position.isKnown()) {
      text.add(JavaText.line(position));
    }
  }

  /** Says where the next statement comes from. */
  void at(SourcePosition position) {
    mark(position);
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
  void block(JavaText header, Code inner) {
    text.open("$L", header).add(inner.build()).close();
    statements++;
    onlyIf = false;
  }

  /** {@code do { inner } while (condition);}. */
  void doWhile(JavaText header, Code inner, JavaText condition) {
    text.open("$L", header).add(inner.build()).unindent().addStatement("} while ($L)", condition);
    statements++;
    onlyIf = false;
  }

  /** {@code if (condition) { first } else { second }}, the latter left out where empty. */
  void conditional(JavaText condition, Code first, Code second) {
    text.open("if ($L)", condition).add(first.build());
    if (second.isEmpty()) {
      text.close();
    } else if (second.isOnlyIf()) {
      text.unindent().add("} else $L", second.build());
    } else {
      text.unindent().open("} else").add(second.build()).close();
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
