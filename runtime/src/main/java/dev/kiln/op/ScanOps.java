package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Scans;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.TensorType;
import java.util.List;
import java.util.Optional;

/** Operations along an axis that have a result for each element. */
public final class ScanOps {
  private ScanOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Scans";
  private static final AttributeSpec AXIS = new AttributeSpec("axis", Attribute.Integer.class);
  private static final Spelling.Argument AXIS_ARGUMENT =
      new Spelling.AttributeArgument("axis", Attribute.Integer.class);
  private static final Attribute NO = new Attribute.Truth(false);

  /** The opposite order along {@code axis}; its own adjoint. */
  public static final OpDefinition FLIP =
      new OpDefinition(
          "flip",
          1,
          List.of(AXIS),
          Effect.PURE,
          (a, t) -> {
            TensorType type = TypeRules.tensor("flip", t, 0);
            TypeRules.axis("flip", type, a.integer("axis"));
            return Optional.of(type);
          },
          new Evaluation.OnTensors((a, x) -> Scans.flip(x[0], a.integer("axis"))),
          new Emission.Call(KERNELS, "flip", List.of("axis")),
          Derivative.linear((g, c) -> g.flip(c.attributes().integer("axis"))),
          List.of(Spelling.method("flip", AXIS_ARGUMENT)));

  /** ONNX CumSum; its adjoint sums from the other end. */
  public static final OpDefinition CUM_SUM =
      new OpDefinition(
          "cum_sum",
          1,
          List.of(
              AXIS,
              new AttributeSpec("exclusive", Attribute.Truth.class),
              new AttributeSpec("reverse", Attribute.Truth.class)),
          Effect.PURE,
          (a, t) -> {
            TensorType type = TypeRules.tensor("cumSum", t, 0);
            TypeRules.axis("cumSum", type, a.integer("axis"));
            if (type.dtype() == DType.BOOL) {
              throw new TypeMismatchException(0, "cumSum is not defined for " + type);
            }
            return Optional.of(type);
          },
          new Evaluation.OnTensors(
              (a, x) ->
                  Scans.cumSum(x[0], a.integer("axis"), a.truth("exclusive"), a.truth("reverse"))),
          new Emission.Call(KERNELS, "cumSum", List.of("axis", "exclusive", "reverse")),
          Derivative.linear(
              (g, c) -> {
                Attributes a = c.attributes();
                return g.cumSum(a.integer("axis"), a.truth("exclusive"), !a.truth("reverse"));
              }),
          List.of(
              Spelling.method(
                  "cumSum",
                  AXIS_ARGUMENT,
                  new Spelling.FixedAttribute("exclusive", NO),
                  new Spelling.FixedAttribute("reverse", NO)),
              Spelling.method(
                  "cumSum",
                  AXIS_ARGUMENT,
                  new Spelling.AttributeArgument("exclusive", Attribute.Truth.class),
                  new Spelling.AttributeArgument("reverse", Attribute.Truth.class))));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(FLIP, CUM_SUM);
}
