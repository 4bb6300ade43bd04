package dev.kiln.processor.emit.variable;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of a function are live at once, by one backward walk: a value interferes with all
 * that are live where it is defined. What a loop uses from outside is live in all of it.
 */
public final class Interference {
  private final Map<Value, Set<Value>> edges = new HashMap<>();
  private final Map<Value, Integer> uses = new HashMap<>();

  /** What is live after the construct that a label names. */
  private final Map<String, Set<Value>> liveAfter = new HashMap<>();

  /** What is live at the start of each round of the loop that a label names. */
  private final Map<String, Set<Value>> liveInLoop = new HashMap<>();

  /** Values that are copied somewhere, or that are copies: no others can share a variable. */
  private final Set<Value> candidates = new HashSet<>();

  public Interference(Function function) {
    candidates.addAll(function.parameters());
    countUses(function.body());
    Set<Value> live = walk(function.body(), Set.of());
    defineTogether(function.parameters(), live);
  }

  /** How often the value is used. */
  public int uses(Value value) {
    return uses.getOrDefault(value, 0);
  }

  /** Whether two values are live at once. */
  boolean between(Value left, Value right) {
    return edges.getOrDefault(left, Set.of()).contains(right);
  }

  /** Returns what is live at the start of the block; {@code after} is live after its normal end. */
  private Set<Value> walk(Block block, Set<Value> after) {
    Terminator end = block.terminator();
    Set<Value> live = new HashSet<>();
    if (end instanceof Terminator.Yield || end instanceof Terminator.Condition) {
      live.addAll(after);
    } else if (end instanceof Terminator.Break exit) {
      live.addAll(liveAfter.get(exit.label()));
    } else if (end instanceof Terminator.Continue exit) {
      live.addAll(liveInLoop.get(exit.label()));
    }
    addCandidates(end.operands(), live);
    for (int i = block.operations().size() - 1; i >= 0; i--) {
      live = before(block.operations().get(i), live);
    }
    return live;
  }

  private Set<Value> before(Operation operation, Set<Value> after) {
    defineTogether(operation.results(), after);
    Set<Value> live = after;
    operation.results().forEach(live::remove);
    if (operation instanceof Operation.If branch) {
      Set<Value> rest = Set.copyOf(live);
      live = new HashSet<>(walk(branch.thenBlock(), rest));
      live.addAll(walk(branch.elseBlock(), rest));
    } else if (operation instanceof Operation.Scope scope) {
      Set<Value> rest = Set.copyOf(live);
      liveAfter.put(scope.label(), rest);
      live = new HashSet<>(walk(scope.body(), rest));
    } else if (operation instanceof Operation.Loop loop) {
      live = beforeLoop(loop, live);
    }
    addCandidates(operation.operands(), live);
    return live;
  }

  private Set<Value> beforeLoop(Operation.Loop loop, Set<Value> after) {
    Set<Value> inLoop = new HashSet<>(after);
    Set<Value> inside = new HashSet<>();
    collectDefined(loop, inside);
    collectUsed(loop, inside, inLoop);
    liveAfter.put(loop.label(), Set.copyOf(after));
    liveInLoop.put(loop.label(), inLoop);
    Set<Value> atBody = walk(loop.body(), inLoop);
    defineTogether(loop.body().parameters(), atBody);
    Set<Value> atCondition = walk(loop.condition(), inLoop);
    defineTogether(loop.condition().parameters(), atCondition);
    // all that the loop carries is assigned while what it needs from outside is live
    defineTogether(loop.condition().parameters(), inLoop);
    defineTogether(loop.body().parameters(), inLoop);
    return new HashSet<>(inLoop);
  }

  private static void collectDefined(Operation operation, Set<Value> defined) {
    for (Block block : operation.blocks()) {
      defined.addAll(block.parameters());
      for (Operation inner : block.operations()) {
        defined.addAll(inner.results());
        collectDefined(inner, defined);
      }
    }
  }

  private void collectUsed(Operation operation, Set<Value> inside, Set<Value> used) {
    for (Block block : operation.blocks()) {
      for (Operation inner : block.operations()) {
        addOuter(inner.operands(), inside, used);
        collectUsed(inner, inside, used);
      }
      addOuter(block.terminator().operands(), inside, used);
    }
  }

  private void addOuter(Collection<Value> operands, Set<Value> inside, Set<Value> used) {
    for (Value operand : operands) {
      if (!inside.contains(operand) && candidates.contains(operand)) {
        used.add(operand);
      }
    }
  }

  private void defineTogether(List<Value> defined, Set<Value> live) {
    for (Value value : defined) {
      live.forEach(other -> connect(value, other));
      defined.forEach(other -> connect(value, other));
    }
  }

  private void addCandidates(Collection<Value> used, Set<Value> live) {
    for (Value value : used) {
      if (candidates.contains(value)) {
        live.add(value);
      }
    }
  }

  private void connect(Value left, Value right) {
    if (!left.equals(right) && candidates.contains(left) && candidates.contains(right)) {
      edges.computeIfAbsent(left, key -> new HashSet<>()).add(right);
      edges.computeIfAbsent(right, key -> new HashSet<>()).add(left);
    }
  }

  private void countUses(Block block) {
    for (Operation operation : block.operations()) {
      operation.operands().forEach(value -> uses.merge(value, 1, Integer::sum));
      if (!operation.blocks().isEmpty()) {
        candidates.addAll(operation.results());
        candidates.addAll(operation.operands());
      }
      operation.blocks().forEach(this::countUses);
    }
    candidates.addAll(block.parameters());
    candidates.addAll(block.terminator().operands());
    block.terminator().operands().forEach(value -> uses.merge(value, 1, Integer::sum));
  }
}
