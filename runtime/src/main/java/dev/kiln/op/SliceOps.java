package dev.kiln.op;

import static dev.kiln.op.Derivative.linear;
import static dev.kiln.op.Derivative.noGradient;

import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.Layouts;
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
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operations that take parts of tensors, put them together, or tell their sizes; their adjoints.
 */
public final class SliceOps {
  private SliceOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Layouts";
  private static final OpDefinition.AttributeSpec DIMS =
      new OpDefinition.AttributeSpec("dims", Attribute.Dims.class);
  private static final OpDefinition.AttributeSpec AXIS =
      new OpDefinition.AttributeSpec("axis", Attribute.Integer.class);
  private static final OpDefinition.AttributeSpec START =
      new OpDefinition.AttributeSpec("start", Attribute.Dims.class);
  private static final OpDefinition.AttributeSpec END =
      new OpDefinition.AttributeSpec("end", Attribute.Dims.class);
  private static final Spelling.Argument AXIS_ARGUMENT =
      new Spelling.AttributeArgument("axis", Attribute.Integer.class);

  /** The elements from {@code start} to {@code end} along {@code axis}. */
  public static final OpDefinition SLICE =
      new OpDefinition(
              "slice",
              1,
              List.of(AXIS, START, END),
              // sizes with names are known to fit or not at each call only
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType type = TypeRules.tensor("slice", t, 0);
                int axis = TypeRules.axis("slice", type, a.integer("axis"));
                Dim start = a.dims("start").get(0);
                Dim end = a.dims("end").get(0);
                Dim size = end.minus(start);
                Dim whole = type.dims().get(axis);
                if (start.isNegative() || size.isNegative() || whole.minus(end).isNegative()) {
                  throw new TypeMismatchException(
                      0,
                      "slice "
                          + start
                          + " to "
                          + end
                          + " of axis "
                          + a.integer("axis")
                          + " is outside shape "
                          + type.dimsText());
                }
                List<Dim> dims = new ArrayList<>(type.dims());
                dims.set(axis, size);
                return Optional.of(type.withDims(dims));
              },
              new Evaluation.OnTensors(
                  (a, x) ->
                      Layouts.slice(x[0], a.integer("axis"), size(a, "start"), size(a, "end"))),
              new Emission.Call(KERNELS, "slice", List.of("axis", "start", "end")),
              linear(
                  (g, c) ->
                      g.apply(
                          SliceOps.PLACE_SLICE,
                          Attributes.of("axis", c.attributes().get("axis"))
                              .with("start", c.attributes().get("start"))
                              .with(
                                  "dims",
                                  new Attribute.Dims(((TensorType) c.operandType(0)).dims())),
                          List.of(g))),
              List.of(
                  Spelling.method(
                      "slice",
                      AXIS_ARGUMENT,
                      new Spelling.AttributeArgument("start", Attribute.Dims.class),
                      new Spelling.AttributeArgument("end", Attribute.Dims.class))))
          .with(Trait.NEW_ELEMENTS);

  /** The adjoint of a slice: zeros of shape {@code dims} but for the operand. */
  public static final OpDefinition PLACE_SLICE =
      new OpDefinition(
              "place_slice",
              1,
              List.of(AXIS, START, DIMS),
              Effect.PURE,
              (a, t) -> Optional.of(TypeRules.tensor("place_slice", t, 0).withDims(a.dims("dims"))),
              new Evaluation.OnTensors(
                  (a, x) ->
                      Layouts.placeSlice(
                          x[0], a.integer("axis"), size(a, "start"), LayoutOps.sizes(a))),
              new Emission.Call(KERNELS, "placeSlice", List.of("axis", "start", "dims")),
              linear(
                  (g, c) -> {
                    TensorType part = (TensorType) c.operandType(0);
                    int axis = TypeRules.axis("slice", part, c.attributes().integer("axis"));
                    return sliceOf(g, axis, c.attributes().dims("start").get(0), part);
                  }),
              List.of())
          .with(Trait.NEEDS_ROOM, Trait.NEW_ELEMENTS);

  /** Joins all operands along {@code axis}. */
  public static final OpDefinition CONCATENATE =
      new OpDefinition(
              "concatenate",
              OpDefinition.VARIADIC,
              List.of(AXIS),
              Effect.PURE,
              SliceOps::joinedType,
              new Evaluation.OnTensors((a, x) -> Layouts.concatenate(a.integer("axis"), x)),
              new Emission.VariadicCall(KERNELS, "concatenate", List.of("axis")),
              new Derivative.VariadicVjp(
                  (g, c, operand) -> {
                    TensorType part = (TensorType) c.operandType(operand);
                    int axis = TypeRules.axis("concatenate", part, c.attributes().integer("axis"));
                    Dim start = Dim.of(0);
                    for (int i = 0; i < operand; i++) {
                      start = start.plus(((TensorType) c.operandType(i)).dims().get(axis));
                    }
                    return sliceOf(g, axis, start, part);
                  },
                  Derivative.Jacobian.CONSTANT),
              List.of(
                  new Spelling(
                      Spelling.TENSOR,
                      "concatenate",
                      true,
                      List.of(AXIS_ARGUMENT, new Spelling.Operands()))))
          .with(Trait.NEW_ELEMENTS);

  /** The slices of operand 0 along {@code axis} at each index in operand 1. */
  public static final OpDefinition GATHER =
      new OpDefinition(
              "gather",
              2,
              List.of(AXIS),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType type = TypeRules.tensor("gather", t, 0);
                TensorType indices = TypeRules.integers("gather", t, 1, "indices");
                if (indices.rank() != 1) {
                  throw new TypeMismatchException(
                      1, "gather expects indices of rank 1, not shape " + indices.dimsText());
                }
                List<Dim> dims = new ArrayList<>(type.dims());
                dims.set(TypeRules.axis("gather", type, a.integer("axis")), indices.dims().get(0));
                return Optional.of(type.withDims(dims));
              },
              new Evaluation.OnTensors((a, x) -> Layouts.gather(x[0], x[1], a.integer("axis"))),
              new Emission.Call(KERNELS, "gather", List.of("axis")),
              linear(
                  (g, c) ->
                      g.apply(
                          SliceOps.SCATTER_ADD,
                          Attributes.of("axis", c.attributes().get("axis"))
                              .with(
                                  "dims",
                                  new Attribute.Dims(((TensorType) c.operandType(0)).dims())),
                          List.of(g, c.operand(1))),
                  noGradient()),
              List.of(Spelling.method("gather", AXIS_ARGUMENT, new Spelling.Operand())))
          .with(Trait.NEW_ELEMENTS);

  /** The adjoint of gather: adds the slices of operand 0 to zeros of shape {@code dims}. */
  public static final OpDefinition SCATTER_ADD =
      new OpDefinition(
              "scatter_add",
              2,
              List.of(AXIS, DIMS),
              Effect.MAY_THROW,
              (a, t) -> Optional.of(TypeRules.tensor("scatter_add", t, 0).withDims(a.dims("dims"))),
              new Evaluation.OnTensors(
                  (a, x) -> Layouts.scatterAdd(x[0], x[1], a.integer("axis"), LayoutOps.sizes(a))),
              new Emission.Call(KERNELS, "scatterAdd", List.of("axis", "dims")),
              linear(
                  (g, c) -> g.gather(c.attributes().integer("axis"), c.operand(1)), noGradient()),
              List.of())
          .with(Trait.NEW_ELEMENTS);

  /** The size of a dimension as an int. */
  public static final OpDefinition DIMENSION =
      new OpDefinition(
          "dimension",
          1,
          List.of(AXIS),
          Effect.PURE,
          (a, t) -> {
            TypeRules.axis("dim", TypeRules.tensor("dim", t, 0), a.integer("axis"));
            return Optional.of(ScalarType.INT32);
          },
          new Evaluation.OnFrame(
              site -> {
                int tensor = site.operands()[0];
                int result = site.result();
                int axis = site.attributes().integer("axis");
                return frame ->
                    frame.bits[result] =
                        Layouts.dimension((NdArray) frame.references[tensor], axis);
              }),
          new Emission.Call(KERNELS, "dimension", List.of("axis")),
          new Derivative.Zero(),
          List.of(Spelling.method("dim", AXIS_ARGUMENT)));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(SLICE, PLACE_SLICE, CONCATENATE, GATHER, SCATTER_ADD, DIMENSION);

  private static int size(Attributes attributes, String name) {
    return Math.toIntExact(attributes.dims(name).get(0).constant().orElseThrow());
  }

  private static Term sliceOf(Term whole, int axis, Dim start, TensorType part) {
    return slice(whole, axis, start, start.plus(part.dims().get(axis)));
  }

  /** The elements from {@code start} to {@code end}, exclusive, along {@code axis}. */
  static <V extends Operand<V>> V slice(V whole, int axis, Dim start, Dim end) {
    return whole.apply(
        SLICE,
        Attributes.axis(axis)
            .with("start", new Attribute.Dims(List.of(start)))
            .with("end", new Attribute.Dims(List.of(end))),
        List.of(whole));
  }

  private static Optional<ValueType> joinedType(Attributes attributes, List<ValueType> operands) {
    TensorType first = TypeRules.tensor("concatenate", operands, 0);
    int axis = TypeRules.axis("concatenate", first, attributes.integer("axis"));
    Dim size = first.dims().get(axis);
    for (int i = 1; i < operands.size(); i++) {
      TensorType other = TypeRules.tensor("concatenate", operands, i);
      List<Dim> expected = new ArrayList<>(first.dims());
      if (other.rank() == first.rank()) {
        expected.set(axis, other.dims().get(axis));
        size = size.plus(other.dims().get(axis));
      }
      if (other.dtype() != first.dtype() || !other.dims().equals(expected)) {
        throw new TypeMismatchException(
            i,
            "cannot concatenate " + first + " and " + other + " along axis " + axis,
            TypeRules.unequal(new TensorType(first.dtype(), expected), other));
      }
    }
    List<Dim> dims = new ArrayList<>(first.dims());
    dims.set(axis, size);
    return Optional.of(new TensorType(first.dtype(), dims));
  }
}
