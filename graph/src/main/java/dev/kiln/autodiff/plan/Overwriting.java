package dev.kiln.autodiff.plan;

import dev.kiln.autodiff.fusion.FusedLoops;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.pass.analysis.memory.ArrayFilling;
import dev.kiln.pass.analysis.memory.MemoryEffects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the stores that the backward pass has to undo, so that it finds in memory what the forward
 * pass read there.
 *
 * <p>A store has to be undone if something that is loaded again may have been read before it. A
 * loop that overwrites an array from end to end stands between: once it is undone, what was stored
 * after it does not matter. Such a loop is undone as a whole, by a copy of the array, where nothing
 * in it is loaded again. Into an array that was just made ({@link FreshArrays}) a store overwrites
 * nothing that was read.
 */
public final class Overwriting {
  private record Position(Block block, int index) {}

  /**
   * Something that reads.
   *
   * @param references through which it may read
   */
  private record Reader(Position position, List<Value> references) {}

  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final MemoryEffects effects;
  private final ArrayFilling filling;
  private final FusedLoops fused;
  private final FreshArrays fresh;
  private final Map<Memory, List<Reader>> readers = new HashMap<>();
  private final Set<Operation> undone = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Operation, Value> restoredAround = new IdentityHashMap<>();

  /** The classes of arrays that called functions write, which their reverses undo. */
  private final Set<Value> writtenByCalls = new HashSet<>();

  /**
   * @param reloaded the loads that the backward pass repeats
   * @param isEntry whether the function is the entry; others restore what their callers see
   */
  Overwriting(
      FunctionStructure structure,
      AliasClasses classes,
      MemoryEffects effects,
      ArrayFilling filling,
      FusedLoops fused,
      Set<Value> reloaded,
      boolean isEntry) {
    this.structure = structure;
    this.classes = classes;
    Block body = structure.function().body();
    Set<Memory> written = effects.writesOf(structure.function());
    this.effects = effects;
    this.filling = filling;
    this.fused = fused;
    this.fresh = new FreshArrays(structure, classes, written);
    for (Value load : reloaded) {
      Value array = structure.application(load).orElseThrow().operands().get(0);
      Position position = new Position(structure.home(load), structure.index(load));
      addReader(classes.memory(array), new Reader(position, List.of(array)));
    }
    collectCalls(body, effects);
    Reader caller = new Reader(new Position(body, -1), structure.function().parameters());
    // rows stored in an argument go back, also in its shadow, so that its derivative has its rows
    written.stream()
        .filter(memory -> classes.isFromOutside(memory.root()) && (!isEntry || memory.rank() > 1))
        .forEach(memory -> addReader(memory, caller));
    if (!readers.isEmpty()) {
      decide(body);
    }
  }

  /** Whether the store is undone by itself. */
  public boolean isUndone(Operation store) {
    return undone.contains(store);
  }

  /** The array that is copied before the loop and restored after its reverse. */
  public Optional<Value> restoredAround(Operation loop) {
    return Optional.ofNullable(restoredAround.get(loop));
  }

  /** The classes of the arrays into which stores are undone. */
  public Set<Value> undoneClasses() {
    Set<Value> roots = new HashSet<>(writtenByCalls);
    for (Operation store : undone) {
      Value array = MemoryEffects.changedAsWhole(store).orElse(store.operands().get(0));
      roots.add(classes.root(array));
    }
    restoredAround.values().forEach(array -> roots.add(classes.root(array)));
    return roots;
  }

  private void addReader(Memory memory, Reader reader) {
    readers.computeIfAbsent(memory, key -> new ArrayList<>()).add(reader);
  }

