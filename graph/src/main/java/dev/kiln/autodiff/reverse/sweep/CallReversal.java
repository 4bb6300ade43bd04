package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.callee.CalleeDerivative;
import dev.kiln.autodiff.reverse.callee.Callees;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Emits the reverse of a call: a call of the callee's backward function, which takes the cotangents
 * of its results and gives the adjoints of its arguments.
 */
final class CallReversal {
  private final BackwardPoint point;
  private final FunctionDerivation derivation;
  private final Callees callees;
  private final ResidualStorage storage;

  CallReversal(
      BackwardPoint point,
      FunctionDerivation derivation,
      Callees callees,
      ResidualStorage storage) {
    this.point = point;
    this.derivation = derivation;
    this.callees = callees;
    this.storage = storage;
  }

  void reverse(Operation.Call call) {
    callees
        .rules()
        .of(call)
        .ifPresentOrElse(
            rule -> new CustomPullback(point, derivation, callees.rules(), call, rule).reverse(),
            () -> callees.derived(derivation, call).ifPresent(callee -> reverse(callee, call)));
  }

  private void reverse(CalleeDerivative callee, Operation.Call call) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      if (callee.hasAdjoint(i)) {
        Value operand = call.operands().get(i);
        slots.add(new Slot(AdjointNames.of(operand), operand.type()));
      }
    }
    List<Value> results = point.out().call(callee.backwardName(), slots, arguments(callee, call));
    int next = 0;
    for (int i = 0; i < call.operands().size(); i++) {
      Value operand = call.operands().get(i);
      if (callee.isThreaded(i) && derivation.activity().isActiveNumber(operand)) {
        point.adjoints().put(operand, results.get(next++));
      } else if (callee.hasAdjoint(i)) {
        point.accumulate(operand, results.get(next++));
      }
    }
  }

  private List<Value> arguments(CalleeDerivative callee, Operation.Call call) {
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < call.operands().size(); i++) {
      Value operand = call.operands().get(i);
      if (callee.isUsedBackward(i)) {
        arguments.add(point.primals().residual(operand));
      }
      if (callee.isShadowed(i)) {
        arguments.add(point.primals().residualShadow(operand));
      }
    }
    for (int i = 0; i < call.results().size(); i++) {
      if (callee.hasCotangent(i)) {
        arguments.add(point.adjoint(call.results().get(i)));
      }
    }
    for (int i = 0; i < call.operands().size(); i++) {
      if (callee.isThreaded(i)) {
        arguments.add(point.adjoint(call.operands().get(i)));
      }
    }
    callees.stacks().types().forEach(type -> arguments.add(storage.shared(type)));
    return arguments;
  }
}
