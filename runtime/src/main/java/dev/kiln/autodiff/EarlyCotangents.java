package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which numbers have a cotangent that is known as soon as they are: those that lead to the
 * result by sums and by factors that are known already.
 */
final class EarlyCotangents {

  /**
   * A use of a number.
   *
   * @param user null where the terminator of the block uses it
   */
  record Use(Block block, Operation user, int operand) {}

  private final FunctionStructure structure;
  private final Activity activity;
  private final FusedLoops fused;
  private final Map<Value, List<Use>> uses = new HashMap<>();

  EarlyCotangents(FunctionStructure structure, Activity activity, FusedLoops fused) {
    this.structure = structure;
    this.activity = activity;
    this.fused = fused;
    collect(structure.function().body());
  }

  /** The uses of {@code value} that its cotangent comes from. */
  List<Use> uses(Value value) {
    return uses.getOrDefault(value, List.of()).stream().filter(this::matters).toList();
  }

  /** Whether the cotangent of {@code value} is known before operation {@code index} of a block. */
  boolean isKnown(Value value, Block block, int index) {
    return uses(value).stream().allMatch(use -> isKnown(use, block, index));
  }

  private boolean isKnown(Use use, Block block, int index) {
    if (use.block() != block) {
      return false;
    }
    if (use.user() == null) {
      return block.terminator() instanceof Terminator.Return
          || structure.owner(block) instanceof Operation.Loop loop
              && fused.isFused(loop)
              && fused.sums(loop).contains(use.operand());
    }
    if (use.user() instanceof Operation.Loop loop) {
      return Accumulation.isSum(loop, use.operand(), structure)
          && isKnown(loop.results().get(use.operand()), block, index);
    }
    return use.user() instanceof Operation.Apply apply
        && isLinear(apply, use.operand(), block, index)
        && isKnown(apply.result(), block, index);
  }

  private boolean isLinear(Operation.Apply apply, int operand, Block block, int index) {
    OpDefinition definition = apply.definition();
    if (definition == ElementwiseOps.ADD
        || definition == ElementwiseOps.SUBTRACT
        || definition == ElementwiseOps.NEGATE
        || definition == ConversionOps.CAST) {
      return true;
    }
    boolean scales =
        definition == ElementwiseOps.MULTIPLY
            || definition == ElementwiseOps.DIVIDE && operand == 0;
    return scales && isAvailable(apply.operands().get(1 - operand), block, index);
  }

  private boolean isAvailable(Value value, Block block, int index) {
    Block home = structure.home(value);
    return home == block
        ? structure.index(value) < index || structure.isConstant(value)
        : structure.encloses(home, block);
  }

  private boolean matters(Use use) {
    if (use.user() instanceof Operation.Apply apply && !apply.results().isEmpty()) {
      return activity.isActiveNumber(apply.result());
    }
    return true;
  }

  private void collect(Block block) {
    for (Operation operation : block.operations()) {
      for (int i = 0; i < operation.operands().size(); i++) {
        add(operation.operands().get(i), new Use(block, operation, i));
      }
      operation.blocks().forEach(this::collect);
    }
    for (int i = 0; i < block.terminator().operands().size(); i++) {
      add(block.terminator().operands().get(i), new Use(block, null, i));
    }
  }

  private void add(Value value, Use use) {
    uses.computeIfAbsent(value, key -> new ArrayList<>()).add(use);
  }
}
