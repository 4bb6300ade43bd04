package dev.kiln.autodiff.plan;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import java.util.List;
import java.util.Optional;

/**
 * A store such as {@code a[i] += v} or {@code a[i] -= v}, whose adjoint leaves the element's shadow
 * as it is: {@code dv += da[i]}.
 *
 * @param addend the value that is added or subtracted
 * @param isSubtracted whether it is subtracted
 */
public record AccumulatingStore(Value addend, boolean isSubtracted) {

  public static Optional<AccumulatingStore> of(
      Operation.Apply store, FunctionStructure structure, MemoryEffects effects) {
    if (!store.is(Trait.STORE)) {
      return Optional.empty();
    }
    Value sum = store.operands().get(2);
    Operation.Apply made = structure.application(sum).orElse(null);
    boolean isSubtracted = made != null && made.is(Trait.DIFFERENCE);
    if (made == null || !isSubtracted && !made.is(Trait.SUM) || structure.uses(sum) != 1) {
      return Optional.empty();
    }
    List<Value> operands = made.operands();
    if (isOldElement(operands.get(0), store, structure, effects)) {
      return Optional.of(new AccumulatingStore(operands.get(1), isSubtracted));
    }
    return !isSubtracted && isOldElement(operands.get(1), store, structure, effects)
        ? Optional.of(new AccumulatingStore(operands.get(0), false))
        : Optional.empty();
  }

  /** Whether the value is what the store overwrites, and is used for nothing else. */
  private static boolean isOldElement(
      Value value, Operation.Apply store, FunctionStructure structure, MemoryEffects effects) {
    Operation.Apply load = structure.application(value).orElse(null);
    if (load == null
        || !load.is(Trait.LOAD)
        || !load.operands().equals(store.operands().subList(0, 2))
        || structure.uses(value) != 1) {
      return false;
    }
    Block home = structure.home(value);
    int end = home.operations().indexOf(store);
    return end > structure.index(value)
        && home.operations().get(end) == store
        && !effects.writesBetween(
            home, structure.index(value), end - 1, effects.memory(store.operands().get(0)));
  }
}
