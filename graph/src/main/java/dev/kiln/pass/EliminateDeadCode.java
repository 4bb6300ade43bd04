package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Effect;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops pure operations whose results nobody uses, and carried values and results that nobody
 * needs. What may throw or never end stays, so the program still stops where it stopped before.
 */
public final class EliminateDeadCode {
  /** For each value, the values that it needs if it is needed itself. */
  private final Map<Value, List<Value>> needs = new HashMap<>();

  private final Map<String, List<Value>> targets = new HashMap<>();
  private final Set<Value> live = new HashSet<>();
  private final Deque<Value> pending = new ArrayDeque<>();

  private EliminateDeadCode() {}

  public static Graph run(Graph graph) {
    return graph
        .withEntry(new EliminateDeadCode().clean(graph.entry()))
        .withFunctions(
            graph.functions().stream().map(f -> new EliminateDeadCode().clean(f)).toList());
  }

  private Function clean(Function function) {
    collect(function.body(), List.of());
    while (!pending.isEmpty()) {
      needs.getOrDefault(pending.pop(), List.of()).forEach(this::markLive);
    }
    return new Sweeper().copy(function);
  }

  private void markLive(Value value) {
    if (live.add(value)) {
      pending.push(value);
    }
  }

  private void need(Value user, Value used) {
    needs.computeIfAbsent(user, key -> new ArrayList<>()).add(used);
  }

  private void needAll(List<Value> users, List<Value> used) {
    for (int i = 0; i < users.size(); i++) {
      need(users.get(i), used.get(i));
    }
  }

  /** {@code yieldsTo} are the values that take what a normal end of the block yields. */
  private void collect(Block block, List<Value> yieldsTo) {
    for (Operation operation : block.operations()) {
      collect(operation);
    }
    Terminator end = block.terminator();
    if (end instanceof Terminator.Yield) {
      needAll(yieldsTo, end.operands());
    } else if (end instanceof Terminator.Break exit) {
      needAll(targets.get("break " + exit.label()), exit.operands());
    } else if (end instanceof Terminator.Continue exit) {
      needAll(targets.get("continue " + exit.label()), exit.operands());
    } else if (!(end instanceof Terminator.Condition)) {
      end.operands().forEach(this::markLive);
    }
  }

  private void collect(Operation operation) {
    if (operation instanceof Operation.If branch) {
      branch.results().forEach(result -> need(result, branch.condition()));
      collect(branch.thenBlock(), branch.results());
      collect(branch.elseBlock(), branch.results());
    } else if (operation instanceof Operation.Loop loop) {
      collectLoop(loop);
    } else if (operation instanceof Operation.Scope scope) {
      targets.put("break " + scope.label(), scope.results());
      collect(scope.body(), scope.results());
    } else {
      operation
          .results()
          .forEach(result -> operation.operands().forEach(operand -> need(result, operand)));
    }
    if (isEssential(operation) && !(operation instanceof Operation.Loop)) {
      operation.operands().forEach(this::markLive);
    }
  }

  private void collectLoop(Operation.Loop loop) {
    List<Value> checked = loop.condition().parameters();
    Terminator.Condition condition =
        loop.condition().terminator() instanceof Terminator.Condition end ? end : null;
    needAll(checked, loop.operands());
    targets.put("break " + loop.label(), loop.results());
    targets.put("continue " + loop.label(), checked);
    if (condition != null) {
      markLive(condition.condition());
      needAll(loop.results(), condition.carried());
      needAll(loop.body().parameters(), condition.carried());
    }
    // A carried value has one slot in all lists: it is live in all of them or in none.
    needAll(checked, loop.results());
    needAll(loop.body().parameters(), checked);
    needAll(loop.results(), checked);
    collect(loop.condition(), List.of());
    collect(loop.body(), checked);
  }