  private void collectCalls(Block block, MemoryEffects effects) {
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      if (operation instanceof Operation.Call call) {
        Reader reader = new Reader(new Position(block, i), call.operands());
        effects.reached(call).forEach(memory -> addReader(memory, reader));
        effects.writes(call).forEach(memory -> writtenByCalls.add(memory.root()));
      }
      operation.blocks().forEach(nested -> collectCalls(nested, effects));
    }
  }

  private void decide(Block block) {
    for (int i = 0; i < block.operations().size(); i++) {
      Operation operation = block.operations().get(i);
      operation.blocks().forEach(this::decide);
      int index = i;
      if (MemoryEffects.isStore(operation)) {
        if (isRead(classes.memory(operation.operands().get(0)), block, index)) {
          undone.add(operation);
        }
      } else if (operation instanceof Operation.Loop loop) {
        undoAsWhole(loop);
      } else if (MemoryEffects.changedAsWhole(operation).isPresent()
          && effects.writes(operation).stream().anyMatch(each -> isRead(each, block, index))) {
        undone.add(operation);
      }
    }
  }

  /** Whether the memory may have been read before it is written by an operation. */
  private boolean isRead(Memory memory, Block block, int index) {
    Position store = new Position(block, index);
    Optional<Operation.Apply> made = fresh.madeFor(block.operations().get(index));
    return readers.getOrDefault(memory, List.of()).stream()
        .filter(
            reader ->
                made.isEmpty()
                    || reader.references().stream()
                        .anyMatch(each -> fresh.mayLeadTo(each, made.get())))
        .anyMatch(reader -> reaches(reader.position(), store, memory));
  }

  private void undoAsWhole(Operation.Loop loop) {
    for (Operation operation : loop.body().operations()) {
      if (undone.contains(operation)
          && filling.fills(loop, operation)
          && !isReadWithin(loop, operation)) {
        undone.remove(operation);
        restoredAround.put(loop, operation.operands().get(0));
        return;
      }
    }
  }

  private boolean isReadWithin(Operation.Loop loop, Operation store) {
    Memory memory = classes.memory(store.operands().get(0));
    boolean read =
        readers.getOrDefault(memory, List.of()).stream()
            .map(reader -> reader.position().block())
            .anyMatch(
                block ->
                    structure.encloses(loop.body(), block)
                        || structure.encloses(loop.condition(), block));
    return read || storesElsewhere(loop.body(), store, memory);
  }

  private boolean storesElsewhere(Block block, Operation store, Memory memory) {
    for (Operation operation : block.operations()) {
      boolean other =
          operation != store
              && operation.blocks().isEmpty()
              && effects.writes(operation).contains(memory);
      if (other || operation.blocks().stream().anyMatch(b -> storesElsewhere(b, store, memory))) {
        return true;
      }
    }
    return false;
  }

  /** Whether memory read by {@code reader} may be overwritten by {@code store} afterwards. */
  private boolean reaches(Position reader, Position store, Memory memory) {
    Block common = structure.commonBlock(reader.block(), store.block());
    int read = structure.anchor(common, reader.block(), reader.index());
    int written = structure.anchor(common, store.block(), store.index());
    if (isReversedBefore(reader, store)) {
      return false;
    }
    boolean sameOperation =
        read == written && common.operations().get(read) instanceof Operation.Loop;
    if (sameOperation) {
      return true;
    }
    if (read < written
        && !isOverwritten(common, memory, read + 1, written)
        && !isOverwrittenOnTheWay(reader, store, common, memory)) {
      return true;
    }
    for (Operation.Loop loop : structure.loops(common)) {
      if (!fused.isFused(loop)
          && outlives(memory, loop)
          && comesRound(reader, store, loop, memory)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a fused loop has been reversed with the reader in it before the store is run. */
  private boolean isReversedBefore(Position reader, Position store) {
    return structure.loops(reader.block()).stream()
        .anyMatch(loop -> fused.isFused(loop) && !structure.encloses(loop.body(), store.block()));
  }

  /** Whether an array of the class lives from one iteration of the loop to the next. */
  private boolean outlives(Memory memory, Operation.Loop loop) {
    return !filling.isOfOneIteration(memory, loop)
        && (classes.isFromOutside(memory.root())
            || classes.isCarried(memory.root())
            || classes.allocations(memory.root()).stream()
                .anyMatch(made -> !structure.encloses(loop.body(), structure.home(made.result()))));
  }

  /** Whether the read of one iteration meets the store of a later one. */
  private boolean comesRound(Position reader, Position store, Operation.Loop loop, Memory memory) {
    Block body = loop.body();
    if (!structure.encloses(body, reader.block()) || !structure.encloses(body, store.block())) {
      return true;
    }
    int read = structure.anchor(body, reader.block(), reader.index());
    int written = structure.anchor(body, store.block(), store.index());
    boolean overwritten =
        isOverwritten(body, memory, 0, written)
            || isOverwritten(body, memory, read + 1, body.operations().size())
            || isOverwrittenOnTheWay(reader, store, body, memory);
    return !overwritten;
  }

  /** Whether a loop overwrites the array in the blocks that are left, or entered anew. */
  private boolean isOverwrittenOnTheWay(
      Position reader, Position store, Block common, Memory memory) {
    Block block = reader.block();
    while (block != common) {
      int index = structure.anchor(block, reader.block(), reader.index());
      if (isOverwritten(block, memory, index + 1, block.operations().size())) {
        return true;
      }
      block = structure.parent(block);
    }
    block = store.block();
    while (block != common) {
      if (isOverwritten(block, memory, 0, structure.anchor(block, store.block(), store.index()))) {
        return true;
      }
      block = structure.parent(block);
    }
    return false;
  }

  private boolean isOverwritten(Block block, Memory memory, int from, int to) {
    for (int i = from; i < to; i++) {
      if (block.operations().get(i) instanceof Operation.Loop loop && filling.fills(loop, memory)) {
        return true;
      }
    }
    return false;
  }
}
