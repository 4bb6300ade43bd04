package dev.kiln.autodiff.reverse;

import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.graph.Block;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.memory.AliasClasses;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells which arrays the backward sweep changes: those into which it undoes stores, be they stores
 * of the function itself or of functions that it calls and that return such arrays.
 */
final class UndoneArrays {
  private record Asked(CalleeDerivative callee, int result) {}

  private final Callees callees;
  private final Set<Asked> asked = new HashSet<>();

  UndoneArrays(Callees callees) {
    this.callees = callees;
  }

  /** Whether the array, or one that it leads to, may be changed. */
  boolean contains(FunctionDerivation derivation, Value array) {
    asked.clear();
    return mayContain(derivation, array);
  }

  private boolean mayContain(FunctionDerivation derivation, Value array) {
    Value root = derivation.classes().root(array);
    return derivation.plan().overwriting().undoneClasses().contains(root)
        || isMadeByCall(derivation, derivation.function().body(), root);
  }

  /** Whether a call gives an array of the class that the reverse of the callee changes. */
  private boolean isMadeByCall(FunctionDerivation derivation, Block block, Value root) {
    for (Operation operation : block.operations()) {
      boolean made =
          operation instanceof Operation.Call call
              && callees.rules().of(call).isEmpty()
              && isMadeBy(derivation, call, root);
      if (made
          || operation.blocks().stream()
              .anyMatch(nested -> isMadeByCall(derivation, nested, root))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMadeBy(FunctionDerivation derivation, Operation.Call call, Value root) {
    for (int i = 0; i < call.results().size(); i++) {
      Value result = call.results().get(i);
      int index = i;
      if (AliasClasses.isReference(result)
          && derivation.classes().root(result).equals(root)
          && callees
              .derived(derivation, call)
              .filter(callee -> asked.add(new Asked(callee, index)))
              .flatMap(callee -> callee.made(index))
              .filter(made -> mayContain(made.by(), made.result()))
              .isPresent()) {
        return true;
      }
    }
    return false;
  }
}
