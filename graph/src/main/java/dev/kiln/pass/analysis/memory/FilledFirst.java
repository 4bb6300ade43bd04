package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Which memory operations touch, and whether a block overwrites an array before it reads it. */
public final class FilledFirst {
  private final AliasClasses classes;
  private final MemoryEffects effects;
  private final ArrayFilling filling;
  private final Map<Operation, Set<Memory>> read = new IdentityHashMap<>();

  public FilledFirst(AliasClasses classes, MemoryEffects effects, ArrayFilling filling) {
    this.classes = classes;
    this.effects = effects;
    this.filling = filling;
  }

  /** Whether the block fills the array before it reads it, each time that it reads it. */
  public boolean isFilledFirst(Block block, Memory memory) {
    for (Operation operation : block.operations()) {
      if (!touches(operation, memory)) {
        continue;
      }
      if (operation instanceof Operation.Loop loop
          && filling.fills(loop, memory)
          && !reads(loop).contains(memory)) {
        return true;
      }
      boolean nested =
          operation instanceof Operation.If
              || operation instanceof Operation.Loop loop
                  && loop.condition().operations().stream().noneMatch(o -> touches(o, memory));
      if (!nested || !operation.blocks().stream().allMatch(inner -> isFilledFirst(inner, memory))) {
        return false;
      }
    }
    return true;
  }

  /** What the operation reads or writes. */
  public Set<Memory> touched(Operation operation) {
    Set<Memory> touched = new HashSet<>(effects.writes(operation));
    touched.addAll(reads(operation));
    return touched;
  }

  /** Whether the operation reads or writes the memory. */
  public boolean touches(Operation operation, Memory memory) {
    return effects.writes(operation).contains(memory) || reads(operation).contains(memory);
  }

  /** What is loaded, or passed to an operation that may load it. */
  private Set<Memory> reads(Operation operation) {
    Set<Memory> known = read.get(operation);
    if (known == null) {
      known = new HashSet<>();
      boolean looksAtContents =
          operation instanceof Operation.Apply apply
              && !apply.is(Trait.LENGTH)
              && !MemoryEffects.isStore(operation);
      if (looksAtContents) {
        for (Value operand : operation.operands()) {
          if (AliasClasses.isReference(operand)) {
            known.add(classes.memory(operand));
          }
        }
      } else if (operation instanceof Operation.Call call) {
        known.addAll(effects.reached(call));
      }
      for (Block block : operation.blocks()) {
        for (Operation nested : block.operations()) {
          known.addAll(reads(nested));
        }
      }
      read.put(operation, known);
    }
    return known;
  }
}
