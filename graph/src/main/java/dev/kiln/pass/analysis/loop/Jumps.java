package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the values go that the end of a block passes on: to the results of a construct, to the
 * parameters of a block, or to both. What a function returns goes nowhere.
 */
public final class Jumps {
  private final Map<Block, List<List<Value>>> targets = new IdentityHashMap<>();
  private final Map<String, Operation> constructs = new HashMap<>();

  public Jumps(Function function) {
    collectInside(function.body());
    targets.put(function.body(), List.of());
  }

  /** The lists of values that get what the end of {@code block} passes on. */
  public List<List<Value>> targets(Block block) {
    return targets.get(block);
  }

  private void collectInside(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Loop loop) {
        Operation outer = constructs.put(loop.label(), loop);
        collect(loop.condition(), List.of(loop.body().parameters(), loop.results()));
        collect(loop.body(), List.of(loop.condition().parameters()));
        constructs.put(loop.label(), outer);
      } else if (operation instanceof Operation.Scope scope) {
        Operation outer = constructs.put(scope.label(), scope);
        collect(scope.body(), List.of(scope.results()));
        constructs.put(scope.label(), outer);
      } else {
        operation.blocks().forEach(inner -> collect(inner, List.of(operation.results())));
      }
    }
  }

  /**
   * @param normal where values go if the block ends normally
   */
  private void collect(Block block, List<List<Value>> normal) {
    collectInside(block);
    Terminator end = block.terminator();
    if (end instanceof Terminator.Break jump) {
      targets.put(block, List.of(constructs.get(jump.label()).results()));
    } else if (end instanceof Terminator.Continue jump) {
      Operation.Loop loop = (Operation.Loop) constructs.get(jump.label());
      targets.put(block, List.of(loop.condition().parameters()));
    } else if (end instanceof Terminator.Yield || end instanceof Terminator.Condition) {
      targets.put(block, normal);
    } else {
      targets.put(block, List.of());
    }
  }
}
