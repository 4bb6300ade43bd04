package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A loop such as {@code for (int i = start; i < bound; i++)}, whose exit depends on one variable
 * that goes up or down by one and on a bound that does not change.
 *
 * @param loop the loop
 * @param slot the index of the variable among the carried values
 * @param relation what the condition compares with: less, less_equal, greater, greater_equal
 * @param bound the right side of the condition; it may be defined in the condition block
 */
public record CountedLoop(Operation.Loop loop, int slot, OpDefinition relation, Value bound) {

  public static Optional<CountedLoop> of(Operation.Loop loop, FunctionStructure structure) {
    return look(loop, structure).counted();
  }

  /** Why the loop does not count; empty where it does. */
  public static Optional<Obstacle> obstacle(Operation.Loop loop, FunctionStructure structure) {
    return look(loop, structure).obstacle();
  }

  /** What came of looking at a loop: one of the two. */
  private record Finding(Optional<CountedLoop> counted, Optional<Obstacle> obstacle) {
    static Finding obstacle(String reason, Operation at) {
      return new Finding(Optional.empty(), Optional.of(new Obstacle(reason, at.position())));
    }
  }

  private static Finding look(Operation.Loop loop, FunctionStructure structure) {
    if (!(loop.condition().terminator() instanceof Terminator.Condition end)
        || !(loop.body().terminator() instanceof Terminator.Yield)) {
      return Finding.obstacle("it does not end by its condition", loop);
    }
    Optional<Operation.Apply> comparison = structure.application(end.condition());
    if (comparison.isEmpty() || comparison.get().operands().size() != 2) {
      return Finding.obstacle("its condition is not a comparison", loop);
    }
    OpDefinition relation = comparison.get().definition();
    Value variable = comparison.get().operands().get(0);
    Value bound = comparison.get().operands().get(1);
    int slot = loop.condition().parameters().indexOf(variable);
    if (slot < 0 || !variable.type().equals(ScalarType.INT32) || !isPlain(loop, slot)) {
      return Finding.obstacle("its condition does not compare an int variable", comparison.get());
    }
    if (!isInvariant(bound, loop, structure)) {
      return Finding.obstacle("its bound changes in the loop", comparison.get());
    }
    long step = step(loop, slot, structure);
    boolean up = relation.is(Trait.LESS);
    boolean down = relation.is(Trait.GREATER);
    return up && step == 1 || down && step == -1
        ? new Finding(Optional.of(new CountedLoop(loop, slot, relation, bound)), Optional.empty())
        : Finding.obstacle(
            Subjects.of(variable, structure) + " does not go up, or down, by one to a bound", loop);
  }

  public boolean goesUp() {
    return relation.is(Trait.LESS);
  }

  /** Whether the bound itself is among the values that the variable takes. */
  public boolean includesBound() {
    return relation.is(Trait.OR_EQUAL);
  }

  /** The first value of the variable. */
  public Value start() {
    return loop.operands().get(slot);
  }

  /**
   * The number of an iteration, from 0.
   *
   * @param variable what the variable is in the iteration
   * @param start its first value; null where that is 0
   */
  public Value iteration(Value variable, Value start, BlockBuilder block) {
    if (goesUp()) {
      return start == null ? variable : block.apply(ElementwiseOps.SUBTRACT, variable, start);
    }
    return start == null
        ? block.apply(ElementwiseOps.NEGATE, variable)
        : block.apply(ElementwiseOps.SUBTRACT, start, variable);
  }

  /**
   * Computes the bound outside the loop, whose condition may compute it.
   *
   * @param known gives what the bound is computed from and the condition does not compute
   */
  public Value bound(FunctionStructure structure, BlockBuilder block, UnaryOperator<Value> known) {
    return repeat(bound, structure, block, known);
  }

  private Value repeat(
      Value value, FunctionStructure structure, BlockBuilder block, UnaryOperator<Value> known) {
    if (structure.home(value) != loop.condition()) {
      return known.apply(value);
    }
    Operation.Apply made = structure.application(value).orElseThrow();
    List<Value> operands =
        made.operands().stream().map(each -> repeat(each, structure, block, known)).toList();
    return block.apply(value.name(), made.definition(), made.attributes(), operands);
  }

  /** The variable as the body sees it. */
  public Value variable() {
    return loop.body().parameters().get(slot);
  }

  /** Whether the condition block passes the carried value on unchanged. */
  public static boolean isPlain(Operation.Loop loop, int slot) {
    return loop.condition().terminator() instanceof Terminator.Condition end
        && end.carried().get(slot).equals(loop.condition().parameters().get(slot));
  }

  /**
   * Whether the value is the same in each check of the condition: defined outside the loop, or made
   * in the condition block of such values alone.
   */
  public static boolean isInvariant(Value value, Operation.Loop loop, FunctionStructure structure) {
    Block home = structure.home(value);
    if (home != loop.condition()) {
      return home != loop.body()
          && !structure.encloses(loop.body(), home)
          && !structure.encloses(loop.condition(), home);
    }
    Optional<Operation.Apply> made = structure.application(value);
    return made.isPresent()
        && (made.get().definition().effect() == dev.kiln.op.definition.Effect.PURE
            || made.get().is(Trait.LENGTH))
        && made.get().operands().stream().allMatch(each -> isInvariant(each, loop, structure));
  }

  /** The constant that the body adds to the variable, or 0. */
  private static long step(Operation.Loop loop, int slot, FunctionStructure structure) {
    Value next = loop.body().terminator().operands().get(slot);
    Optional<Operation.Apply> update = structure.application(next);
    if (update.isEmpty()) {
      return 0;
    }
    OpDefinition definition = update.get().definition();
    List<Value> operands = update.get().operands();
    Value variable = loop.body().parameters().get(slot);
    if (!definition.is(Trait.SUM) && !definition.is(Trait.DIFFERENCE)
        || !operands.get(0).equals(variable)) {
      return 0;
    }
    return structure
        .application(operands.get(1))
        .flatMap(Operation.Apply::number)
        .map(number -> (int) number.bits())
        .map(number -> definition.is(Trait.SUM) ? (long) number : -number)
        .orElse(0L);
  }
}
