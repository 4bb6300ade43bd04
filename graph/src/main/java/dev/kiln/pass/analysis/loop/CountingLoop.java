package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A loop such as {@code for (int i = start; i < bound; i += 2)}: a variable goes by a constant step
 * and is compared with a bound, and that is all that the condition does. Each iteration of it ends
 * normally, unless it leaves a construct around the loop.
 *
 * @param loop the loop
 * @param slot the index of the variable among the carried values
 * @param relation less, less_equal, greater or greater_equal
 * @param bound the right side of the comparison; it may be made in the condition block
 * @param step what is added in an iteration
 */
public record CountingLoop(
    Operation.Loop loop, int slot, OpDefinition relation, Value bound, int step) {

  /** The loop as such a one. {@code definitions} has what its blocks make. */
  public static Optional<CountingLoop> of(
      Operation.Loop loop, Map<Value, Operation.Apply> definitions) {
    List<Value> checked = loop.condition().parameters();
    boolean plain =
        loop.condition().terminator() instanceof Terminator.Condition end
            && end.carried().equals(checked)
            && loop.body().terminator() instanceof Terminator.Yield
            && !loop.body().leaves(loop.label())
            && loop.condition().operations().stream().allMatch(CountingLoop::isHarmless);
    if (!plain) {
      return Optional.empty();
    }
    Value condition = ((Terminator.Condition) loop.condition().terminator()).condition();
    Operation.Apply comparison = definitions.get(condition);
    if (comparison == null || comparison.operands().size() != 2) {
      return Optional.empty();
    }
    int slot = checked.indexOf(comparison.operands().get(0));
    if (slot < 0 || !checked.get(slot).type().equals(ScalarType.INT32)) {
      return Optional.empty();
    }
    int step = step(loop, slot, definitions);
    CountingLoop counting =
        new CountingLoop(loop, slot, comparison.definition(), comparison.operands().get(1), step);
    return counting.goesUp() && step > 0 || counting.goesDown() && step < 0
        ? Optional.of(counting)
        : Optional.empty();
  }

  /** Whether it does not matter how often the operation runs: the array of a length is there. */
  private static boolean isHarmless(Operation operation) {
    return operation instanceof Operation.Apply apply
        && (apply.definition().effect() == Effect.PURE || apply.is(Trait.LENGTH));
  }

  private static int step(Operation.Loop loop, int slot, Map<Value, Operation.Apply> definitions) {
    Operation.Apply update = definitions.get(loop.body().terminator().operands().get(slot));
    if (update == null
        || update.operands().size() != 2
        || !update.operands().get(0).equals(loop.body().parameters().get(slot))) {
      return 0;
    }
    Operation.Apply constant = definitions.get(update.operands().get(1));
    int number = constant == null ? 0 : constant.number().map(each -> (int) each.bits()).orElse(0);
    if (update.is(Trait.SUM)) {
      return number;
    }
    return update.is(Trait.DIFFERENCE) ? -number : 0;
  }

  public boolean goesUp() {
    return relation.is(Trait.LESS);
  }

  private boolean goesDown() {
    return relation.is(Trait.GREATER);
  }

  /** Whether the bound itself is among the values that the variable takes. */
  public boolean includesBound() {
    return relation.is(Trait.OR_EQUAL);
  }

  /** The first value of the variable. */
  public Value start() {
    return loop.operands().get(slot);
  }

  /** The variable as the body sees it. */
  public Value variable() {
    return loop.body().parameters().get(slot);
  }

  /** Whether there is an iteration with this value of the variable. */
  public boolean holds(long variable, long limit) {
    boolean inside = goesUp() ? variable < limit : variable > limit;
    return inside || includesBound() && variable == limit;
  }
}