  /** Whether the operation does something that a dead result does not make superfluous. */
  private static boolean isEssential(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      return apply.definition().effect() != Effect.PURE
          && !ArrayOps.isCheckedLoad(apply.definition(), apply.attributes());
    }
    if (operation instanceof Operation.Call || operation instanceof Operation.Loop) {
      return true;
    }
    return operation.blocks().stream().anyMatch(EliminateDeadCode::isEssential);
  }

  private static boolean isEssential(Block block) {
    return !(block.terminator() instanceof Terminator.Yield)
        || block.operations().stream().anyMatch(EliminateDeadCode::isEssential);
  }

  private final class Sweeper extends GraphCopier {
    private final Map<String, List<Value>> slotsOfLabel = new HashMap<>();

    @Override
    protected void copyOperation(Operation operation, BlockBuilder target) {
      boolean needed = operation.results().stream().anyMatch(live::contains);
      if (needed || isEssential(operation)) {
        super.copyOperation(operation, target);
      }
    }

    @Override
    protected void copyIf(Operation.If branch, BlockBuilder target) {
      List<Value> kept = kept(branch.results());
      List<Value> results =
          target.ifElse(
              single(branch.condition()),
              Slot.like(kept),
              (block, none) -> copyFiltered(branch.thenBlock(), branch.results(), block),
              (block, none) -> copyFiltered(branch.elseBlock(), branch.results(), block));
      defineAll(kept, results);
    }

    @Override
    protected void copyScope(Operation.Scope scope, BlockBuilder target) {
      slotsOfLabel.put("break " + scope.label(), scope.results());
      List<Value> kept = kept(scope.results());
      List<Value> results =
          target.scope(
              scope.label(),
              Slot.like(kept),
              (block, none) -> copyFiltered(scope.body(), scope.results(), block));
      defineAll(kept, results);
    }

    @Override
    protected void copyLoop(Operation.Loop loop, BlockBuilder target) {
      List<Value> checked = loop.condition().parameters();
      slotsOfLabel.put("break " + loop.label(), checked);
      slotsOfLabel.put("continue " + loop.label(), checked);
      List<Value> results =
          target.loop(
              loop.label(),
              Slot.like(kept(checked, loop.results())),
              lookup(kept(checked, loop.operands())),
              (block, parameters) -> {
                defineAll(kept(checked, checked), parameters);
                return copyFiltered(loop.condition(), checked, block);
              },
              (block, parameters) -> {
                defineAll(kept(checked, loop.body().parameters()), parameters);
                return copyFiltered(loop.body(), checked, block);
              });
      defineAll(kept(checked, loop.results()), results);
    }

    private Terminator copyFiltered(Block block, List<Value> slots, BlockBuilder target) {
      for (Operation operation : block.operations()) {
        target.at(operation.position());
        copyOperation(operation, target);
      }
      Terminator end = block.terminator();
      if (end instanceof Terminator.Yield yield) {
        return new Terminator.Yield(lookup(kept(slots, yield.operands())));
      }
      if (end instanceof Terminator.Condition condition) {
        return new Terminator.Condition(
            single(condition.condition()), lookup(kept(slots, condition.carried())));
      }
      return copyTerminator(end, target);
    }

    @Override
    protected Terminator copyTerminator(Terminator terminator, BlockBuilder target) {
      if (terminator instanceof Terminator.Break end) {
        List<Value> slots = slotsOfLabel.get("break " + end.label());
        return new Terminator.Break(end.label(), lookup(kept(slots, end.operands())));
      }
      if (terminator instanceof Terminator.Continue end) {
        List<Value> slots = slotsOfLabel.get("continue " + end.label());
        return new Terminator.Continue(end.label(), lookup(kept(slots, end.operands())));
      }
      return super.copyTerminator(terminator, target);
    }

    private List<Value> kept(List<Value> slots) {
      return kept(slots, slots);
    }

    /** Those of {@code values} whose slot is live. */
    private static List<Value> keptWhere(List<Boolean> alive, List<Value> values) {
      List<Value> kept = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        if (alive.get(i)) {
          kept.add(values.get(i));
        }
      }
      return kept;
    }

    private List<Value> kept(List<Value> slots, List<Value> values) {
      return keptWhere(slots.stream().map(live::contains).toList(), values);
    }
  }
}
