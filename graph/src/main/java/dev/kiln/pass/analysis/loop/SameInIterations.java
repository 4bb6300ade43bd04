package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells whether a value is the same in all iterations of a loop: it is computed from what is
 * defined outside the loop alone, inner loops included. Nothing that memory holds counts as the
 * same.
 */
public final class SameInIterations {
  private final FunctionStructure structure;
  private final Operation.Loop loop;

  /** What is known to be the same if all of it is: values of inner loops depend on each other. */
  private final Set<Value> assumed = new HashSet<>();

  private SameInIterations(FunctionStructure structure, Operation.Loop loop) {
    this.structure = structure;
    this.loop = loop;
  }

  /** Whether the value, which the body of the loop defines, is the same in each iteration. */
  public static boolean holds(Value value, Operation.Loop loop, FunctionStructure structure) {
    return new SameInIterations(structure, loop).isSame(value);
  }

  private boolean isSame(Value value) {
    Block home = structure.home(value);
    if (!structure.encloses(loop.body(), home)) {
      return !structure.encloses(loop.condition(), home);
    }
    if (!assumed.add(value)) {
      return true;
    }
    if (structure.definition(value).isEmpty()) {
      return home != loop.body()
          && structure.owner(home) instanceof Operation.Loop inner
          && isSameParameter(inner, home, home.parameters().indexOf(value));
    }
    Operation made = structure.definition(value).get();
    if (made instanceof Operation.Apply apply) {
      Effect effect = apply.definition().effect();
      return (effect == Effect.PURE || effect == Effect.MAY_THROW) && areSame(apply.operands());
    }
    int slot = made.results().indexOf(value);
    if (made instanceof Operation.If branch) {
      return isSame(branch.condition())
          && branch.blocks().stream().allMatch(block -> isSameYield(block, slot));
    }
    return made instanceof Operation.Loop inner
        && inner.condition().terminator() instanceof Terminator.Condition end
        && isSame(end.condition())
        && isSame(end.carried().get(slot));
  }

  private boolean isSameParameter(Operation.Loop inner, Block home, int slot) {
    if (home == inner.condition()) {
      return isSame(inner.operands().get(slot)) && isSameYield(inner.body(), slot);
    }
    return inner.condition().terminator() instanceof Terminator.Condition end
        && isSame(end.carried().get(slot));
  }

  private boolean isSameYield(Block block, int slot) {
    return block.terminator() instanceof Terminator.Yield end && isSame(end.operands().get(slot));
  }

  private boolean areSame(List<Value> values) {
    return values.stream().allMatch(this::isSame);
  }
}
