package dev.kiln.autodiff.forward;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.Pullback;
import dev.kiln.op.Term;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes tangents of an operation's operands forward to its result, by the same rules that pull
 * cotangents back. So each operation with a rule for reverse mode has one for forward mode:
 *
 * <ul>
 *   <li>an operation that is linear in its floating-point operands is applied to their tangents;
 *   <li>where the Jacobian is diagonal, as for all operations on scalars, it is its own transpose
 *       and the rule for the cotangent is that for the tangent;
 *   <li>else the rule is transposed, see {@link Transposition}.
 * </ul>
 */
public final class Pushforward {
  private Pushforward() {}

  /**
   * The tangent of the result; empty where it is zero.
   *
   * @param tangents one for each operand; empty where it is zero, as for integers
   * @throws Pullback.NoDerivativeException if the operation is not differentiable
   */
  public static Optional<Term> of(
      OpDefinition definition, List<Optional<Term>> tangents, Derivative.Call call) {
    if (isLinear(definition) && allGiven(tangents, call)) {
      List<Term> operands = new ArrayList<>();
      for (int i = 0; i < tangents.size(); i++) {
        int index = i;
        operands.add(tangents.get(i).orElseGet(() -> call.operand(index)));
      }
      return Optional.of(operands.get(0).apply(definition, call.attributes(), operands));
    }
    Optional<Term> sum = Optional.empty();
    for (int i = 0; i < tangents.size(); i++) {
      if (tangents.get(i).isPresent()) {
        Optional<Term> part = part(definition, tangents.get(i).get(), call, i);
        Optional<Term> before = sum;
        sum =
            part.map(term -> before.map(others -> others.add(term)).orElse(term)).or(() -> before);
      }
    }
    return sum;
  }

  private static Optional<Term> part(
      OpDefinition definition, Term tangent, Derivative.Call call, int operand) {
    ValueType type = call.operandType(operand);
    boolean diagonal =
        type.equals(call.resultType())
            && (type instanceof ScalarType
                || definition.derivative() instanceof Derivative.Vjp vjp
                    && vjp.jacobian() == Derivative.Jacobian.DIAGONAL);
    return diagonal
        ? Pullback.of(definition, tangent, call, operand)
        : Transposition.push(definition, tangent, call, operand);
  }

  private static boolean isLinear(OpDefinition definition) {
    return definition.derivative() instanceof Derivative.Vjp vjp
            && vjp.jacobian() == Derivative.Jacobian.CONSTANT
        || definition.derivative() instanceof Derivative.VariadicVjp variadic
            && variadic.jacobian() == Derivative.Jacobian.CONSTANT;
  }

  private static boolean allGiven(List<Optional<Term>> tangents, Derivative.Call call) {
    boolean any = false;
    for (int i = 0; i < tangents.size(); i++) {
      if (call.operandType(i).isFloating()) {
        any = true;
        if (tangents.get(i).isEmpty()) {
          return false;
        }
      }
    }
    return any;
  }
}
