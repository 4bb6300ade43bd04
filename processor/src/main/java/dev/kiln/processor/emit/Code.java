package dev.kiln.processor.emit;

import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements being written. They stay a tree until the method is complete: what is decided about
 * them is decided on that, and only {@link #build} makes text of it.
 *
 * <pre>
 * // Decay.java:12-15
 * int i = 0;
 * while (i &lt; steps) {
 *   x *= rate;
 *   i += 1;
 * }
 * return x * x;
 * </pre>
 */
final class Code {
  private final List<Statement> statements = new ArrayList<>();

  /** Where the statement to come is from. */
  private SourcePosition next = SourcePosition.UNKNOWN;

  /** A statement and where in the user's source it comes from, as far as that is known. */
  sealed interface Statement {
    SourcePosition place();

    /** The blocks in it. */
    default List<Code> blocks() {
      return List.of();
    }

    /** The same statement from another place. */
    Statement at(SourcePosition place);
  }

  private record Line(SourcePosition place, JavaText text) implements Statement {
    @Override
    public Statement at(SourcePosition from) {
      return new Line(from, text);
    }
  }

  /** {@code header { inner } end}, where the end may be empty. */
  private record Nested(SourcePosition place, JavaText header, Code inner, JavaText end)
      implements Statement {
    @Override
    public List<Code> blocks() {
      return List.of(inner);
    }

    @Override
    public Statement at(SourcePosition from) {
      return new Nested(from, header, inner, end);
    }
  }

  private record Conditional(SourcePosition place, JavaText condition, Code first, Code second)
      implements Statement {
    @Override
    public List<Code> blocks() {
      return List.of(first, second);
    }

    @Override
    public Statement at(SourcePosition from) {
      return new Conditional(from, condition, first, second);
    }
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }

  List<Statement> statements() {
    return statements;
  }

  /** Says where the next statement comes from. */
  void at(SourcePosition position) {
    if (position.isKnown()) {
      next = position;
    }
  }

  void statement(String format, Object... arguments) {
    add(new Line(place(), JavaText.of(format, arguments)));
  }

  /** {@code header { inner }}. */
  void block(JavaText header, Code inner) {
    add(new Nested(place(), header, inner, JavaText.EMPTY));
  }

  /** {@code do { inner } while (condition);}. */
  void doWhile(JavaText header, Code inner, JavaText condition) {
    add(new Nested(place(), header, inner, JavaText.of("while ($L)", condition)));
  }

  /** {@code if (condition) { first } else { second }}, the latter left out where empty. */
  void conditional(JavaText condition, Code first, Code second) {
    add(new Conditional(place(), condition, first, second));
  }

  /** Statements of another piece of code, in place. */
  void append(Code other) {
    for (Statement each : other.statements) {
      SourcePosition here = place();
      add(each.place().isKnown() ? each : each.at(here));
    }
  }

  private SourcePosition place() {
    SourcePosition place = next;
    next = SourcePosition.UNKNOWN;
    return place;
  }

  private void add(Statement statement) {
    statements.add(statement);
  }

  /** The text, with a comment before each group of statements that says where they come from. */
  JavaText build() {
    JavaText.Builder text = JavaText.builder();
    write(text, PositionComments.TOP);
    return text.build();
  }

  private void write(JavaText.Builder text, PositionComments around) {
    List<PositionComments> comments = around.of(statements);
    for (int i = 0; i < statements.size(); i++) {
      Statement each = statements.get(i);
      PositionComments inside = comments.get(i);
      if (!inside.comment().isEmpty()) {
        text.add("// $L\n", inside.comment());
      }
      mark(each, text);
      if (each instanceof Line line) {
        text.addStatement("$L", line.text());
      } else if (each instanceof Nested nested) {
        text.open("$L", nested.header());
        nested.inner().write(text, inside);
        if (nested.end().isEmpty()) {
          text.close();
        } else {
          text.unindent().addStatement("} $L", nested.end());
        }
      } else {
        writeConditional((Conditional) each, text, inside);
      }
    }
  }

  private static void writeConditional(
      Conditional branch, JavaText.Builder text, PositionComments inside) {
    text.open("if ($L)", branch.condition());
    branch.first().write(text, inside);
    Code second = branch.second();
    if (second.isEmpty()) {
      text.close();
    } else if (second.statements.size() == 1
        && second.statements.get(0) instanceof Conditional next) {
      text.unindent().add("} else ");
      mark(next, text);
      writeConditional(next, text, inside);
    } else {
      text.unindent().open("} else");
      second.write(text, inside);
      text.close();
    }
  }

  private static void mark(Statement statement, JavaText.Builder text) {
    if (statement.place().isKnown()) {
      text.add(JavaText.line(statement.place()));
    }
  }
}
