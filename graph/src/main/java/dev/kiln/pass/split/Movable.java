package dev.kiln.pass.split;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which operations work in a function of their own, and what they use and define. */
final class Movable {
  private Movable() {}

  /**
   * Whether the operation works in another function: it neither returns, nor leaves a construct
   * around it, nor names a bound size.
   */
  static boolean is(Operation operation) {
    return is(operation, new HashSet<>());
  }

  private static boolean is(Operation operation, Set<String> labels) {
    if (operation instanceof Operation.Apply apply) {
      return !apply.attributes().isSymbolic();
    }
    boolean isNew = label(operation).filter(labels::add).isPresent();
    boolean result =
        operation.blocks().stream()
            .allMatch(
                block ->
                    !leaves(block.terminator(), labels)
                        && block.operations().stream().allMatch(each -> is(each, labels)));
    if (isNew) {
      labels.remove(label(operation).orElseThrow());
    }
    return result;
  }

  private static Optional<String> label(Operation operation) {
    if (operation instanceof Operation.Loop loop) {
      return Optional.of(loop.label());
    }
    return operation instanceof Operation.Scope scope
        ? Optional.of(scope.label())
        : Optional.empty();
  }

  private static boolean leaves(Terminator end, Set<String> labels) {
    return end instanceof Terminator.Return
        || end instanceof Terminator.Break exit && !labels.contains(exit.label())
        || end instanceof Terminator.Continue next && !labels.contains(next.label());
  }

  /** Gives the values that an operation uses, nested blocks included; some are defined there. */
  static void uses(Operation operation, Consumer<Value> used) {
    operation.operands().forEach(used);
    for (Block block : operation.blocks()) {
      block.operations().forEach(inner -> uses(inner, used));
      block.terminator().operands().forEach(used);
    }
  }

  /** Gives the values that an operation defines, nested blocks included. */
  static void definitions(Operation operation, Consumer<Value> defined) {
    operation.results().forEach(defined);
    for (Block block : operation.blocks()) {
      block.parameters().forEach(defined);
      block.operations().forEach(inner -> definitions(inner, defined));
    }
  }
}
