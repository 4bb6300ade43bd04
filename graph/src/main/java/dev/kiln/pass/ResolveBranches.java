package dev.kiln.pass;

import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ScalarType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces a branch by the block that it takes, where the condition is a constant. A method that is
 * called with a constant flag has such branches when the call is inlined:
 *
 * <pre>
 * dropout.apply(x, key, false)       if (training) { .. random numbers .. } else { x }     becomes x
 * </pre>
 *
 * <p>The other block never runs, so nothing changes but what is computed, fused and differentiated:
 * a block around operations on tensors keeps them out of one loop.
 */
public final class ResolveBranches extends GraphCopier {
  /** Truth values that are known, by their values in the copy. */
  private final Map<Value, Boolean> known = new HashMap<>();

  /** How many branches are resolved so far. */
  private int resolved;

  /** How many conditions of loops are around the code at hand. */
  private int conditions;

  private ResolveBranches() {}

  /** The graph without branches on constants. */
  public static Graph run(Graph graph) {
    return graph
        .withEntry(new ResolveBranches().copy(graph.entry()))
        .withFunctions(graph.functions().stream().map(f -> new ResolveBranches().copy(f)).toList());
  }

  @Override
  public Terminator copyInto(Block block, BlockBuilder target) {
    boolean isCondition = block.terminator() instanceof Terminator.Condition;
    conditions += isCondition ? 1 : 0;
    Terminator end = copyWhatRuns(block, target);
    conditions -= isCondition ? 1 : 0;
    return end;
  }

  private Terminator copyWhatRuns(Block block, BlockBuilder target) {
    for (Operation operation : block.operations()) {
      target.at(operation.position());
      Optional<Block> taken = taken(operation);
      if (taken.isEmpty()) {
        int before = resolved;
        copy(operation, target);
        if (resolved > before && !mayComplete(target.last())) {
          return new Terminator.Unreachable();
        }
        continue;
      }
      resolved++;
      Terminator end = copyInto(taken.get(), target);
      if (!(end instanceof Terminator.Yield yield)) {
        return end; // what follows is not reached
      }
      defineAll(operation.results(), yield.operands());
    }
    return copy(block.terminator(), target);
  }

  /**
   * The block of a branch that always runs. A method that always throws is one with a result
   * nevertheless, for its derivative; and the condition of a loop has to stay one, so that it is
   * left by what leaves it now.
   */
  private Optional<Block> taken(Operation operation) {
    if (!(operation instanceof Operation.If branch)) {
      return Optional.empty();
    }
    return Optional.ofNullable(known.get(single(branch.condition())))
        .map(truth -> truth ? branch.thenBlock() : branch.elseBlock())
        .filter(block -> mayBeSpliced(block.terminator()));
  }

  private boolean mayBeSpliced(Terminator end) {
    return end instanceof Terminator.Yield
        || conditions == 0
            && !(end instanceof Terminator.Throw)
            && !(end instanceof Terminator.Unreachable);
  }

  /** Whether control may go on after an operation, now that some of its branches are resolved. */
  private boolean mayComplete(Operation operation) {
    if (operation instanceof Operation.If branch) {
      return branch.blocks().stream()
          .anyMatch(block -> block.terminator() instanceof Terminator.Yield);
    }
    if (operation instanceof Operation.Scope scope) {
      return scope.body().terminator() instanceof Terminator.Yield
          || leaves(scope.body(), scope.label());
    }
    if (operation instanceof Operation.Loop loop) {
      return !(loop.condition().terminator() instanceof Terminator.Condition condition)
          || !known.getOrDefault(condition.condition(), false)
          || loop.blocks().stream().anyMatch(block -> leaves(block, loop.label()));
    }
    return true;
  }

  private static boolean leaves(Block block, String label) {
    return block.terminator() instanceof Terminator.Break end && end.label().equals(label)
        || block.operations().stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(nested -> leaves(nested, label));
  }

  @Override
  protected void copyApply(Operation.Apply apply, BlockBuilder target) {
    List<Value> operands = lookup(apply.operands());
    if (apply.is(Trait.SELECTION) && known.containsKey(operands.get(0))) {
      define(apply.result(), List.of(operands.get(known.get(operands.get(0)) ? 1 : 2)));
      return;
    }
    super.copyApply(apply, target);
    truth(apply, operands).ifPresent(truth -> known.put(single(apply.result()), truth));
  }

  /** What an operation on truth values gives, where its operands tell. */
  private Optional<Boolean> truth(Operation.Apply apply, List<Value> operands) {
    if (apply.results().size() != 1 || !apply.result().type().equals(ScalarType.BOOL)) {
      return Optional.empty();
    }
    Optional<Attribute.Number> literal = apply.number();
    if (literal.isPresent()) {
      return Optional.of(literal.get().bits() != 0);
    }
    if (apply.definition() == ElementwiseOps.NOT) {
      return Optional.ofNullable(known.get(operands.get(0))).map(truth -> !truth);
    }
    if (apply.definition() == ElementwiseOps.AND) {
      return joined(operands, false);
    }
    return apply.definition() == ElementwiseOps.OR ? joined(operands, true) : Optional.empty();
  }

  /** Known where one operand has the value that decides, or both are known. */
  private Optional<Boolean> joined(List<Value> operands, boolean deciding) {
    Boolean left = known.get(operands.get(0));
    Boolean right = known.get(operands.get(1));
    if (left != null && left == deciding || right != null && right == deciding) {
      return Optional.of(deciding);
    }
    return left != null && right != null ? Optional.of(!deciding) : Optional.empty();
  }
}
