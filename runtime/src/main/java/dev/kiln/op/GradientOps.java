package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.Emission.Precedence;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;

/** Operations that compute nothing, but say something about derivatives. */
public final class GradientOps {
  private GradientOps() {}

  private static final String OWNER = "dev.kiln.autodiff.StopGradient";

  /** The operand itself, as a constant for differentiation. */
  public static final OpDefinition STOP_GRADIENT =
      new OpDefinition(
          "stop_gradient",
          1,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            if (!operands.get(0).equals(ScalarType.FLOAT32)
                && !operands.get(0).equals(ScalarType.FLOAT64)) {
              TypeRules.floating("StopGradient.of", operands, 0);
            }
            return Optional.of(operands.get(0));
          },
          new Evaluation.Elementwise(
              (attributes, operands) -> (first, second, third) -> first,
              (attributes, operands) -> operands[0]),
          new Emission.Elementwise(
              new Emission.Expression("{0}", Precedence.ASSIGNMENT),
              new Emission.Call("dev.kiln.kernel.Creation", "same", List.of())),
          new Derivative.Zero(),
          List.of(
              Spelling.scalarFunction(OWNER, "of", DType.FLOAT64),
              Spelling.scalarFunction(OWNER, "of", DType.FLOAT32),
              Spelling.function(OWNER, "of", 1)));

  /**
   * {@link ElementwiseOps#ADD} in a sum of adjoints over the rounds of a loop, which may be added
   * in any order.
   */
  public static final OpDefinition ACCUMULATE =
      new OpDefinition(
          "accumulate",
          ElementwiseOps.ADD.arity(),
          ElementwiseOps.ADD.attributes(),
          ElementwiseOps.ADD.effect(),
          ElementwiseOps.ADD.typeRule(),
          ElementwiseOps.ADD.evaluation(),
          ElementwiseOps.ADD.emission(),
          ElementwiseOps.ADD.derivative(),
          List.of());

  /**
   * Operand 0, a constant for differentiation, with the derivative of operands 1 and 2 in equal
   * parts: what the greater of equal numbers is.
   */
  public static final OpDefinition SHARE =
      new OpDefinition(
          "share",
          3,
          List.of(),
          Effect.PURE,
          (attributes, operands) -> {
            if (!(operands.get(0) instanceof ScalarType scalar)
                || !scalar.isFloating()
                || !operands.stream().allMatch(scalar::equals)) {
              throw new TypeMismatchException(0, "share of " + operands);
            }
            return Optional.of(operands.get(0));
          },
          new Evaluation.OnScalars((attributes, operands) -> (first, second, third) -> first),
          new Emission.Expression("{0}", Precedence.ASSIGNMENT),
          Derivative.elementwise(
              (g, c) -> g.number(0),
              (g, c) -> g.multiply(g.number(0.5)),
              (g, c) -> g.multiply(g.number(0.5))),
          List.of());

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.of(STOP_GRADIENT, ACCUMULATE, SHARE);
}
