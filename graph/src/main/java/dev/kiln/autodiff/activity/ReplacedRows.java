package dev.kiln.autodiff.activity;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import dev.kiln.type.ArrayType;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether a program stores rows in arrays of arrays. Then an argument may end with other rows than
 * it starts with, and so would its shadow: the caller gives the cotangents of the former, and wants
 * those of the latter.
 */
public final class ReplacedRows {
  private final CustomRules rules;
  private final Set<String> visited = new HashSet<>();

  private ReplacedRows(CustomRules rules) {
    this.rules = rules;
  }

  /** Whether the function, or what it calls, stores a row of floating-point numbers. */
  public static boolean mayBeIn(Function function, CustomRules rules) {
    return new ReplacedRows(rules).anyIn(function.body());
  }

  /** Whether this is an array of such rows. */
  public static boolean has(Value array) {
    return array.type() instanceof ArrayType type && type.rank() > 1 && Activity.isFloating(array);
  }

  private boolean anyIn(Block block) {
    return block.operations().stream().anyMatch(this::isIn);
  }

  private boolean isIn(Operation operation) {
    if (MemoryEffects.isStore(operation) && has(operation.operands().get(0))) {
      return AliasClasses.isReference(operation.operands().get(2));
    }
    if (operation instanceof Operation.Call call && rules.of(call).isEmpty()) {
      Function callee = rules.function(call.function());
      return visited.add(callee.name()) && anyIn(callee.body());
    }
    return operation.blocks().stream().anyMatch(this::anyIn);
  }
}
