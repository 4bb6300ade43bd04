package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import java.util.ArrayList;
import java.util.List;

/** Finds the loops that save something in each iteration. */
final class SavingLoops {
  private final Callees callees;

  SavingLoops(Callees callees) {
    this.callees = callees;
  }

  /** Those of one function, after its derivative is built. */
  List<Operation.Loop> of(FunctionDerivation derivation) {
    List<Operation.Loop> loops = new ArrayList<>();
    collect(derivation, derivation.function().body(), loops);
    return loops;
  }

  private void collect(FunctionDerivation derivation, Block block, List<Operation.Loop> loops) {
    for (Operation operation : block.operations()) {
      if (operation instanceof Operation.Loop loop
          && !derivation.fused().isFused(loop)
          && keepsResiduals(derivation, loop)) {
        loops.add(loop);
      }
      operation.blocks().forEach(nested -> collect(derivation, nested, loops));
    }
  }

  /**
   * Whether reversing the operation takes residuals of it: values, trips, or those of what it
   * calls.
   */
  private boolean keepsResiduals(FunctionDerivation derivation, Operation operation) {
    if (derivation.plan().leavesTraceWithin(operation)) {
      return true;
    }
    for (Block block : operation.blocks()) {
      for (Operation inner : block.operations()) {
        boolean keeps =
            inner instanceof Operation.Loop loop && derivation.areTripsCounted(loop)
                || inner instanceof Operation.Call call
                    && callees.rules().of(call).isEmpty()
                    && callees.derived(derivation, call).isPresent();
        if (keeps || keepsResiduals(derivation, inner)) {
          return true;
        }
      }
    }
    return false;
  }
}
