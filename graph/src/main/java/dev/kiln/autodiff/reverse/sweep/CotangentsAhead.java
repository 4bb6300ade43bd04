package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.adjoint.AdjointZeros;
import dev.kiln.autodiff.fusion.EarlyCotangents;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.BlockTerm;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.Derivative;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.type.ValueType;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Computes the cotangents that {@link EarlyCotangents} finds known, before a loop. */
final class CotangentsAhead {
  /** The cotangents of what a block passes on. */
  interface Ends {
    /**
     * The cotangent of an operand of the end of the function, or of a loop around the point; null
     * where there is none.
     */
    Value of(Block block, int operand);
  }

  private final FunctionStructure structure;
  private final EarlyCotangents early;
  private final EarlyCopies copies;
  private final Ends ends;
  private final BlockBuilder target;
  private final Map<Value, Optional<Value>> known = new HashMap<>();

  /** The branches around the current point. */
  private final Map<Block, BlockBuilder> branches = new IdentityHashMap<>();

  /**
   * @param copies the values that are known at the point
   * @param target where the cotangents are computed
   */
  CotangentsAhead(
      FunctionStructure structure,
      EarlyCotangents early,
      EarlyCopies copies,
      Ends ends,
      BlockBuilder target) {
    this.structure = structure;
    this.early = early;
    this.copies = copies;
    this.ends = ends;
    this.target = target;
  }

  /** The cotangent that a number will have; empty where nothing depends on it. */
  Optional<Value> of(Value value) {
    Optional<Value> cotangent = known.get(value);
    if (cotangent == null) {
      Block home = structure.home(value);
      cotangent = within(home, value, branches.getOrDefault(home, target));
      known.put(value, cotangent);
    }
    return cotangent;
  }

  /** The part of the cotangent that comes from uses in the block. */
  private Optional<Value> within(Block block, Value value, BlockBuilder out) {
    Optional<Value> sum = Optional.empty();
    Set<Operation> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (EarlyCotangents.Use use : early.uses(value)) {
      if (use.block() == block) {
        sum = sum(value, sum, ofUse(use, out), out);
      } else if (structure.encloses(block, use.block())) {
        Operation owner = ownerIn(block, use.block());
        if (seen.add(owner)) {
          sum = sum(value, sum, ofChoice((Operation.If) owner, value, out), out);
        }
      }
    }
    return sum;
  }

  /** The operation of {@code block} that {@code nested} is nested in. */
  private Operation ownerIn(Block block, Block nested) {
    Block at = nested;
    while (structure.parent(at) != block) {
      at = structure.parent(at);
    }
    return structure.owner(at);
  }

  private static Optional<Value> sum(
      Value value, Optional<Value> first, Optional<Value> second, BlockBuilder out) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isPresent() ? first : second;
    }
    List<Value> both = List.of(first.get(), second.get());
    return Optional.of(
        out.apply(AdjointNames.of(value), ElementwiseOps.ADD, Attributes.NONE, both));
  }

  private Optional<Value> ofUse(EarlyCotangents.Use use, BlockBuilder out) {
    if (use.user() instanceof Operation.Loop loop) {
      return of(loop.results().get(use.operand()));
    }
    if (use.user() instanceof Operation.Apply apply) {
      return of(apply.result()).flatMap(cotangent -> pull(apply, use.operand(), cotangent, out));
    }
    return structure.owner(use.block()) instanceof Operation.If branch
        ? of(branch.results().get(use.operand()))
        : Optional.ofNullable(ends.of(use.block(), use.operand()));
  }

  private Optional<Value> ofChoice(Operation.If branch, Value value, BlockBuilder out) {
    Value condition = copies.of(branch.condition());
    return Optional.of(
        out.ifElse(
                condition,
                List.of(new Slot(AdjointNames.of(value), value.type())),
                (block, none) -> side(branch.thenBlock(), value, block),
                (block, none) -> side(branch.elseBlock(), value, block))
            .get(0));
  }

  private Terminator side(Block side, Value value, BlockBuilder out) {
    branches.put(side, out);
    Optional<Value> cotangent = within(side, value, out);
    branches.remove(side);
    return new Terminator.Yield(
        List.of(cotangent.orElseGet(() -> AdjointZeros.of(value.type(), out))));
  }

  private Optional<Value> pull(
      Operation.Apply apply, int operand, Value cotangent, BlockBuilder out) {
    return Pullback.of(
            apply.definition(),
            new BlockTerm(() -> out, cotangent),
            new KnownCall(apply, copies, out),
            operand)
        .map(BackwardPoint::valueOf);
  }

  /** A linear operation as its derivative rule sees it before the operation is run. */
  private record KnownCall(Operation.Apply apply, EarlyCopies copies, BlockBuilder out)
      implements Derivative.Call {
    @Override
    public Attributes attributes() {
      return apply.attributes();
    }

    @Override
    public int arity() {
      return apply.operands().size();
    }

    @Override
    public Term operand(int index) {
      return new BlockTerm(() -> out, copies.of(apply.operands().get(index)));
    }

    @Override
    public Term result() {
      throw new IllegalStateException("the derivative of a linear operation needs no result");
    }

    @Override
    public ValueType operandType(int index) {
      return apply.operands().get(index).type();
    }

    @Override
    public ValueType resultType() {
      return apply.result().type();
    }
  }
}
