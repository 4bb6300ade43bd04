package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Variables;
import java.util.List;
import java.util.Optional;

/**
 * A loop over the elements of an array, whose index is used for nothing else.
 *
 * <pre>
 * for (double weight : weights) {
 *   sum += weight;
 * }
 * </pre>
 *
 * @param length the operation that takes the array's length, which is not written
 * @param load the one that loads the element, the first of the body
 */
record EnhancedFor(ForUpdate update, Operation.Apply length, Operation.Apply load) {
  /**
   * The loop at a place of a block, where it is one over elements.
   *
   * @param at the place
   */
  static Optional<EnhancedFor> of(
      Block block, int at, Variables variables, Interference interference) {
    if (!(block.operations().get(at) instanceof Operation.Loop loop)) {
      return Optional.empty();
    }
    ForUpdate update = ForUpdate.of(loop, variables, interference).orElse(null);
    if (update == null) {
      return Optional.empty();
    }
    Value checked = loop.condition().parameters().get(update.index());
    Value index = loop.body().parameters().get(update.index());
    Operation.Apply load = firstLoad(loop.body()).orElse(null);
    List<Operation> condition = loop.condition().operations();
    boolean countsElements =
        checked.name().startsWith(Variables.INDEX)
            && isZero(variables.definition(loop.operands().get(update.index())))
            && interference.uses(index) == 2
            && interference.uses(loop.results().get(update.index())) == 0
            && load != null
            && load.operands().get(1).equals(index)
            && condition.size() == 1
            && condition.get(0) instanceof Operation.Apply test
            && test.is(Trait.LESS)
            && !test.is(Trait.OR_EQUAL)
            && test.operands().get(0).equals(checked);
    if (!countsElements) {
      return Optional.empty();
    }
    Value size = condition.get(0).operands().get(1);
    Value array = load.operands().get(0);
    return variables.definition(size) instanceof Operation.Apply length
            && length.is(Trait.LENGTH)
            && length.operands().get(0).equals(array)
            && interference.uses(size) == 1
            && !variables.isMutable(array)
            && !variables.isMutable(load.result()) // else it is declared before the loop
            && isJustBefore(block, length, at)
        ? Optional.of(new EnhancedFor(update, length, load))
        : Optional.empty();
  }

  private static Optional<Operation.Apply> firstLoad(Block body) {
    for (Operation operation : body.operations()) {
      if (!ValueEmitter.isFree(operation)) {
        return operation instanceof Operation.Apply apply && apply.is(Trait.LOAD)
            ? Optional.of(apply)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isZero(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.number().filter(number -> number.bits() == 0).isPresent();
  }

  /** Whether nothing happens between the two that the length could miss. */
  private static boolean isJustBefore(Block block, Operation length, int loop) {
    for (int i = loop - 1; i >= 0; i--) {
      Operation operation = block.operations().get(i);
      if (operation == length) {
        return true;
      }
      if (!(operation instanceof Operation.Apply apply)
          || apply.definition().effect() != Effect.PURE) {
        return false;
      }
    }
    return false;
  }
}
