package dev.kiln.pass.split;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * About how many bytes of bytecode the operations of a function take.
 *
 * @param operation the bytes of an operation itself
 * @param value the bytes of each value that it reads or that is copied
 */
public record CodeWeight(int operation, int value) {
  /** Loads and stores of the first 256 slots for local variables take two bytes, others four. */
  private static final int NEAR_SLOTS = 256;

  private static final CodeWeight NEAR = new CodeWeight(5, 2);
  private static final CodeWeight FAR = new CodeWeight(12, 4);

  /** The weights in a function, which depend on how many variables it has. */
  public static CodeWeight in(Function function) {
    Map<Value, Integer> uses = new HashMap<>();
    count(function.body(), uses);
    int slots = 2 * function.parameters().size() + slots(function.body(), uses);
    return slots > NEAR_SLOTS ? FAR : NEAR;
  }

  /** The bytes of the largest function of the graph. */
  public static int largest(Graph graph) {
    int largest = of(graph.entry());
    for (Function function : graph.functions()) {
      largest = Math.max(largest, of(function));
    }
    return largest;
  }

  /** The bytes of a whole function. */
  public static int of(Function function) {
    return in(function).of(function.body());
  }

  /** The bytes of a block, with the blocks nested in it. */
  public int of(Block block) {
    int weight = value * block.terminator().operands().size();
    for (Operation each : block.operations()) {
      weight += of(each);
    }
    return weight;
  }

  /** The bytes of an operation, with the blocks nested in it. */
  public int of(Operation each) {
    int weight = operation + value * each.operands().size();
    for (Block block : each.blocks()) {
      weight += of(block);
    }
    return weight;
  }

  private static void count(Block block, Map<Value, Integer> uses) {
    for (Operation operation : block.operations()) {
      operation.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
      operation.blocks().forEach(nested -> count(nested, uses));
    }
    block.terminator().operands().forEach(operand -> uses.merge(operand, 1, Integer::sum));
  }

  /**
   * At most how many slots the variables of a block take, those of nested blocks by turns.
   * Constants and most values that are used once have no variable.
   */
  private static int slots(Block block, Map<Value, Integer> uses) {
    int own = 0;
    int nested = 0;
    for (Operation operation : block.operations()) {
      boolean simple = operation instanceof Operation.Apply && !operation.operands().isEmpty();
      for (Value result : operation.results()) {
        boolean hasVariable =
            simple ? uses.getOrDefault(result, 0) > 1 : !(operation instanceof Operation.Apply);
        own += hasVariable ? 2 : 0;
      }
      for (Block inner : operation.blocks()) {
        nested = Math.max(nested, slots(inner, uses));
      }
    }
    return own + nested;
  }
}
