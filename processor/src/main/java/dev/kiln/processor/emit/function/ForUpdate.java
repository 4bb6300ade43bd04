package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Variables;
import dev.kiln.type.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes to the head of a {@code for}: the counter of a loop, and how it is stepped at the end
 * of each iteration.
 *
 * @param index of the counter among what the loop carries
 * @param step the operation that steps it
 */
record ForUpdate(int index, Operation.Apply step) {

  /**
   * The update of a loop whose counter its condition reads; empty for a loop that the user wrote as
   * {@code while}, where the step comes after the rest of the body.
   *
   * @param uses how often values are used
   */
  static Optional<ForUpdate> of(Operation.Loop loop, Variables variables, Interference uses) {
    if (!(loop.body().terminator() instanceof Terminator.Yield end)
        || continues(loop.body(), loop.label())) {
      return Optional.empty();
    }
    for (int i = 0; i < end.operands().size(); i++) {
      Value next = end.operands().get(i);
      Operation.Apply step = definition(loop.body(), next);
      boolean isStep =
          step != null
              && (step.is(Trait.SUM) || step.is(Trait.DIFFERENCE))
              && step.operands().get(0).equals(loop.body().parameters().get(i))
              && isConstant(variables.definition(step.operands().get(1)))
              && uses.uses(next) == 1
              && isRead(loop.condition(), loop.condition().parameters().get(i))
              && isInHead(loop, step);
      if (isStep) {
        return Optional.of(new ForUpdate(i, step));
      }
    }
    return Optional.empty();
  }

  /** Whether a {@code continue} leads past the end of the body. */
  private static boolean continues(Block block, String label) {
    return block.terminator() instanceof Terminator.Continue exit && exit.label().equals(label)
        || block.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(inner -> continues(inner, label));
  }

  private static Operation.Apply definition(Block block, Value value) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply && apply.results().contains(value)) {
        return apply;
      }
    }
    return null;
  }

  private static boolean isConstant(Operation operation) {
    return operation instanceof Operation.Apply apply && apply.number().isPresent();
  }

  private static boolean isRead(Block block, Value value) {
    return block.operations().stream().anyMatch(each -> each.operands().contains(value));
  }

  /**
   * In the source the head of a {@code for} comes before its body; what Kiln makes has no place, or
   * that of the step.
   */
  private static boolean isInHead(Operation.Loop loop, Operation.Apply step) {
    SourcePosition own = step.position();
    if (!own.isKnown()) {
      return !loop.position().isKnown();
    }
    List<SourcePosition> others = new ArrayList<>();
    for (Operation operation : loop.body().operations()) {
      boolean isPlaceless = operation instanceof Operation.Scope; // it has that of the loop
      if (operation != step && !isPlaceless && !isConstantStep(operation, step)) {
        others.add(operation.position());
      }
    }
    return own.file().equals(loop.position().file())
        && isBesideCondition(loop, own)
        && others.stream()
            .filter(each -> each.isKnown() && each.file().equals(own.file()))
            .allMatch(each -> !isBefore(each, own) || !isBefore(loop.position(), each));
  }

  private static boolean isBesideCondition(Operation.Loop loop, SourcePosition step) {
    return step.line() == loop.position().line()
        || loop.condition().operations().stream()
            .anyMatch(each -> each.position().line() == step.line());
  }

  private static boolean isConstantStep(Operation operation, Operation.Apply step) {
    return operation.results().contains(step.operands().get(1));
  }

  private static boolean isBefore(SourcePosition left, SourcePosition right) {
    return left.line() < right.line()
        || left.line() == right.line() && left.column() < right.column();
  }
}
