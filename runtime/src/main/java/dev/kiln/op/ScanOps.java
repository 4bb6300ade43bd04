package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Recurrences;
import dev.kiln.kernel.tensor.Scans;
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
import dev.kiln.type.Dim;
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
              List.of(Spelling.method("flip", AXIS_ARGUMENT)))
          .with(Trait.NEW_ELEMENTS);

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
                      Scans.cumSum(
                          x[0], a.integer("axis"), a.truth("exclusive"), a.truth("reverse"))),
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
                      new Spelling.AttributeArgument("reverse", Attribute.Truth.class))))
          .with(Trait.NEW_ELEMENTS);

  /**
   * {@code h[i] = a[i] h[i - 1] + b[i]} along {@code axis} from {@code h[0] = b[0]}, a being
   * operand 0 and b operand 1; where {@code reverse}, from the last element on. Products that may
   * be zero have exact derivatives by it, since nothing is divided.
   */
  // the cotangent of b is the recurrence of g from the other end, with the factors of the elements
  // after; that of a is it times the results before
  public static final OpDefinition LINEAR_RECURRENCE =
      new OpDefinition(
              "linear_recurrence",
              2,
              List.of(AXIS, new AttributeSpec("reverse", Attribute.Truth.class)),
              Effect.PURE,
              (a, t) -> {
                TensorType terms = TypeRules.tensor("linear_recurrence", t, 1);
                TypeRules.axis("linear_recurrence", terms, a.integer("axis"));
                if (!terms.equals(t.get(0)) || terms.dtype() == DType.BOOL) {
                  throw new TypeMismatchException(
                      0, "linear_recurrence of " + t.get(0) + " and " + terms);
                }
                return Optional.of(terms);
              },
              new Evaluation.OnTensors(
                  (a, x) -> Recurrences.linear(x[0], x[1], a.integer("axis"), a.truth("reverse"))),
              new Emission.Call(
                  "dev.kiln.kernel.tensor.Recurrences", "linear", List.of("axis", "reverse")),
              Derivative.vjp(
                  (g, c) ->
                      recurrenceBack(g, c)
                          .times(
                              before(
                                  c.result(),
                                  c.attributes().integer("axis"),
                                  c.attributes().truth("reverse"))),
                  ScanOps::recurrenceBack),
              List.of())
          .with(Trait.LINEAR_IN_SECOND);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(FLIP, CUM_SUM, LINEAR_RECURRENCE);

  private static Term recurrenceBack(Term cotangent, Derivative.Call call) {
    int axis = call.attributes().integer("axis");
    boolean opposite = !call.attributes().truth("reverse");
    return recurrence(before(call.operand(0), axis, opposite), cotangent, axis, opposite);
  }

  static <V extends Operand<V>> V recurrence(V factors, V terms, int axis, boolean reverse) {
    Attributes attributes = Attributes.axis(axis).with("reverse", new Attribute.Truth(reverse));
    return terms.apply(LINEAR_RECURRENCE, attributes, List.of(factors, terms));
  }

  /** In the place of each element the one before it along {@code axis}; zero for the first. */
  static <V extends Operand<V>> V before(V values, int axis, boolean reverse) {
    int at = Operands.axis("linear_recurrence", axis, values.rank());
    Dim one = Dim.of(1);
    Dim size = values.dims().get(at);
    return reverse
        ? SliceOps.slice(values.pad(at, 0, 1), at, one, size.plus(one))
        : SliceOps.slice(values.pad(at, 1, 0), at, Dim.of(0), size);
  }
}
