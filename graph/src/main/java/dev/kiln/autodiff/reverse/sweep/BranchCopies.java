package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.UndefinedValues;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies conditionals for the forward sweep. Where the backward sweep follows in the same function,
 * outside loops, a branch passes on what is saved in it, beside its results, and so do the branches
 * around it.
 */
final class BranchCopies {
  /**
   * What leaves a branch beside its results.
   *
   * @param values that are saved in it
   * @param loops in it that are reversed already, with what they have added to adjoints
   */
  private record Kept(List<Value> values, List<Operation.Loop> loops) {}

  private final FunctionDerivation derivation;
  private final GraphCopier forward;
  private final Fusion fusion;

  /**
   * @param forward copies the function in which the branches are
   * @param fusion copies the loops that are reversed already
   */
  BranchCopies(FunctionDerivation derivation, GraphCopier forward, Fusion fusion) {
    this.derivation = derivation;
    this.forward = forward;
    this.fusion = fusion;
  }

  void copy(Operation.If branch, BlockBuilder target) {
    Kept kept = kept(branch);
    List<Slot> slots = new ArrayList<>(forward.slots(branch.results()));
    int own = slots.size();
    kept.values().forEach(value -> slots.addAll(slots(value)));
    kept.loops().forEach(loop -> slots.addAll(Fusion.slots(added(loop))));
    List<Value> results =
        target.ifElse(
            forward.single(branch.condition()),
            slots,
            (block, none) -> copyBranch(branch.thenBlock(), kept, block),
            (block, none) -> copyBranch(branch.elseBlock(), kept, block));
    forward.defineAll(branch.results(), results.subList(0, own));
    int next = own;
    for (Value value : kept.values()) {
      int count = slots(value).size();
      forward.define(value, results.subList(next, next + count));
      next += count;
    }
    for (Operation.Loop loop : kept.loops()) {
      int count = added(loop).size();
      fusion.passOn(loop, results.subList(next, next + count));
      next += count;
    }
  }

  private Kept kept(Operation.If branch) {
    Kept kept = new Kept(new ArrayList<>(), new ArrayList<>());
    branch.blocks().forEach(block -> collect(block, kept));
    return kept;
  }

  /** What is kept of a branch outside loops, and of branches nested there. */
  private void collect(Block block, Kept kept) {
    if (!derivation.isExported(block)) {
      return;
    }
    kept.values().addAll(derivation.plan().savedIn(block));
    for (Operation operation : block.operations()) {
      if (derivation.fused().isFused(operation)) {
        kept.loops().add((Operation.Loop) operation);
      } else {
        operation.blocks().forEach(nested -> collect(nested, kept));
      }
    }
  }

  private List<Slot> slots(Value kept) {
    List<Slot> slots = forward.slots(List.of(kept));
    return derivation.isShadowSaved(kept) ? slots : slots.subList(0, 1);
  }

  /** The numbers to whose adjoints a loop that is reversed already has added. */
  private List<Value> added(Operation.Loop loop) {
    return List.copyOf(derivation.fused().outerNumbers(loop));
  }

  private Terminator copyBranch(Block branch, Kept kept, BlockBuilder target) {
    Terminator end = forward.copyInto(branch, target);
    if (!(end instanceof Terminator.Yield yield)) {
      return end;
    }
    FunctionStructure structure = derivation.structure();
    List<Value> all = new ArrayList<>(yield.operands());
    for (Value value : kept.values()) {
      boolean here = structure.encloses(branch, structure.home(value));
      int count = slots(value).size();
      for (int i = 0; i < count; i++) {
        all.add(here ? forward.lookup(value).get(i) : UndefinedValues.like(value, target));
      }
    }
    for (Operation.Loop loop : kept.loops()) {
      boolean here = structure.encloses(branch, loop.body());
      for (Value value : added(loop)) {
        all.add(here ? fusion.contributions(loop).get(value) : UndefinedValues.like(value, target));
      }
    }
    return new Terminator.Yield(all);
  }
}
