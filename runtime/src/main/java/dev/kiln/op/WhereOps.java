package dev.kiln.op;

import static dev.kiln.op.Derivative.linear;
import static dev.kiln.op.Derivative.noGradient;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Arithmetic;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** The choice between elements by a condition. */
public final class WhereOps {
  private WhereOps() {}

  /**
   * Elements of operand 1 where operand 0 is true, else of operand 2. The cotangent is masked, not
   * multiplied: where it is infinite or NaN, what was not chosen still gets 0.
   */
  public static final OpDefinition WHERE =
      new OpDefinition(
              "where",
              3,
              List.of(),
              Effect.PURE,
              WhereOps::whereType,
              new Evaluation.Elementwise(
                  (a, t) -> (condition, chosen, other) -> condition != 0 ? chosen : other,
                  (a, x) -> Arithmetic.where(x[0], x[1], x[2])),
              new Emission.Elementwise(
                  new Emission.Expression("{0} ? {1} : {2}", Emission.Precedence.TERNARY),
                  new Emission.Call("dev.kiln.kernel.tensor.Arithmetic", "where", List.of())),
              linear(
                  noGradient(),
                  (g, c) -> c.operand(0).where(g, g.number(0)),
                  (g, c) -> c.operand(0).where(g.number(0), g)),
              List.of(Spelling.method("where", new Spelling.Operand(), new Spelling.Operand())))
          .with(Trait.SELECTION);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(WHERE);

  private static Optional<ValueType> whereType(Attributes attributes, List<ValueType> operands) {
    if (operands.get(0) instanceof ScalarType) {
      TypeRules.scalar("where", operands, 0, DType.BOOL);
      if (!operands.get(1).equals(operands.get(2))) {
        throw new TypeMismatchException(
            2, "where of " + operands.get(1) + " and " + operands.get(2) + ": types differ");
      }
      return Optional.of(operands.get(1));
    }
    TensorType condition = TypeRules.tensor("where", operands, 0);
    if (condition.dtype() != DType.BOOL) {
      throw new TypeMismatchException(
          0, "where expects a condition of dtype bool, not " + condition);
    }
    TensorType chosen = TypeRules.tensor("where", operands, 1);
    TensorType other = TypeRules.tensor("where", operands, 2);
    if (chosen.dtype() != other.dtype()) {
      throw new TypeMismatchException(
          2, "where of " + chosen + " and " + other + ": dtypes differ; convert one with cast");
    }
    TensorType both = chosen.withDims(TypeRules.broadcast("where", chosen, other, 2));
    return Optional.of(both.withDims(TypeRules.broadcast("where", condition, both, 1)));
  }
}
