package dev.kiln.processor.emit.function;

import dev.kiln.graph.Value;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.variable.EvaluationOrder;
import dev.kiln.processor.emit.variable.Locals;
import dev.kiln.processor.emit.variable.ParallelMoves;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what a block passes on to the variables of its target, as if all were assigned at once.
 *
 * <pre>
 * sum += x[i];
 * i++;
 * </pre>
 */
final class Moves implements ParallelMoves.Target {
  private final FunctionFacts function;
  private final Variables variables;
  private final Locals locals;
  private final PendingExpressions pending;
  private final Code out;

  Moves(FunctionFacts function, Locals locals, PendingExpressions pending, Code out) {
    this.function = function;
    this.variables = function.variables();
    this.locals = locals;
    this.pending = pending;
    this.out = out;
  }

  void write(List<Value> targets, List<Value> sources) {
    List<Value> to = new ArrayList<>();
    List<Value> from = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      if (isMoved(targets.get(i), sources.get(i))) {
        to.add(targets.get(i));
        from.add(sources.get(i));
      }
    }
    if (from.size() > 1) {
      pending.writeEffects();
    }
    EvaluationOrder order = pending.order();
    List<SourcePosition> places = from.stream().map(each -> order.place(List.of(each))).toList();
    List<Expression> expressions = pending.take(from);
    pending.writeAll();
    ParallelMoves moves = new ParallelMoves(variables);
    for (int i = 0; i < to.size(); i++) {
      moves.add(to.get(i), expressions.get(i), places.get(i));
    }
    moves.write(this);
  }

  /** Whether a move does anything that matters. */
  private boolean isMoved(Value target, Value source) {
    boolean isUnused = function.interference().uses(target) == 0 && !variables.isMutable(target);
    boolean isThere = variables.same(target, source) && !pending.contains(source);
    boolean isPointless = function.isUndefined(source) && locals.isInitialised(target);
    return !isUnused && !isThere && !isPointless;
  }

  @Override
  public void assign(Value target, Expression expression, SourcePosition place) {
    out.at(place);
    pending.assign(target, expression);
  }

  @Override
  public Expression copy(Value target, Expression expression) {
    String copy = variables.fresh(variables.name(target));
    out.statement("$T $L = $L", FunctionFacts.type(target), copy, expression.code());
    return Expression.primary(copy);
  }
}
