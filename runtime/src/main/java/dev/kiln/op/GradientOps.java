package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Emission.Precedence;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/** Operations that compute nothing, but say something about derivatives. */
public final class GradientOps {
  private GradientOps() {}

  private static final String OWNER = "dev.kiln.tensor.StopGradient";

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
                  new Emission.Call("dev.kiln.kernel.tensor.Creation", "same", List.of())),
              new Derivative.Zero(),
              List.of(
                  Spelling.scalarFunction(OWNER, "of", DType.FLOAT64),
                  Spelling.scalarFunction(OWNER, "of", DType.FLOAT32),
                  Spelling.function(OWNER, "of", 1)))
          .with(Trait.KEEPS_NUMBER, Trait.FOR_DERIVATIVES);

  /**
   * {@link ElementwiseOps#ADD} in a sum of adjoints over the iterations of a loop, which may be
   * added in any order.
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
              List.of())
          .with(Trait.SUM, Trait.COMMUTATIVE);

  /**
   * Operand 0, a constant for differentiation, which is the greater or the less of operands 1 and
   * 2: has the derivative of operand 1 where operand 3 holds, that of operand 2 where operand 4
   * does, and half of each where operand 5 does.
   */
  public static final OpDefinition CHOSEN =
      new OpDefinition(
              "chosen",
              6,
              List.of(),
              Effect.PURE,
              (attributes, operands) -> {
                ValueType number = operands.get(0);
                boolean fits =
                    number instanceof ScalarType
                        && number.isFloating()
                        && operands.subList(1, 3).stream().allMatch(number::equals)
                        && operands.subList(3, 6).stream().allMatch(ScalarType.BOOL::equals);
                if (!fits) {
                  throw new TypeMismatchException(0, "chosen of " + operands);
                }
                return Optional.of(number);
              },
              new Evaluation.OnFrame(
                  site -> {
                    int number = site.operands()[0];
                    int result = site.result();
                    return frame -> frame.bits[result] = frame.bits[number];
                  }),
              new Emission.Expression("{0}", Precedence.ASSIGNMENT),
              Derivative.elementwise(
                  Derivative.noGradient(),
                  (g, c) -> part(g, c.operand(3), c.operand(5)),
                  (g, c) -> part(g, c.operand(4), c.operand(5)),
                  Derivative.noGradient(),
                  Derivative.noGradient(),
                  Derivative.noGradient()),
              List.of())
          .with(Trait.FOR_DERIVATIVES);

  /**
   * Operand 0, a constant for differentiation, which operands 1 and 2 are equal to: has half of the
   * derivative of each.
   */
  public static final OpDefinition SHARED =
      new OpDefinition(
              "shared",
              3,
              List.of(),
              Effect.PURE,
              (attributes, operands) -> {
                ValueType number = operands.get(0);
                boolean fits = number instanceof ScalarType && number.isFloating();
                if (!fits || !operands.stream().allMatch(number::equals)) {
                  throw new TypeMismatchException(0, "shared of " + operands);
                }
                return Optional.of(number);
              },
              CHOSEN.evaluation(),
              CHOSEN.emission(),
              Derivative.elementwise(Derivative.noGradient(), (g, c) -> half(g), (g, c) -> half(g)),
              List.of())
          .with(Trait.FOR_DERIVATIVES);

  private static Term half(Term cotangent) {
    return cotangent.multiply(cotangent.number(0.5));
  }

  private static Term part(Term cotangent, Term whole, Term half) {
    Term none = cotangent.number(0);
    return whole.where(cotangent, half.where(half(cotangent), none));
  }

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(STOP_GRADIENT, ACCUMULATE, CHOSEN, SHARED);
}
