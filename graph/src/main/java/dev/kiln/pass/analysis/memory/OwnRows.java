package dev.kiln.pass.analysis.memory;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.pass.analysis.memory.AliasClasses.Memory;
import dev.kiln.type.ArrayType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arrays {@code rows} that only one loop uses, as {@code rows[j]} with its counter {@code j}: each
 * iteration has a row of its own, so that what one of them writes another one neither reads nor
 * overwrites.
 */
final class OwnRows {
  /**
   * The rows of one array.
   *
   * @param made what makes the array
   * @param loop whose iterations use them; null where there is more than one such loop
   * @param uses how many uses of the array were found
   */
  private record Rows(Operation.Apply made, Operation.Loop loop, int uses) {}

  private final FunctionStructure structure;
  private final AliasClasses classes;
  private final Map<Value, Rows> found = new HashMap<>();

  OwnRows(FunctionStructure structure, AliasClasses classes) {
    this.structure = structure;
    this.classes = classes;
    collect(structure.function().body());
    Set<Value> roots = new HashSet<>(found.keySet());
    roots.removeIf(root -> isOwn(root, found.get(root)));
    roots.forEach(found::remove);
  }

  /** Whether the rows, of rank 1, are not used in more than one iteration of the loop. */
  boolean isOfOneIteration(Memory memory, Operation.Loop loop) {
    Rows rows = found.get(memory.root());
    return rows != null && memory.rank() == 1 && rows.loop() == loop;
  }

  /** The length of a row. */
  Optional<Value> length(Value array) {
    Rows rows = found.get(classes.root(array));
    return rows != null && ((ArrayType) array.type()).rank() == 1
        ? Optional.of(rows.made().operands().get(1))
        : Optional.empty();
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Apply apply) {
        if (AliasClasses.makesArray(apply)
            && apply.is(Trait.SIZED)
            && apply.operands().size() == 2
            && ((ArrayType) apply.result().type()).rank() == 2) {
          found.put(classes.root(apply.result()), new Rows(apply, null, 0));
        } else if (apply.is(Trait.LOAD)) {
          collectLoad(apply, block);
        }
      }
      operation.blocks().forEach(this::collect);
    }
  }

  private void collectLoad(Operation.Apply load, Block block) {
    Value root = classes.root(load.operands().get(0));
    Rows rows = found.get(root);
    if (rows == null || !rows.made().result().equals(load.operands().get(0))) {
      return;
    }
    for (Operation.Loop loop : structure.loops(block)) {
      boolean counts =
          CountedLoop.of(loop, structure)
              .filter(counted -> counted.variable().equals(load.operands().get(1)))
              .isPresent();
      if (counts && (rows.loop() == null || rows.loop() == loop)) {
        found.put(root, new Rows(rows.made(), loop, rows.uses() + 1));
      }
    }
  }

  private boolean isOwn(Value root, Rows rows) {
    return rows.loop() != null
        && rows.uses() == structure.uses(rows.made().result())
        && classes.allocations(root).size() == 1
        && !classes.isFromOutside(root)
        && !classes.isCarried(root)
        && !structure.encloses(rows.loop().body(), structure.home(rows.made().result()));
  }
}
