package dev.kiln.op;

import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.tensor.ChainKernels;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.ScalarCodes;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeRules;
import java.util.List;
import java.util.Optional;

/**
 * Products and quotients of the chain rule, in which zero wins; see {@link
 * dev.kiln.kernel.tensor.Chain}. Rules apply them to what comes in, a cotangent or tangent, and a
 * slope. The derivative by what comes in is the slope, also where it is zero.
 *
 * <p>A steep slope may be infinite where the value of the function is finite, as that of a root at
 * 0. So what it gives may be infinite where it counts, and has to be kept from other zeros.
 */
public final class ChainOps {
  private ChainOps() {}

  public static final OpDefinition PRODUCT =
      product("chain_product", (g, c) -> g.times(c.operand(1)), (g, c) -> g.times(c.operand(0)))
          .with(Trait.CHAIN_PRODUCT, Trait.COMMUTATIVE, Trait.ONE_IS_NEUTRAL, Trait.CHEAP);
  public static final OpDefinition STEEP_PRODUCT =
      product(
              "steep_chain_product",
              (g, c) -> g.timesSteep(c.operand(1)),
              (g, c) -> g.times(c.operand(0)))
          .with(Trait.CHAIN_PRODUCT);
  public static final OpDefinition QUOTIENT =
      quotient(
              "chain_quotient",
              (g, c) -> g.over(c.operand(1)),
              (g, c) -> g.times(c.result()).over(c.operand(1)).negate())
          .with(Trait.CHAIN_QUOTIENT, Trait.CHEAP);
  public static final OpDefinition STEEP_QUOTIENT =
      quotient(
              "steep_chain_quotient",
              (g, c) -> g.overSteep(c.operand(1)),
              (g, c) -> g.times(c.result()).overSteep(c.operand(1)).negate())
          .with(Trait.CHAIN_QUOTIENT);

  /** The slope {@code x / length} of a length by one of its coordinates; all 0 at the origin. */
  public static final OpDefinition DIRECTION =
      chain(
              "direction",
              ChainKernels.Direction.KERNEL,
              "direction",
              Derivative.elementwise(
                  (g, c) -> unlessZero(c.operand(1), g.over(c.operand(1))),
                  (g, c) ->
                      unlessZero(c.operand(1), g.times(c.result()).over(c.operand(1)).negate())))
          .with(Trait.FINITE);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(PRODUCT, STEEP_PRODUCT, QUOTIENT, STEEP_QUOTIENT, DIRECTION);

  private static Term unlessZero(Term length, Term term) {
    return length.equalTo(length.number(0)).where(term.number(0), term);
  }

  private static OpDefinition product(
      String name, Derivative.OperandRule byFirst, Derivative.OperandRule bySecond) {
    return chain(
        name, ChainKernels.Product.KERNEL, "product", Derivative.elementwise(byFirst, bySecond));
  }

  private static OpDefinition quotient(
      String name, Derivative.OperandRule byFirst, Derivative.OperandRule bySecond) {
    return chain(
        name, ChainKernels.Quotient.KERNEL, "quotient", Derivative.elementwise(byFirst, bySecond));
  }

  private static OpDefinition chain(
      String name, BinaryKernel kernel, String method, Derivative derivative) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> Optional.of(TypeRules.elementwise(name, t, kernel::supports)),
        new Evaluation.Elementwise(
            (a, t) -> ScalarCodes.binary(kernel, t.get(0)), (a, x) -> kernel.apply(x[0], x[1])),
        new Emission.Call("dev.kiln.kernel.tensor.Chain", method, List.of()),
        derivative,
        List.of());
  }
}
