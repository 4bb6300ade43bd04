package dev.kiln.autodiff.reverse.sweep;

import dev.kiln.graph.Operation;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Term;
import dev.kiln.op.definition.Attributes;
import dev.kiln.type.ValueType;
import java.util.Arrays;

/** An operation of the primal function as its derivative rule sees it in a backward pass. */
record PrimalCall(BackwardPoint point, Operation.Apply apply) implements Derivative.ShadowCall {
  @Override
  public Attributes attributes() {
    return apply.attributes();
  }

  @Override
  public int arity() {
    return apply.operands().size();
  }

  @Override
  public Term operand(int index) {
    return point.term(point.primals().residual(apply.operands().get(index)));
  }

  @Override
  public Term result() {
    return point.term(point.primals().residual(apply.result()));
  }

  @Override
  public ValueType operandType(int index) {
    return apply.operands().get(index).type();
  }

  @Override
  public ValueType resultType() {
    return apply.result().type();
  }

  @Override
  public Term shadow(int operand) {
    return point.term(point.primals().residualShadow(apply.operands().get(operand)));
  }

  @Override
  public Term shadowOfResult() {
    return point.term(point.primals().residualShadow(apply.result()));
  }

  @Override
  public Term cotangent() {
    return point.term(point.adjoint(apply.result()));
  }

  @Override
  public void accumulate(int operand, Term cotangent) {
    point.accumulate(apply.operands().get(operand), BackwardPoint.valueOf(cotangent));
  }

  @Override
  public void perform(OpDefinition operation, Term... operands) {
    point
        .out()
        .perform(
            operation,
            Attributes.NONE,
            Arrays.stream(operands).map(BackwardPoint::valueOf).toList());
  }
}
