package dev.kiln.op;

import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Reductions;
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
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reductions over the dimensions in attribute {@code axes} (all where it is empty), which are
 * dropped, or kept with size 1 where {@code keepDims}.
 */
public final class ReductionOps {
  private ReductionOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Reductions";
  private static final List<OpDefinition.AttributeSpec> ATTRIBUTES =
      List.of(
          new OpDefinition.AttributeSpec("axes", Attribute.Integers.class),
          new OpDefinition.AttributeSpec("keepDims", Attribute.Truth.class));

  public static final OpDefinition SUM =
      reduction(
          "sum",
          (a, x) -> Reductions.sum(x[0], a.truth("keepDims"), a.integers("axes")),
          Derivative.linear((g, c) -> spread(withKeptDims(g, c), c)));
  public static final OpDefinition MEAN =
      reduction(
          "mean",
          (a, x) -> Reductions.mean(x[0], a.truth("keepDims"), a.integers("axes")),
          Derivative.linear(
              (g, c) -> {
                Term kept = withKeptDims(g, c);
                return kept.apply(ReductionOps.SPREAD_MEAN, dims(c), List.of(kept));
              }));
  // the cotangent in equal parts to all that are greatest
  public static final OpDefinition MAX =
      reduction(
          "max",
          (a, x) -> Reductions.max(x[0], a.truth("keepDims"), a.integers("axes")),
          extremum());
  public static final OpDefinition MIN =
      reduction(
          "min",
          (a, x) -> Reductions.min(x[0], a.truth("keepDims"), a.integers("axes")),
          extremum());

  /** The index of the greatest element along attribute {@code axis}. */
  public static final OpDefinition ARGMAX =
      new OpDefinition(
              "argmax",
              1,
              List.of(new OpDefinition.AttributeSpec("axis", Attribute.Integer.class)),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType type = TypeRules.tensor("argmax", t, 0);
                if (type.dtype() == DType.BOOL) {
                  throw new TypeMismatchException(0, "argmax is not defined for " + type);
                }
                List<Dim> dims = new ArrayList<>(type.dims());
                dims.remove(TypeRules.axis("argmax", type, a.integer("axis")));
                return Optional.of(new TensorType(DType.INT32, dims));
              },
              new Evaluation.OnTensors((a, x) -> Reductions.argmax(x[0], a.integer("axis"))),
              new Emission.Call(KERNELS, "argmax", List.of("axis")),
              new Derivative.Zero(),
              List.of(
                  Spelling.method(
                      "argmax", new Spelling.AttributeArgument("axis", Attribute.Integer.class))))
          .with(Trait.NEW_ELEMENTS);

  /** The adjoint of a mean: stretches to {@code dims} and divides by the count. */
  public static final OpDefinition SPREAD_MEAN =
      new OpDefinition(
              "spread_mean",
              1,
              List.of(new OpDefinition.AttributeSpec("dims", Attribute.Dims.class)),
              Effect.PURE,
              (a, t) -> Optional.of(TypeRules.tensor("spread_mean", t, 0).withDims(a.dims("dims"))),
              new Evaluation.OnTensors((a, x) -> Reductions.spreadMean(x[0], LayoutOps.sizes(a))),
              new Emission.Call(KERNELS, "spreadMean", List.of("dims")),
              Derivative.linear(
                  (g, c) -> {
                    List<Dim> from = ((TensorType) c.operandType(0)).dims();
                    List<Dim> to = ((TensorType) c.resultType()).dims();
                    int[] axes = LayoutOps.stretchedAxes(from, to);
                    // no axes would mean all of them
                    return axes.length == 0 ? g : g.mean(true, axes);
                  }),
              List.of())
          .with(Trait.MAY_SHARE_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(SUM, MEAN, MAX, MIN, ARGMAX, SPREAD_MEAN);

  private static OpDefinition reduction(
      String name, Evaluation.TensorCode code, Derivative derivative) {
    Spelling.Argument axes = new Spelling.VariadicAttribute("axes", Attribute.Integers.class);
    Spelling.Argument keep = new Spelling.AttributeArgument("keepDims", Attribute.Truth.class);
    Spelling.Argument drop = new Spelling.FixedAttribute("keepDims", new Attribute.Truth(false));
    return new OpDefinition(
            name,
            1,
            ATTRIBUTES,
            // there is no greatest of no elements
            name.equals("max") || name.equals("min") ? Effect.MAY_THROW : Effect.PURE,
            (a, t) -> reducedType(name, a, t),
            new Evaluation.OnTensors(code),
            new Emission.Call(KERNELS, name, List.of("keepDims", "axes")),
            derivative,
            List.of(Spelling.method(name, drop, axes), Spelling.method(name, keep, axes)))
        .with(Trait.NEW_ELEMENTS);
  }

  private static Optional<ValueType> reducedType(
      String name, Attributes attributes, List<ValueType> operands) {
    TensorType type = TypeRules.tensor(name, operands, 0);
    if (name.equals("mean") && !type.dtype().isFloating()) {
      throw new TypeMismatchException(0, name + " is not defined for " + type);
    }
    // the sum of truth values is their number
    boolean counts = type.dtype() == DType.BOOL && name.equals("sum");
    return Optional.of(
        (counts ? type.withDType(DType.INT64) : type)
            .withDims(
                TypeRules.reduced(
                    name, type, attributes.integers("axes"), attributes.truth("keepDims"))));
  }

  private static Derivative extremum() {
    return vjp(
        (g, c) -> {
          Term x = c.operand(0);
          Term chosen = x.equalTo(spread(withKeptDims(c.result(), c), c));
          Term ones = chosen.where(x.number(1), x.number(0));
          Term count = ones.sum(true, c.attributes().integers("axes"));
          return chosen.where(withKeptDims(g, c).divide(count), g.number(0));
        });
  }

  /** Puts the reduced dimensions back with size 1. */
  private static Term withKeptDims(Term reduced, Derivative.Call call) {
    TensorType operand = (TensorType) call.operandType(0);
    List<Dim> dims =
        TypeRules.reduced("reduction", operand, call.attributes().integers("axes"), true);
    return LayoutOps.reshape(reduced, dims);
  }

  private static Attributes dims(Derivative.Call call) {
    return Attributes.dims(((TensorType) call.operandType(0)).dims());
  }

  private static Term spread(Term kept, Derivative.Call call) {
    return kept.apply(LayoutOps.BROADCAST_TO, dims(call), List.of(kept));
  }
}
