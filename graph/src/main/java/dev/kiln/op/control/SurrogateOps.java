package dev.kiln.op.control;

import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import java.util.List;
import java.util.Optional;

/** Values with the derivatives of other expressions. */
public final class SurrogateOps {
  private SurrogateOps() {}

  /** Operand 0, a constant for differentiation, with the derivative of operand 1. */
  public static final OpDefinition SURROGATE =
      new OpDefinition(
              "surrogate",
              2,
              List.of(),
              Effect.PURE,
              (attributes, operands) -> {
                if (!operands.get(0).equals(operands.get(1)) || !operands.get(0).isFloating()) {
                  throw new TypeMismatchException(1, "surrogate of " + operands);
                }
                return Optional.of(operands.get(0));
              },
              new Evaluation.Elementwise(
                  (attributes, operands) -> (first, second, third) -> first,
                  (attributes, operands) -> operands[0]),
              new Emission.Expression("{0}", Emission.Precedence.ASSIGNMENT),
              Derivative.elementwise(Derivative.noGradient(), (g, c) -> g),
              List.of())
          .with(Trait.KEEPS_NUMBER, Trait.FOR_DERIVATIVES);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(SURROGATE);
}
