package dev.kiln.processor.emit.statement;

import dev.kiln.processor.emit.text.JavaText;
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
public final class Code {
  private final List<Part> statements = new ArrayList<>();

  /** Where the statement to come is from. */
  private SourcePosition next = SourcePosition.UNKNOWN;

  /** A statement, which knows the blocks in it. */
  private sealed interface Part extends Statement {
    default List<Code> blocks() {
      return List.of();
    }

    @Override
    default List<? extends Statement> nested() {
      return blocks().stream().flatMap(block -> block.statements.stream()).toList();
    }

    /** The same statement from another place. */
    Part at(SourcePosition place);
  }

  private record Line(SourcePosition place, JavaText text) implements Part {
    @Override
    public Part at(SourcePosition from) {
      return new Line(from, text);
    }
  }

  /**
   * {@code label: header { inner } end}.
   *
   * @param label what jumps call it, which is written where there are any; may be empty
   * @param end empty except for {@code do}
   */
  private record Nested(
      SourcePosition place, String label, JavaText header, Code inner, JavaText end, boolean isLoop)
      implements Part {
    @Override
    public List<Code> blocks() {
      return List.of(inner);
    }

    @Override
    public Part at(SourcePosition from) {
      return new Nested(from, label, header, inner, end, isLoop);
    }
  }

  /**
   * {@code break} or {@code continue}.
   *
   * @param label of what it leaves; empty for the loop around it
   */
  private record Jump(SourcePosition place, String keyword, String label) implements Part {
    @Override
    public Part at(SourcePosition from) {
      return new Jump(from, keyword, label);
    }
  }

  private record Conditional(SourcePosition place, JavaText condition, Code first, Code second)
      implements Part {
    @Override
    public List<Code> blocks() {
      return List.of(first, second);
    }

    @Override
    public Part at(SourcePosition from) {
      return new Conditional(from, condition, first, second);
    }
  }

  public boolean isEmpty() {
    return statements.isEmpty();
  }

  /** Says where the next statement comes from. */
  public void at(SourcePosition position) {
    if (position.isKnown()) {
      next = position;
    }
  }

  public void statement(String format, Object... arguments) {
    add(new Line(place(), JavaText.of(format, arguments)));
  }

  /** {@code label: { inner }}. */
  public void labelled(String label, Code inner) {
    add(new Nested(place(), label, JavaText.EMPTY, inner, JavaText.EMPTY, false));
  }

  /** {@code header { inner }}. */
  public void loop(String label, JavaText header, Code inner) {
    add(new Nested(place(), label, header, inner, JavaText.EMPTY, true));
  }

  /** {@code do { inner } while (condition);}. */
  public void doWhile(String label, Code inner, JavaText condition) {
    JavaText end = JavaText.of("while ($L)", condition);
    add(new Nested(place(), label, new JavaText("do"), inner, end, true));
  }

  /** {@code break label;}; the label is empty where the loop around it is left. */
  public void jump(String keyword, String label) {
    add(new Jump(place(), keyword, label));
  }

  /** Whether a jump in here leaves what has the label. */
  public boolean jumpsTo(String label) {
    return statements.stream()
        .anyMatch(
            each ->
                each instanceof Jump jump && jump.label().equals(label)
                    || each.blocks().stream().anyMatch(block -> block.jumpsTo(label)));
  }

  /** Has jumps to the end of the rest of a loop's body continue the loop instead. */
  public void continueInsteadOf(String label, String loop) {
    continueInsteadOf(label, "", loop);
  }

  /**
   * @param here the label that leads to the loop from here
   */
  private void continueInsteadOf(String label, String here, String loop) {
    for (int i = 0; i < statements.size(); i++) {
      Part each = statements.get(i);
      if (each instanceof Jump jump && jump.label().equals(label)) {
        statements.set(i, new Jump(jump.place(), "continue", here));
      }
      String inside = each instanceof Nested nested && nested.isLoop() ? loop : here;
      each.blocks().forEach(block -> block.continueInsteadOf(label, inside, loop));
    }
  }

  /** {@code if (condition) { first } else { second }}, the latter left out where empty. */
  public void conditional(JavaText condition, Code first, Code second) {
    add(new Conditional(place(), condition, first, second));
  }

  /** Statements of another piece of code, in place. */
  public void append(Code other) {
    for (Part each : other.statements) {
      SourcePosition here = place();
      add(each.place().isKnown() ? each : each.at(here));
    }
  }

  private SourcePosition place() {
    SourcePosition place = next;
    next = SourcePosition.UNKNOWN;
    return place;
  }

  private void add(Part statement) {
    statements.add(statement);
  }

  /** The text, with a comment before each group of statements that says where they come from. */
  public JavaText build() {
    JavaText.Builder text = JavaText.builder();
    Labels labels = new Labels();
    collectLabels(labels);
    write(text, labels, PositionComments.TOP);
    return text.build();
  }

  private void collectLabels(Labels labels) {
    for (Part each : statements) {
      if (each instanceof Jump jump) {
        labels.use(jump.label());
      }
      each.blocks().forEach(block -> block.collectLabels(labels));
    }
  }

  private void write(JavaText.Builder text, Labels labels, PositionComments around) {
    List<PositionComments> comments = around.of(statements);
    for (int i = 0; i < statements.size(); i++) {
      Part each = statements.get(i);
      PositionComments inside = comments.get(i);
      if (!inside.comment().isEmpty()) {
        text.add("// $L\n", inside.comment());
      }
      mark(each, text);
      if (each instanceof Line line) {
        text.addStatement("$L", line.text());
      } else if (each instanceof Jump jump) {
        text.addStatement("$L$L", jump.keyword(), labels.after(jump.label()));
      } else if (each instanceof Nested nested) {
        text.add("$L", labels.before(nested.label()));
        text.open("$L", nested.header());
        nested.inner().write(text, labels, inside);
        if (nested.end().isEmpty()) {
          text.close();
        } else {
          text.unindent().addStatement("} $L", nested.end());
        }
      } else {
        writeConditional((Conditional) each, text, labels, inside);
      }
    }
  }

  private static void writeConditional(
      Conditional branch, JavaText.Builder text, Labels labels, PositionComments inside) {
    text.open("if ($L)", branch.condition());
    branch.first().write(text, labels, inside);
    Code second = branch.second();
    if (second.isEmpty()) {
      text.close();
    } else if (second.statements.size() == 1
        && second.statements.get(0) instanceof Conditional next) {
      text.unindent().add("} else ");
      mark(next, text);
      writeConditional(next, text, labels, inside);
    } else {
      text.unindent().open("} else");
      second.write(text, labels, inside);
      text.close();
    }
  }

  private static void mark(Statement statement, JavaText.Builder text) {
    if (statement.place().isKnown()) {
      text.add(JavaText.line(statement.place()));
    }
  }
}
