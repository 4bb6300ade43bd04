package dev.kiln.processor.emit.function;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.emit.variable.Interference;
import dev.kiln.processor.emit.variable.Variables;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the blocks of a function nest: which define and use its values, what labels name, and which
 * loops go over the elements of arrays.
 */
final class BlockStructure {
  private final Map<Value, Block> definedIn = new HashMap<>();
  private final Map<Value, Block> usedIn = new HashMap<>();
  private final Map<String, Operation> constructs = new HashMap<>();
  private final Map<Operation.Loop, EnhancedFor> overElements = new IdentityHashMap<>();
  private final Set<Block> withStatements = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Interference interference;

  BlockStructure(Block body, Variables variables, Interference interference) {
    this.interference = interference;
    add(body, variables);
  }

  private void add(Block block, Variables variables) {
    block.parameters().forEach(parameter -> definedIn.put(parameter, block));
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      EnhancedFor.of(block, i, variables, interference)
          .ifPresent(found -> overElements.put((Operation.Loop) operation, found));
      operation.operands().forEach(operand -> usedIn.put(operand, block));
      operation.results().forEach(result -> definedIn.put(result, block));
      if (operation instanceof Operation.Loop loop) {
        constructs.put(loop.label(), loop);
      } else if (operation instanceof Operation.Scope scope) {
        constructs.put(scope.label(), scope);
      }
      operation.blocks().forEach(inner -> add(inner, variables));
    }
    block.terminator().operands().forEach(operand -> usedIn.put(operand, block));
    if (!(block.terminator() instanceof Terminator.Yield)
        || block.operations().stream().anyMatch(this::isStatement)) {
      withStatements.add(block);
    }
  }

  private boolean isStatement(Operation operation) {
    if (operation instanceof Operation.If branch) {
      return branch.blocks().stream().anyMatch(withStatements::contains);
    }
    return !(operation instanceof Operation.Apply) || operation.results().isEmpty();
  }

  /**
   * Whether a block is never the branch of a conditional expression. Each level of nested
   * conditionals asks its branches; if they had to be emitted to know, the time would be
   * exponential in the depth.
   */
  boolean hasStatements(Block block) {
    return withStatements.contains(block);
  }

  /** Whether a value is used once, in the block that defines it. */
  boolean isUsedOnceWhereDefined(Value value) {
    return interference.uses(value) == 1 && usedIn.get(value) == definedIn.get(value);
  }

  /** The loop or scope that a label names. */
  Operation construct(String label) {
    return constructs.get(label);
  }

  /** The form of a loop over the elements of an array. */
  Optional<EnhancedFor> overElements(Operation.Loop loop) {
    return Optional.ofNullable(overElements.get(loop));
  }

  /** Whether an operation takes the length of an array for a loop over its elements. */
  boolean isLengthOfElements(Operation.Apply apply) {
    return overElements.values().stream().anyMatch(each -> each.length() == apply);
  }
}
