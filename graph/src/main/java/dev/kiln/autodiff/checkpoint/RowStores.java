package dev.kiln.autodiff.checkpoint;

import dev.kiln.autodiff.activity.CustomRules;
import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.SourcePosition;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses to checkpoint loops that store rows in arrays which outlive the iteration: a snapshot
 * does not know which shadows the rows of an array had.
 */
final class RowStores {
  private final CustomRules rules;
  private final Set<String> visited = new HashSet<>();

  RowStores(CustomRules rules) {
    this.rules = rules;
  }

  /**
   * Checks a loop with all that it calls.
   *
   * @throws NotDifferentiableException if it stores a row
   */
  void require(CheckpointedLoop loop) {
    visit(loop.whole(), loop.position());
  }

  private void visit(Function function, SourcePosition position) {
    if (visited.add(function.name())) {
      AliasClasses classes = new AliasClasses(function, true);
      visit(function.body(), classes, position);
    }
  }

  private void visit(Block block, AliasClasses classes, SourcePosition position) {
    for (Operation operation : block.operations()) {
      if (MemoryEffects.isStore(operation)
          && AliasClasses.isReference(operation.operands().get(2))
          && outlives(classes, operation.operands().get(0))) {
        throw new NotDifferentiableException(
            "a loop with @Checkpoint stores a row in an array of arrays, which is not supported:"
                + " copy the elements of the row instead",
            operation.position().isKnown() ? operation.position() : position);
      }
      if (operation instanceof Operation.Call call && rules.of(call).isEmpty()) {
        visit(rules.function(call.function()), operation.position());
      }
      operation.blocks().forEach(nested -> visit(nested, classes, position));
    }
  }

  private static boolean outlives(AliasClasses classes, Value array) {
    Value root = classes.root(array);
    return classes.isFromOutside(root) || classes.isCarried(root);
  }
}
