package dev.kiln.autodiff.fusion;

import dev.kiln.autodiff.activity.Activity;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.loop.Obstacle;
import dev.kiln.pass.analysis.loop.Subjects;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.FilledFirst;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  private final FilledFirst filled;

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
    this.filled = new FilledFirst(classes, effects, filling);
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
    for (Memory memory : filled.touched(loop)) {
      String reason = null;
      if (!stored.contains(memory)) {
        if (after.contains(memory) && activity.isActive(memory.root())) {
          reason = " is read in the loop and written after it";
        }
      } else if (!isOwn(memory, loop)) {
        reason = " is written in the loop, and not filled anew in each iteration";
      } else if (later.stream().anyMatch(each -> filled.touches(each, memory))) {
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
    return madeInside || filled.isFilledFirst(loop.body(), memory);
  }

  private boolean isReturned(Value root) {
    return structure.function().body().terminator().operands().stream()
        .anyMatch(each -> AliasClasses.isReference(each) && classes.root(each).equals(root));
  }
}
