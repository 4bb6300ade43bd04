package dev.kiln.autodiff.fusion;

import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Trait;
import dev.kiln.pass.analysis.loop.CountedLoop;
import dev.kiln.pass.analysis.loop.FunctionStructure;
import dev.kiln.type.ScalarType;
import java.util.List;

/**
 * Tells which numbers that loops carry are sums: the body adds to them, or subtracts from them, and
 * does nothing else with them. The adjoint of a sum is the same before and after each iteration.
 */
public final class Accumulation {
  private final FunctionStructure structure;
  private final Value start;
  private int usesOfStart;

  private Accumulation(FunctionStructure structure, Value start) {
    this.structure = structure;
    this.start = start;
  }

  public static boolean isSum(Operation.Loop loop, int slot, FunctionStructure structure) {
    Value checked = loop.condition().parameters().get(slot);
    if (!(checked.type() instanceof ScalarType)
        || !CountedLoop.isPlain(loop, slot)
        || structure.uses(checked) != 1
        || !(loop.body().terminator() instanceof Terminator.Yield end)) {
      return false;
    }
    Value start = loop.body().parameters().get(slot);
    Accumulation accumulation = new Accumulation(structure, start);
    return accumulation.isSum(end.operands().get(slot))
        && accumulation.usesOfStart == structure.uses(start);
  }

  private boolean isSum(Value value) {
    if (value.equals(start)) {
      usesOfStart++;
      return true;
    }
    if (structure.uses(value) != 1) {
      return false;
    }
    Operation made = structure.definition(value).orElse(null);
    if (made instanceof Operation.Apply apply) {
      OpDefinition definition = apply.definition();
      List<Value> operands = apply.operands();
      return definition.is(Trait.SUM) && (isSum(operands.get(0)) || isSum(operands.get(1)))
          || definition.is(Trait.DIFFERENCE) && isSum(operands.get(0));
    }
    if (made instanceof Operation.If branch) {
      int slot = branch.results().indexOf(value);
      return isSum(branch.thenBlock(), slot) && isSum(branch.elseBlock(), slot);
    }
    if (made instanceof Operation.Loop loop) {
      int slot = loop.results().indexOf(value);
      return isSum(loop, slot, structure) && isSum(loop.operands().get(slot));
    }
    return false;
  }

  private boolean isSum(Block branch, int slot) {
    return branch.terminator() instanceof Terminator.Yield end && isSum(end.operands().get(slot));
  }
}
