package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.plan.FunctionDerivation;
import dev.kiln.autodiff.reverse.residual.PrimalValues;
import dev.kiln.autodiff.reverse.residual.ResidualStorage;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Key;
import dev.kiln.autodiff.reverse.residual.ResidualStorage.Kind;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.array.ArrayPairOps;
import dev.kiln.op.array.StackOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Trait;
import dev.kiln.type.StackType;
import java.util.List;

/**
 * Emits the reverse of pushes and pops of numbers, as derivatives of derivatives have them. What is
 * popped off a stack is what was pushed: the adjoints go the same way back, on a stack of their
 * own.
 */
final class StackReversal {
  private final BackwardPoint point;
  private final FunctionDerivation derivation;
  private final ResidualStorage storage;

  StackReversal(BackwardPoint point, FunctionDerivation derivation, ResidualStorage storage) {
    this.point = point;
    this.derivation = derivation;
    this.storage = storage;
  }

  void reverse(Operation.Apply apply) {
    Value stack = apply.operands().get(0);
    if (!derivation.isEntry()) {
      throw new NotDifferentiableException(
          "stacks of a called function are not differentiated in reverse mode", apply.position());
    }
    Key key = new Key(Kind.SHADOW, stack);
    Value adjoints =
        storage.stack(key, AdjointNames.of(stack), ((StackType) stack.type()).element());
    BlockBuilder out = point.out();
    if (apply.definition() == StackOps.STACK_POP) {
      out.perform(
          StackOps.STACK_PUSH, Attributes.NONE, List.of(adjoints, point.adjoint(apply.result())));
    } else if (apply.definition() == StackOps.STACK_PUSH) {
      Value popped = out.apply("", StackOps.STACK_POP, Attributes.NONE, List.of(adjoints));
      point.accumulate(apply.operands().get(1), popped);
    } else {
      reverseAll(apply, adjoints);
    }
  }

  /** The reverse of an operation that moves all elements of an array. */
  private void reverseAll(Operation.Apply apply, Value adjoints) {
    BlockBuilder out = point.out();
    PrimalValues primals = point.primals();
    Value array = apply.operands().get(1);
    boolean shadowed = derivation.isShadowed(array);
    boolean popped = apply.is(Trait.FILLS_SECOND);
    Value moved =
        popped && shadowed
            ? primals.residualShadow(array)
            : out.apply(ArrayOps.ARRAY_ZEROS_LIKE, primals.residual(array));
    out.perform(
        popped ? StackOps.STACK_PUSH_ALL : StackOps.STACK_POP_ALL,
        Attributes.NONE,
        List.of(adjoints, moved));
    if (popped && shadowed) {
      out.perform(ArrayOps.ARRAY_CLEAR, Attributes.NONE, List.of(moved));
    } else if (shadowed) {
      Value shadow = primals.residualShadow(array);
      out.perform(ArrayPairOps.ARRAY_ADD_ALL, Attributes.NONE, List.of(shadow, moved));
    }
  }
}
