package dev.kiln.op;

import dev.kiln.op.definition.Attributes;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Pulls the cotangent of an operation's result back to an operand, by the operation's rule. */
public final class Pullback {
  private Pullback() {}

  /**
   * The cotangent of operand {@code operand}, with the operand's type; empty where it is zero.
   *
   * @param cotangent of the result
   * @throws NoDerivativeException if the operation is not differentiable
   */
  public static Optional<Term> of(
      OpDefinition definition, Term cotangent, Derivative.Call call, int operand) {
    Derivative derivative = definition.derivative();
    if (derivative instanceof Derivative.Zero) {
      return Optional.empty();
    }
    if (derivative instanceof Derivative.Vjp vjp) {
      Term pulled = vjp.rules().get(operand).pull(cotangent, call);
      return Optional.of(sumToOperand(pulled, call.operandType(operand)));
    }
    if (derivative instanceof Derivative.VariadicVjp vjp) {
      Term pulled = vjp.rule().pull(cotangent, call, operand);
      return Optional.of(sumToOperand(pulled, call.operandType(operand)));
    }
    String reason =
        derivative instanceof Derivative.None none ? none.reason() : "it works on references";
    throw new NoDerivativeException(definition.name() + " has no derivative: " + reason);
  }

  /** The adjoint of broadcasting: sums over the dimensions that the operand was stretched along. */
  private static Term sumToOperand(Term pulled, ValueType operand) {
    if (!(operand instanceof TensorType wanted)
        || !(pulled.type() instanceof TensorType actual)
        || wanted.dims().equals(actual.dims())) {
      return pulled;
    }
    List<Dim> dims = wanted.dims();
    return pulled.apply(LayoutOps.SUM_TO, Attributes.dims(dims), List.of(pulled));
  }

  /** An operation was differentiated that has no derivative. */
  public static final class NoDerivativeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoDerivativeException(String message) {
      super(message);
    }
  }
}
