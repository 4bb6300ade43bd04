package dev.kiln.autodiff.plan;

import dev.kiln.autodiff.fusion.Accumulation;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells which counting loops may be reversed in their own direction, first iteration first: their
 * iterations only add to the adjoints of what they share. Such a loop runs through memory upward,
 * and a compiler can turn it into vector code.
 */
public final class IterationOrder {
  private final FunctionDerivation derivation;
  private final FunctionStructure structure;
  private final AliasClasses classes;

  public IterationOrder(FunctionDerivation derivation) {
    this.derivation = derivation;
    this.structure = derivation.structure();
    this.classes = derivation.classes();
  }

  /** Whether the reverse of the iterations may run in the order of the iterations. */
  public boolean isFree(CountedLoop counted) {
    Operation.Loop loop = counted.loop();
    if (!counted.goesUp() || counted.includesBound() || !carriesOnlySums(counted)) {
      return false;
    }
    List<Operation> operations = new ArrayList<>();
    boolean simple = collect(loop.condition(), operations) & collect(loop.body(), operations);
    return simple && storesAreApart(counted, operations);
  }

  private boolean carriesOnlySums(CountedLoop counted) {
    Operation.Loop loop = counted.loop();
    for (int slot = 0; slot < loop.results().size(); slot++) {
      Value carried = loop.body().parameters().get(slot);
      boolean harmless =
          slot == counted.slot()
              || structure.uses(carried) == 0 && !hasAdjoint(loop.results().get(slot))
              || Accumulation.isSum(loop, slot, structure);
      if (!harmless) {
        return false;
      }
    }
    return derivation.recoveredSlots(loop).stream().allMatch(slot -> slot == counted.slot());
  }

  /** Whether there is an adjoint that belongs to the last iteration only. */
  private boolean hasAdjoint(Value result) {
    return structure.uses(result) > 0 && derivation.activity().isActive(result);
  }

  /** Collects the operations, those of branches too; false where there is something else. */
  private boolean collect(Block block, List<Operation> operations) {
    if (derivation.plan().savedIn(block).stream()
        .anyMatch(saved -> derivation.indexing(saved).isEmpty())) {
      return false;
    }
    for (Operation operation : block.operations()) {
      operations.add(operation);
      boolean simple =
          operation instanceof Operation.Apply
                  && operation.operands().stream().noneMatch(derivation::isActiveStack)
                  && MemoryEffects.changedAsWhole(operation).isEmpty()
                  && !derivation.plan().overwriting().isUndone(operation)
              || operation instanceof Operation.If branch
                  && collect(branch.thenBlock(), operations)
                  && collect(branch.elseBlock(), operations);
      if (!simple) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether no iteration touches an element with an adjoint that another iteration stores: all
   * accesses are at the index that the loop counts, or all are {@code a[i] += v}.
   */
  private boolean storesAreApart(CountedLoop counted, List<Operation> operations) {
    Set<Memory> stored = new HashSet<>();
    for (Operation operation : operations) {
      if (MemoryEffects.isStore(operation)) {
        stored.add(classes.memory(operation.operands().get(0)));
      }
    }
    for (Memory memory : stored) {
      if (!derivation.activity().isActive(memory.root())) {
        continue;
      }
      List<Operation> accesses =
          operations.stream().filter(operation -> accesses(operation, memory)).toList();
      if (!areAtIndex(accesses, counted) && !areSums(accesses)) {
        return false;
      }
    }
    return true;
  }

  private boolean accesses(Operation operation, Memory memory) {
    return operation instanceof Operation.Apply apply
        && !apply.is(Trait.LENGTH)
        && apply.operands().stream()
            .anyMatch(v -> AliasClasses.isReference(v) && classes.memory(v).equals(memory));
  }

  private boolean areAtIndex(List<Operation> accesses, CountedLoop counted) {
    Value array = accesses.get(0).operands().get(0);
    return accesses.stream()
        .allMatch(
            operation ->
                isElement(operation)
                    && operation.operands().get(0).equals(array)
                    && operation.operands().get(1).equals(counted.variable())
                    && CountedLoop.isInvariant(array, counted.loop(), structure));
  }

  private static boolean isElement(Operation operation) {
    return operation instanceof Operation.Apply apply
        && (apply.is(Trait.LOAD) || apply.is(Trait.STORE));
  }

  /** Whether all accesses are sums into elements and the loads that belong to them. */
  private boolean areSums(List<Operation> accesses) {
    int loads = 0;
    int sums = 0;
    for (Operation access : accesses) {
      if (MemoryEffects.isStore(access)
          && derivation.accumulating((Operation.Apply) access).isPresent()) {
        sums++;
      } else {
        loads++;
      }
    }
    return loads == sums;
  }
}
