package dev.kiln.processor.frontend.statement;

import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.Target;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Makes a loop of the graph, given what lowers its condition and its body. */
final class LoopConstruction {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  LoopConstruction(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** The statement of a loop; in a scope of its own where a continue must go to its end. */
  static Terminator body(
      StatementTree statement, boolean inScope, String label, Target target, Lowerer lowerer) {
    List<StatementTree> statements = List.of(statement);
    return inScope
        ? new ScopeLowering(lowerer)
            .statement(
                statement,
                Target.Kind.LOOP_BODY,
                label,
                target.variables(),
                inner -> inner.statements(statements))
        : lowerer.statements(statements);
  }

  static List<Value> valuesFor(Tree tree, Target target, Lowerer lowerer) {
    return new Joining(lowerer.context().block()).valuesFor(tree, target);
  }

  /** Lowers a block of the loop, which {@code target} is. */
  interface Part {
    Terminator lower(Lowerer inner, Target target);
  }

  /**
   * Adds a loop.
   *
   * @param variables those from outside that it assigns
   * @return how the block ends after it; null where control goes on
   */
  Terminator add(
      Tree tree,
      Target.Kind kind,
      String userLabel,
      List<String> variables,
      Part condition,
      Part iteration) {
    List<Slot> slots = new Joining(block).carried(tree, variables);
    List<ValueType> types = slots.stream().map(Slot::type).toList();
    String label = context.program().labels().fresh(userLabel != null ? userLabel : "loop");
    Target target = Target.statement(kind, userLabel, label, variables, types);
    List<Value> initial = block.environment().values(variables);
    Branch checked = part(slots, target, condition);
    Branch repeated = part(slots, target, iteration);
    SourcePosition position = block.at(tree);
    List<Value> results = block.create(slots);
    Block checks = checked.block().build(checked.end());
    Block repeats = repeated.block().build(repeated.end());
    block.add(new Operation.Loop(label, initial, checks, repeats, results, position));
    for (int i = 0; i < results.size(); i++) {
      String name = variables.get(i);
      block
          .unknowns()
          .follow(
              results.get(i),
              initial.get(i),
              checked.block().environment().value(name),
              repeated.block().environment().value(name));
    }
    block.environment().assignAll(variables, results);
    Exits exits = new Exits(label);
    boolean endless =
        !(checked.end() instanceof Terminator.Condition end)
            || block.constantBits(end.condition()).equals(Optional.of(1L));
    boolean isLeft = !endless || exits.areIn(checks) || exits.areIn(repeats);
    return isLeft ? null : new Terminator.Unreachable();
  }

  private Branch part(List<Slot> slots, Target target, Part part) {
    List<Value> parameters = block.create(slots);
    Context inner = context.nested(parameters, target);
    inner.block().environment().assignAll(target.variables(), parameters);
    return Branch.ends(inner.block(), part.lower(lowerer.in(inner), target));
  }
}
