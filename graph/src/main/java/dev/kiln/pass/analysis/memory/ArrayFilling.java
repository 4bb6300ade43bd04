package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import java.util.Optional;
import java.util.Set;

/** Recognises loops that overwrite an array from end to end. */
public final class ArrayFilling {
  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final OwnRows rows;
  private final StableExpressions expressions;

  public ArrayFilling(FunctionStructure structure, AliasClasses classes, MemoryEffects effects) {
    this.structure = structure;
    this.classes = classes;
    Set<Memory> written = effects.writesOf(structure.function());
    this.rows = new OwnRows(structure, classes);
    this.expressions = new StableExpressions(structure, classes, rows, written);
  }

  /** Whether no two iterations of the loop use the same array of the class. */
  public boolean isOfOneIteration(Memory memory, Operation.Loop loop) {
    return rows.isOfOneIteration(memory, loop);
  }

  /** Whether the loop fills the only array of the class, or the row that is used around it. */
  public boolean fills(Operation.Loop loop, Memory memory) {
    for (Operation operation : loop.body().operations()) {
      if (MemoryEffects.isStore(operation)
          && classes.memory(operation.operands().get(0)).equals(memory)
          && fills(loop, operation)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the store, in the body of the loop, fills from 0 on the array that is stored into. */
  public boolean fills(Operation.Loop loop, Operation store) {
    Value array = store.operands().get(0);
    Optional<String> length = expressions.lengthOf(array);
    if (store instanceof Operation.Apply apply && !apply.is(Trait.STORE)
        || length.isEmpty()
        || classes.isCarried(classes.root(array))
        || !CountedLoop.isInvariant(array, loop, structure)) {
      return false;
    }
    return CountedLoop.of(loop, structure)
        .filter(counted -> counted.goesUp() && !counted.includesBound())
        .filter(counted -> store.operands().get(1).equals(counted.variable()))
        .filter(counted -> expressions.isZero(counted.start()))
        .filter(counted -> expressions.areEqual(length.get(), counted.bound()))
        .isPresent();
  }
}
