package dev.kiln.processor.frontend.statement;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import java.util.List;
import java.util.stream.Stream;

/** Finds the jumps in a finished block that leave the construct with a label. */
final class Exits {
  private final String label;

  Exits(String label) {
    this.label = label;
  }

  /** Whether there are any; a continue counts too. */
  boolean areIn(Block block) {
    boolean isJump =
        block.terminator() instanceof Terminator.Continue next && next.label().equals(label)
            || isBreak(block.terminator());
    return isJump
        || block.operations().stream()
            .anyMatch(each -> each.blocks().stream().anyMatch(this::areIn));
  }

  /** The last value that each break takes along, in the order of the code. */
  Stream<Value> lastValues(Block block) {
    Stream<Value> nested =
        block.operations().stream()
            .map(Operation::blocks)
            .flatMap(List::stream)
            .flatMap(this::lastValues);
    if (!isBreak(block.terminator())) {
      return nested;
    }
    List<Value> values = block.terminator().operands();
    return Stream.concat(nested, Stream.of(values.get(values.size() - 1)));
  }

  private boolean isBreak(Terminator end) {
    return end instanceof Terminator.Break jump && jump.label().equals(label);
  }
}
