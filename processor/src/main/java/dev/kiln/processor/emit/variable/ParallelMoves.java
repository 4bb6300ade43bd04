package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Assignments that happen at once, put into an order in which no variable is assigned before it is
 * read. Where there is none, a variable is copied first.
 *
 * <pre>
 * double first2 = first;
 * first = second;
 * second = first2;
 * </pre>
 */
public final class ParallelMoves {
  /** Writes the assignments. */
  public interface Target {
    /** Assigns an expression that comes from {@code place}. */
    void assign(Value target, Expression expression, SourcePosition place);

    /** Writes an expression to a new variable, beside that of {@code target}. */
    Expression copy(Value target, Expression expression);
  }

  private record Move(Value target, Expression expression, SourcePosition place) {}

  private final Variables variables;
  private final List<Move> moves = new ArrayList<>();

  public ParallelMoves(Variables variables) {
    this.variables = variables;
  }

  public void add(Value target, Expression expression, SourcePosition place) {
    moves.add(new Move(target, expression, place));
  }

  public void write(Target out) {
    while (!moves.isEmpty()) {
      int ready = firstReady();
      if (ready >= 0) {
        Move move = moves.remove(ready);
        out.assign(move.target(), move.expression(), move.place());
      } else {
        int reader = firstReader();
        Move move = moves.get(reader);
        Expression copy = out.copy(move.target(), move.expression());
        moves.set(reader, new Move(move.target(), copy, move.place()));
      }
    }
  }

  /** A move whose target no other move reads; -1 where there is none. */
  private int firstReady() {
    for (int i = 0; i < moves.size(); i++) {
      Object variable = variables.variable(moves.get(i).target());
      boolean isRead = false;
      for (int j = 0; j < moves.size(); j++) {
        isRead |= j != i && moves.get(j).expression().variables().contains(variable);
      }
      if (!isRead) {
        return i;
      }
    }
    return -1;
  }

  private int firstReader() {
    int index = 0;
    while (moves.get(index).expression().variables().isEmpty()) {
      index++;
    }
    return index;
  }
}
