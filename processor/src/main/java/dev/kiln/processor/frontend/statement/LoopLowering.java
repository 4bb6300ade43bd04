package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.WhileLoopTree;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Jumps;
import dev.kiln.type.ScalarType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lowers loops. A loop carries the variables from outside that it assigns. A {@code continue} goes
 * straight to the next iteration where nothing follows the body, else to the end of a scope around
 * it.
 */
public final class LoopLowering {
  private final Lowerer lowerer;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public LoopLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.block = lowerer.context().block();
  }

  /** The parts of a loop in the form {@code for (; condition; updates) statement}. */
  private record Parts(
      StatementTree tree,
      Optional<Attributes> mark,
      ExpressionTree condition,
      List<? extends ExpressionStatementTree> updates,
      StatementTree statement,
      String label) {
    /** Whether a continue in the statement goes to its end, where an update follows. */
    boolean continuesBeforeUpdate() {
      return !updates.isEmpty() && Jumps.continues(statement, label);
    }
  }

  /**
   * Lowers a loop other than one over the elements of an array.
   *
   * @param label of the user's, or null
   * @param before the statement in front of it, or null
   */
  public Terminator lower(StatementTree tree, String label, StatementTree before) {
    Optional<Attributes> mark = new Checkpoints(lowerer).of(tree, before);
    if (tree instanceof WhileLoopTree loop) {
      return loop(
          new Parts(tree, mark, loop.getCondition(), List.of(), loop.getStatement(), label),
          AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    }
    if (tree instanceof DoWhileLoopTree loop) {
      return lowerDo(loop, mark, label);
    }
    ForLoopTree loop = (ForLoopTree) tree;
    ModelLoops models = new ModelLoops(lowerer);
    return models.isOverModels(loop) ? models.counting(loop, label) : lowerFor(loop, mark, label);
  }

  private Terminator lowerFor(ForLoopTree loop, Optional<Attributes> mark, String label) {
    int size = block.environment().size();
    StatementTree previous = null;
    for (StatementTree initializer : loop.getInitializer()) {
      lowerer.statement(initializer, previous);
      previous = initializer;
    }
    Set<String> assigned = new LinkedHashSet<>(AssignedVariables.of(loop.getUpdate()));
    assigned.addAll(AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    Terminator end =
        loop(
            new Parts(
                loop, mark, loop.getCondition(), loop.getUpdate(), loop.getStatement(), label),
            assigned);
    block.environment().leave(size);
    return end;
  }

  private Terminator loop(Parts parts, Set<String> assigned) {
    List<String> variables = block.environment().inScope(assigned);
    return new LoopConstruction(lowerer)
        .add(
            parts.tree(),
            parts.updates().isEmpty() ? Target.Kind.LOOP : Target.Kind.LOOP_WITH_UPDATE,
            parts.label(),
            variables,
            (inner, target) -> check(parts, target, inner),
            (inner, target) -> iteration(parts, target, inner));
  }

  private static Terminator check(Parts parts, Target target, Lowerer lowerer) {
    OpenBlock block = lowerer.context().block();
    Value condition =
        parts.condition() == null
            ? block.constant(parts.tree(), ScalarType.BOOL, true)
            : lowerer.condition(parts.condition());
    return new Terminator.Condition(
        condition, LoopConstruction.valuesFor(parts.tree(), target, lowerer));
  }

  private static Terminator iteration(Parts parts, Target target, Lowerer lowerer) {
    new Checkpoints(lowerer).put(parts.tree(), parts.mark());
    Terminator end =
        LoopConstruction.body(
            parts.statement(), parts.continuesBeforeUpdate(), parts.label(), target, lowerer);
    if (end != null) {
      return end;
    }
    parts.updates().forEach(update -> lowerer.effect(update.getExpression()));
    return new Terminator.Yield(LoopConstruction.valuesFor(parts.tree(), target, lowerer));
  }

  /** Everything is in the condition block; the body yields its parameters. */
  private Terminator lowerDo(DoWhileLoopTree loop, Optional<Attributes> mark, String label) {
    List<String> variables =
        block.environment().inScope(AssignedVariables.of(loop.getCondition(), loop.getStatement()));
    boolean continues = Jumps.continues(loop.getStatement(), label);
    return new LoopConstruction(lowerer)
        .add(
            loop,
            Target.Kind.LOOP_WITH_UPDATE,
            label,
            variables,
            (inner, target) -> {
              new Checkpoints(inner).put(loop, mark);
              Terminator end =
                  LoopConstruction.body(loop.getStatement(), continues, label, target, inner);
              if (end != null) {
                return end;
              }
              Value condition = inner.condition(loop.getCondition());
              return new Terminator.Condition(
                  condition, LoopConstruction.valuesFor(loop, target, inner));
            },
            (inner, target) ->
                new Terminator.Yield(inner.context().block().environment().values(variables)));
  }
}
