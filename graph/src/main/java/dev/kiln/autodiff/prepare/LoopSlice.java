package dev.kiln.autodiff.prepare;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the counter of a loop determines, together with what does not change in the loop: such
 * values can be computed again after the loop, as they were in any iteration.
 */
final class LoopSlice {
  private final CountedLoop counted;
  private final FunctionStructure structure;
  private final MemoryEffects effects;

  /** The values in the loop that the counter determines. */
  private final Set<Value> determined = new HashSet<>();

  /** Those of them that it takes no loop to compute. */
  private final Set<Value> straight = new HashSet<>();

  LoopSlice(CountedLoop counted, FunctionStructure structure, MemoryEffects effects) {
    this.counted = counted;
    this.structure = structure;
    this.effects = effects;
  }

  FunctionStructure structure() {
    return structure;
  }

  /** Whether the value is computed in the loop. */
  boolean isInside(Value value) {
    Block home = structure.home(value);
    return counted.loop().blocks().stream().anyMatch(block -> structure.encloses(block, home));
  }

  /** Whether the counter determines the value. */
  boolean determines(Value value) {
    find();
    return determined.contains(value) || !isInside(value);
  }

  /** Whether the counter determines the value, and it takes no loop to compute it. */
  boolean isStraight(Value value) {
    find();
    return straight.contains(value) || !isInside(value);
  }

  private void find() {
    if (straight.add(counted.variable())) { // few loops are asked for this
      determined.add(counted.variable());
      counted.loop().blocks().forEach(block -> visit(block, this::determine));
    }
  }

  /** Visits operations in the order of the program, with what is nested in them before them. */
  private static void visit(Block block, Consumer<Operation> visitor) {
    for (Operation operation : block.operations()) {
      operation.blocks().forEach(nested -> visit(nested, visitor));
      visitor.accept(operation);
    }
  }

  private void determine(Operation operation) {
    if (isRepeatable(operation)) {
      Set<Value> needed = needed(operation);
      if (needed.stream().allMatch(this::determines)) {
        determined.addAll(operation.results());
        if (!hasLoop(operation) && needed.stream().allMatch(this::isStraight)) {
          straight.addAll(operation.results());
        }
      }
    }
  }

  private static boolean hasLoop(Operation operation) {
    return operation instanceof Operation.Loop
        || operation.blocks().stream()
            .flatMap(block -> block.operations().stream())
            .anyMatch(LoopSlice::hasLoop);
  }

  private boolean isRepeatable(Operation operation) {
    if (operation instanceof Operation.Apply apply) {
      Effect effect = apply.definition().effect();
      return effect == Effect.PURE
          || effect == Effect.MAY_THROW
          || apply.is(Trait.LOAD)
              && !effects.writes(counted.loop()).contains(effects.memory(apply.operands().get(0)));
    }
    return !(operation instanceof Operation.Call)
        && operation.blocks().stream()
            .flatMap(block -> block.operations().stream())
            .allMatch(this::isRepeatable);
  }

  /** The values from outside the operation that it uses. */
  private Set<Value> needed(Operation operation) {
    Set<Value> needed = operation.uses();
    needed.removeIf(
        value ->
            operation.blocks().stream()
                .anyMatch(block -> structure.encloses(block, structure.home(value))));
    return needed;
  }

  /**
   * Computes values again.
   *
   * @param counter what the counter is
   * @param outside gives the copies of values from outside the loop
   */
  Again again(Value counter, Function<Value, Value> outside) {
    return new Again(counter, outside);
  }

  /** The values of one iteration. */
  final class Again extends GraphCopier {
    private final Function<Value, Value> outside;
    private final Set<Value> known = new HashSet<>();

    private Again(Value counter, Function<Value, Value> outside) {
      this.outside = outside;
      define(counted.variable(), List.of(counter));
      known.add(counted.variable());
    }

    /** The value, which the counter {@link #determines}, or which is known before the loop. */
    Value compute(Value value, BlockBuilder target) {
      Set<Operation> missing = Collections.newSetFromMap(new IdentityHashMap<>());
      Deque<Value> pending = new ArrayDeque<>(List.of(value));
      while (!pending.isEmpty()) {
        Value next = pending.pop();
        if (known.add(next)) {
          if (isInside(next)) {
            Operation made = structure.definition(next).orElseThrow();
            missing.add(made);
            known.addAll(made.results());
            needed(made).forEach(pending::push);
          } else {
            define(next, List.of(outside.apply(next)));
          }
        }
      }
      Consumer<Operation> copy =
          operation -> {
            if (missing.contains(operation)) {
              target.at(operation.position());
              copyOperation(operation, target);
            }
          };
      counted.loop().blocks().forEach(block -> visit(block, copy));
      return single(value);
    }
  }
}
