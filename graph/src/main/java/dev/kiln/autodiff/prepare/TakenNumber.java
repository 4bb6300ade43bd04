package dev.kiln.autodiff.prepare;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.GradientOps;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A running number after its loop, computed again so that it has a derivative. */
final class TakenNumber {

  /**
   * What there is to know of a number while its loop is run.
   *
   * @param at the counter in the iteration in which it was taken; before the first one, the counter
   *     before that
   * @param tied whether equal numbers came since; null where that makes no difference
   */
  record Since(Value at, Value tied) {
    List<Value> values() {
      return tied == null ? List.of(at) : List.of(at, tied);
    }

    static Since of(List<Value> values) {
      return new Since(values.get(0), values.size() == 1 ? null : values.get(1));
    }
  }

  private final RunningNumber number;
  private final LoopSlice slice;
  private final GraphCopier copier;
  private final Since known;
  private final Value before;
  private final Value value;

  /**
   * @param copier has copied the loop
   * @param known what is known after the loop
   */
  TakenNumber(RunningNumber number, LoopSlice slice, GraphCopier copier, Since known) {
    this.number = number;
    this.slice = slice;
    this.copier = copier;
    this.known = known;
    this.before = copier.single(number.loop().loop().operands().get(number.slot()));
    this.value = copier.single(number.result());
  }

  private List<Slot> slot() {
    return List.of(Slot.like(number.result()));
  }

  /**
   * Computes it.
   *
   * @param none the counter before the first iteration
   */
  Value compute(Value none, BlockBuilder target) {
    if (number.extremum().isEmpty()) {
      return last(none, target);
    }
    return target
        .ifElse(
            target.apply(ElementwiseOps.EQUAL, value, value),
            slot(),
            (block, empty) -> new Terminator.Yield(List.of(shared(none, block))),
            (block, empty) ->
                new Terminator.Yield(List.of(block.apply(GradientOps.STOP_GRADIENT, value))))
        .get(0);
  }

  /** The number of the iteration in which it was taken, or that from before the loop. */
  private Value last(Value none, BlockBuilder target) {
    return target
        .ifElse(
            target.apply(ElementwiseOps.NOT_EQUAL, known.at(), none),
            slot(),
            (block, empty) ->
                new Terminator.Yield(List.of(again(known.at()).compute(number.taken(), block))),
            (block, empty) -> new Terminator.Yield(List.of(before)))
        .get(0);
  }

  private LoopSlice.Again again(Value counter) {
    return slice.again(counter, copier::single);
  }

  private Value shared(Value none, BlockBuilder target) {
    Value last = last(none, target);
    return target
        .ifElse(
            known.tied(),
            slot(),
            (block, empty) -> new Terminator.Yield(List.of(withEqualOnes(last, block))),
            (block, empty) -> new Terminator.Yield(List.of(last)))
        .get(0);
  }

  /** Goes on after the last one; those that are equal share its derivative, one by one. */
  private Value withEqualOnes(Value last, BlockBuilder target) {
    CountedLoop loop = number.loop();
    Value first = after(known.at(), loop, target);
    return target
        .loop(
            loop.loop().label(),
            List.of(Slot.like(loop.variable()), Slot.like(number.result())),
            List.of(first, last),
            (block, now) -> {
              Value bound = again(now.get(0)).compute(loop.bound(), block);
              return new Terminator.Condition(block.apply(loop.relation(), now.get(0), bound), now);
            },
            (block, now) -> {
              Value next = after(now.get(0), loop, block);
              LoopSlice.Again again = again(now.get(0));
              Block home = slice.structure().home(number.extremum().orElseThrow().made().result());
              Value so = within(home, again, now.get(1), block);
              return new Terminator.Yield(List.of(next, so));
            })
        .get(1);
  }

  /** What the number is after one iteration, of which {@code home} is the place of the maximum. */
  private Value within(Block home, LoopSlice.Again again, Value so, BlockBuilder target) {
    List<Block> sides = new ArrayList<>();
    for (Block each = home;
        each != number.loop().loop().body();
        each = slice.structure().parent(each)) {
      sides.add(0, each);
    }
    return within(sides, again, so, target);
  }

  private Value within(List<Block> sides, LoopSlice.Again again, Value so, BlockBuilder target) {
    if (sides.isEmpty()) {
      Value each = again.compute(number.taken(), target);
      return branch(
          target.apply(ElementwiseOps.EQUAL, each, value),
          block -> half(so, each, block),
          so,
          target);
    }
    Operation.If branch = (Operation.If) slice.structure().owner(sides.get(0));
    List<Block> inner = sides.subList(1, sides.size());
    Value condition = again.compute(branch.condition(), target);
    if (sides.get(0) == branch.elseBlock()) {
      condition = target.apply(ElementwiseOps.NOT, condition);
    }
    return branch(condition, block -> within(inner, again, so, block), so, target);
  }

  private Value branch(
      Value condition, Function<BlockBuilder, Value> then, Value otherwise, BlockBuilder target) {
    return target
        .ifElse(
            condition,
            slot(),
            (block, empty) -> new Terminator.Yield(List.of(then.apply(block))),
            (block, empty) -> new Terminator.Yield(List.of(otherwise)))
        .get(0);
  }

  private Value half(Value so, Value equal, BlockBuilder block) {
    Value constant = block.apply(GradientOps.STOP_GRADIENT, value);
    return block.apply(GradientOps.SHARED, constant, so, equal);
  }

  private static Value after(Value counter, CountedLoop loop, BlockBuilder block) {
    Value step = block.constant(ScalarType.INT32, loop.goesUp() ? 1 : -1);
    return block.apply(ElementwiseOps.ADD, counter, step);
  }
}
