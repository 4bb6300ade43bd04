package dev.kiln.op;

import dev.kiln.kernel.elementwise.BinaryKernel;
import dev.kiln.kernel.elementwise.PlaneKernel;
import dev.kiln.kernel.elementwise.ShiftKernel;
import dev.kiln.kernel.tensor.GammaFunctions;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.Trait;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.Optional;

/** Functions of tensors that are needed more rarely: of the plane, of bits, and gamma functions. */
public final class SpecialOps {
  private SpecialOps() {}

  private static final String GAMMA = "dev.kiln.kernel.tensor.GammaFunctions";
  private static final String ELEMENTWISE = "dev.kiln.kernel.elementwise.";

  // d atan2(y, x) = (x dy - y dx) / (x^2 + y^2)
  public static final OpDefinition ATAN2 =
      binary(
          "atan2",
          PlaneKernel.ATAN2,
          ELEMENTWISE + "PlaneKernel",
          "ATAN2.apply",
          Derivative.elementwise(
              (g, c) -> g.times(c.operand(1)).over(squares(c)),
              (g, c) -> g.times(c.operand(0)).over(squares(c)).negate()));

  // d hypot(x, y) = (x dx + y dy) / hypot(x, y), and 0 where that is 0
  public static final OpDefinition HYPOT =
      binary(
              "hypot",
              PlaneKernel.HYPOT,
              ELEMENTWISE + "PlaneKernel",
              "HYPOT.apply",
              Derivative.elementwise(
                  (g, c) -> g.times(c.operand(0)).over(c.result()),
                  (g, c) -> g.times(c.operand(1)).over(c.result())))
          .with(Trait.DISTANCE);

  /** Java's {@code <<}. */
  public static final OpDefinition SHIFT_LEFT = shift("Left", ShiftKernel.LEFT);

  /** Java's {@code >>}. */
  public static final OpDefinition SHIFT_RIGHT = shift("Right", ShiftKernel.RIGHT);

  /** The logarithm of the absolute value of the gamma function. */
  public static final OpDefinition LGAMMA =
      new OpDefinition(
          "lgamma",
          1,
          List.of(),
          Effect.PURE,
          (a, t) -> Optional.of(TypeRules.floating("lgamma", t, 0)),
          new Evaluation.OnTensors((a, x) -> GammaFunctions.lgamma(x[0])),
          new Emission.Call(GAMMA, "lgamma", List.of()),
          Derivative.elementwise((g, c) -> g.times(polygamma(c.operand(0), 0))),
          List.of(Spelling.method("lgamma")));

  /** Derivative {@code order + 1} of the logarithm of the gamma function. */
  public static final OpDefinition POLYGAMMA =
      new OpDefinition(
          "polygamma",
          1,
          List.of(new AttributeSpec("order", Attribute.Integer.class)),
          Effect.PURE,
          (a, t) -> {
            TensorType type = TypeRules.floating("polygamma", t, 0);
            int order = a.integer("order");
            if (order < 0) {
              throw new TypeMismatchException(0, "polygamma of order " + order);
            }
            return Optional.of(type);
          },
          new Evaluation.OnTensors((a, x) -> GammaFunctions.polygamma(x[0], a.integer("order"))),
          new Emission.Call(GAMMA, "polygamma", List.of("order")),
          Derivative.elementwise(
              (g, c) -> g.times(polygamma(c.operand(0), c.attributes().integer("order") + 1))),
          List.of(
              Spelling.method(
                  "digamma", new Spelling.FixedAttribute("order", new Attribute.Integer(0))),
              Spelling.method(
                  "polygamma", new Spelling.AttributeArgument("order", Attribute.Integer.class))));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(ATAN2, HYPOT, SHIFT_LEFT, SHIFT_RIGHT, LGAMMA, POLYGAMMA);

  static <T extends Operand<T>> T polygamma(T x, int order) {
    return x.apply(POLYGAMMA, Attributes.of("order", new Attribute.Integer(order)), List.of(x));
  }

  private static Term squares(Derivative.Call call) {
    return call.operand(0).square().add(call.operand(1).square());
  }

  private static OpDefinition shift(String direction, BinaryKernel kernel) {
    return binary(
        "shift" + direction,
        kernel,
        ELEMENTWISE + "ShiftKernel",
        direction.toUpperCase(java.util.Locale.ROOT) + ".apply",
        new Derivative.None("its values are integers or truth values"));
  }

  private static OpDefinition binary(
      String name, BinaryKernel kernel, String owner, String method, Derivative derivative) {
    return new OpDefinition(
        name,
        2,
        List.of(),
        Effect.PURE,
        (a, t) -> {
          TypeRules.tensor(name, t, 0);
          return Optional.of(TypeRules.elementwise(name, t, kernel::supports));
        },
        new Evaluation.OnTensors((a, x) -> kernel.apply(x[0], x[1])),
        new Emission.Call(owner, method, List.of()),
        derivative,
        List.of(
            Spelling.method(name, new Spelling.Operand()),
            Spelling.method(name, new Spelling.NumberOperand())));
  }
}
