package dev.kiln.op;

import static dev.kiln.op.Derivative.linear;
import static dev.kiln.op.Derivative.noGradient;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.tensor.Creation;
import dev.kiln.kernel.tensor.Indexing;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Frame;
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

/** Choosing elements by indices that are computed. */
public final class SelectionOps {
  private SelectionOps() {}

  private static final String INDEXING = "dev.kiln.kernel.tensor.Indexing";
  private static final OpDefinition.AttributeSpec AXIS =
      new OpDefinition.AttributeSpec("axis", Attribute.Integer.class);
  private static final OpDefinition.AttributeSpec DIMS =
      new OpDefinition.AttributeSpec("dims", Attribute.Dims.class);

  /** A new last dimension of size {@code depth}: 1 at each index, else 0. */
  public static final OpDefinition ONE_HOT =
      new OpDefinition(
              "one_hot",
              1,
              List.of(
                  new OpDefinition.AttributeSpec("depth", Attribute.Dims.class),
                  new OpDefinition.AttributeSpec("dtype", Attribute.ElementType.class)),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType indices = TypeRules.integers("one_hot", t, 0, "indices");
                List<Dim> dims = new ArrayList<>(indices.dims());
                dims.add(a.dims("depth").get(0));
                return Optional.of(new TensorType(a.dtype("dtype"), dims));
              },
              new Evaluation.OnTensors(
                  (a, x) ->
                      Creation.oneHot(
                          x[0],
                          Math.toIntExact(a.dims("depth").get(0).constant().orElseThrow()),
                          a.dtype("dtype"))),
              new Emission.Call(
                  "dev.kiln.kernel.tensor.Creation", "oneHot", List.of("depth", "dtype")),
              new Derivative.Zero(),
              List.of(
                  Spelling.method(
                      "oneHot",
                      new Spelling.AttributeArgument("depth", Attribute.Dims.class),
                      new Spelling.AttributeArgument("dtype", Attribute.ElementType.class))))
          .with(Trait.NEW_ELEMENTS);

  /** The element or slice of operand 0 at the indices, ints, of its first dimensions. */
  public static final OpDefinition GET =
      new OpDefinition(
              "get",
              OpDefinition.VARIADIC,
              List.of(),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType type = TypeRules.tensor("get", t, 0);
                requireIndices("get", t);
                int indices = t.size() - 1;
                if (indices == 0 || indices > type.rank()) {
                  throw new TypeMismatchException(0, "get with " + indices + " indices of " + type);
                }
                return Optional.of(type.withDims(type.dims().subList(indices, type.rank())));
              },
              new Evaluation.OnFrame(
                  site -> {
                    int tensor = site.operands()[0];
                    int result = site.result();
                    return frame ->
                        frame.references[result] =
                            Indexing.get((NdArray) frame.references[tensor], indices(site, frame));
                  }),
              new Emission.Call(INDEXING, "get", List.of()),
              new Derivative.VariadicVjp(
                  (g, c, operand) -> {
                    List<Term> operands = new ArrayList<>(List.of(g));
                    for (int i = 1; i < c.arity(); i++) {
                      operands.add(c.operand(i));
                    }
                    Attribute dims = new Attribute.Dims(((TensorType) c.operandType(0)).dims());
                    return g.apply(SelectionOps.PLACE_AT, Attributes.of("dims", dims), operands);
                  },
                  Derivative.Jacobian.CONSTANT),
              List.of(
                  Spelling.method(
                      "get",
                      new Spelling.ScalarOperand(DType.INT32),
                      new Spelling.ScalarOperands(DType.INT32))))
          .with(Trait.NEW_ELEMENTS);

  /** The adjoint of get: zeros of shape {@code dims} but for operand 0 at the indices. */
  public static final OpDefinition PLACE_AT =
      new OpDefinition(
              "place_at",
              OpDefinition.VARIADIC,
              List.of(DIMS),
              Effect.MAY_THROW,
              (a, t) -> {
                requireIndices("place_at", t);
                return Optional.of(TypeRules.tensor("place_at", t, 0).withDims(a.dims("dims")));
              },
              new Evaluation.OnFrame(
                  site -> {
                    int part = site.operands()[0];
                    int result = site.result();
                    return frame ->
                        frame.references[result] =
                            Indexing.placeAt(
                                LayoutOps.sizes(site.attributes().bind(frame.sizes)),
                                (NdArray) frame.references[part],
                                indices(site, frame));
                  }),
              new Emission.VariadicCall(INDEXING, "placeAt", List.of("dims")),
              new Derivative.VariadicVjp(
                  (g, c, operand) -> {
                    List<Term> operands = new ArrayList<>(List.of(g));
                    for (int i = 1; i < c.arity(); i++) {
                      operands.add(c.operand(i));
                    }
                    return g.apply(SelectionOps.GET, Attributes.NONE, operands);
                  },
                  Derivative.Jacobian.CONSTANT),
              List.of())
          .with(Trait.NEEDS_ROOM);

  /** {@code size} elements of operand 0 along {@code axis} from operand 1, an int, on. */
  public static final OpDefinition NARROW =
      new OpDefinition(
              "narrow",
              2,
              List.of(AXIS, new OpDefinition.AttributeSpec("size", Attribute.Dims.class)),
              Effect.MAY_THROW,
              (a, t) -> {
                TensorType type = TypeRules.tensor("narrow", t, 0);
                TypeRules.scalar("narrow", t, 1, DType.INT32);
                int axis = TypeRules.axis("narrow", type, a.integer("axis"));
                Dim size = a.dims("size").get(0);
                if (size.isNegative() || type.dims().get(axis).minus(size).isNegative()) {
                  throw new TypeMismatchException(
                      0,
                      "narrow of axis " + a.integer("axis") + " of " + type + " to size " + size);
                }
                List<Dim> dims = new ArrayList<>(type.dims());
                dims.set(axis, size);
                return Optional.of(type.withDims(dims));
              },
              new Evaluation.OnFrame(
                  site -> {
                    int tensor = site.operands()[0];
                    int start = site.operands()[1];
                    int result = site.result();
                    int axis = site.attributes().integer("axis");
                    Dim size = site.attributes().dims("size").get(0);
                    return frame ->
                        frame.references[result] =
                            Indexing.narrow(
                                (NdArray) frame.references[tensor],
                                (int) frame.bits[start],
                                axis,
                                Math.toIntExact(size.evaluate(frame.sizes)));
                  }),
              new Emission.Call(INDEXING, "narrow", List.of("axis", "size")),
              linear(
                  (g, c) ->
                      g.apply(
                          SelectionOps.PLACE_NARROW,
                          Attributes.of("axis", c.attributes().get("axis"))
                              .with(
                                  "dims",
                                  new Attribute.Dims(((TensorType) c.operandType(0)).dims())),
                          List.of(g, c.operand(1))),
                  noGradient()),
              List.of(
                  Spelling.method(
                      "narrow",
                      new Spelling.AttributeArgument("axis", Attribute.Integer.class),
                      new Spelling.ScalarOperand(DType.INT32),
                      new Spelling.AttributeArgument("size", Attribute.Dims.class))))
          .with(Trait.NEW_ELEMENTS);

  /** The adjoint of narrow: zeros of shape {@code dims} but for operand 0 from operand 1 on. */
  public static final OpDefinition PLACE_NARROW =
      new OpDefinition(
              "place_narrow",
              2,
              List.of(AXIS, DIMS),
              Effect.MAY_THROW,
              (a, t) -> {
                TypeRules.scalar("place_narrow", t, 1, DType.INT32);
                return Optional.of(TypeRules.tensor("place_narrow", t, 0).withDims(a.dims("dims")));
              },
              new Evaluation.OnFrame(
                  site -> {
                    int part = site.operands()[0];
                    int start = site.operands()[1];
                    int result = site.result();
                    int axis = site.attributes().integer("axis");
                    return frame ->
                        frame.references[result] =
                            Indexing.placeNarrow(
                                (NdArray) frame.references[part],
                                (int) frame.bits[start],
                                axis,
                                LayoutOps.sizes(site.attributes().bind(frame.sizes)));
                  }),
              new Emission.Call(INDEXING, "placeNarrow", List.of("axis", "dims")),
              linear(
                  (g, c) -> {
                    TensorType part = (TensorType) c.operandType(0);
                    int axis = TypeRules.axis("narrow", part, c.attributes().integer("axis"));
                    return g.apply(
                        SelectionOps.NARROW,
                        Attributes.of("axis", c.attributes().get("axis"))
                            .with("size", new Attribute.Dims(List.of(part.dims().get(axis)))),
                        List.of(g, c.operand(1)));
                  },
                  noGradient()),
              List.of())
          .with(Trait.NEEDS_ROOM, Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(ONE_HOT, GET, PLACE_AT, NARROW, PLACE_NARROW);

  private static void requireIndices(String operation, List<ValueType> operands) {
    for (int i = 1; i < operands.size(); i++) {
      TypeRules.scalar(operation, operands, i, DType.INT32);
    }
  }

  /** The values of all operands but the first. */
  private static int[] indices(Evaluation.Site site, Frame frame) {
    int[] indices = new int[site.operands().length - 1];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) frame.bits[site.operands()[i + 1]];
    }
    return indices;
  }
}
