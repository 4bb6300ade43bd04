package dev.kiln.autodiff.fusion;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.AliasClasses;
import dev.kiln.pass.analysis.AliasClasses.Memory;
import dev.kiln.pass.analysis.ArrayFilling;
import dev.kiln.pass.analysis.FunctionStructure;
import dev.kiln.pass.analysis.MemoryEffects;
import dev.kiln.pass.analysis.Obstacle;
import dev.kiln.pass.analysis.Subjects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether the iterations of a loop share no array that one of them changes: each array that
 * is stored into is made in the iteration, or overwritten from end to end before it is read there,
 * and neither it nor a change of what the loop reads comes after the loop.
 */
final class PrivateArrays {
  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final Activity activity;
  private final MemoryEffects effects;
  private final ArrayFilling filling;
  private final Map<Operation, Set<Memory>> read = new IdentityHashMap<>();

  PrivateArrays(
      FunctionStructure structure,
      AliasClasses classes,
      Activity activity,
      MemoryEffects effects,
      ArrayFilling filling) {
    this.structure = structure;
    this.classes = classes;
    this.activity = activity;
    this.effects = effects;
    this.filling = filling;
  }

  /**
   * What keeps this from holding for the loop that is operation {@code index} of {@code block};
   * empty where it holds.
   */
  Optional<Obstacle> obstacle(Operation.Loop loop, Block block, int index) {
    Set<Memory> stored = effects.writes(loop);
    Set<Memory> after = new HashSet<>();
    List<Operation> later = later(block, index);
    later.forEach(operation -> after.addAll(effects.writes(operation)));
    for (Memory memory : touched(loop)) {
      String reason = null;
      if (!stored.contains(memory)) {
        if (after.contains(memory) && activity.isActive(memory.root())) {
          reason = " is read in the loop and written after it";
        }
      } else if (!isOwn(memory, loop)) {
        reason = " is written in the loop, and not filled anew in each iteration";
      } else if (later.stream().anyMatch(each -> touches(each, memory))) {
        reason = " is written in the loop and used after it";
      }
      if (reason != null) {
        String array = Subjects.of(memory.root(), structure);
        return Optional.of(new Obstacle(array + reason, loop.position()));
      }
    }
    return Optional.empty();
  }

  /** What is run after an operation, in its block and around it, until a loop or the end. */
  private List<Operation> later(Block block, int index) {
    List<Operation> later = new ArrayList<>();
    Block at = block;
    int from = index + 1;
    while (true) {
      later.addAll(at.operations().subList(from, at.operations().size()));
      if (!(structure.owner(at) instanceof Operation.If)) {
        return later;
      }
      from = structure.anchor(structure.parent(at), at, 0) + 1;
      at = structure.parent(at);
    }
  }

  private boolean isOwn(Memory memory, Operation.Loop loop) {
    Value root = memory.root();
    if (classes.isFromOutside(root) || classes.isCarried(root) || isReturned(root)) {
      return false;
    }
    boolean madeInside =
        classes.allocations(root).stream()
            .allMatch(made -> structure.encloses(loop.body(), structure.home(made.result())));
    return madeInside || isFilledFirst(loop.body(), memory);
  }

  private boolean isReturned(Value root) {
    return structure.function().body().terminator().operands().stream()
        .anyMatch(each -> AliasClasses.isReference(each) && classes.root(each).equals(root));
  }

  /** Whether the block fills the array before it reads it, each time that it reads it. */
  private boolean isFilledFirst(Block block, Memory memory) {
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

  private Set<Memory> touched(Operation operation) {
    Set<Memory> touched = new HashSet<>(effects.writes(operation));
    touched.addAll(reads(operation));
    return touched;
  }

  private boolean touches(Operation operation, Memory memory) {
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
