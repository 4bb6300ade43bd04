package dev.kiln.op;

import static dev.kiln.op.Derivative.noGradient;
import static dev.kiln.op.Derivative.vjp;

import dev.kiln.annotation.DType;
import dev.kiln.array.NdArray;
import dev.kiln.kernel.Arithmetic;
import dev.kiln.kernel.Creation;
import dev.kiln.kernel.Layouts;
import dev.kiln.type.Dim;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Choosing elements by conditions and indices that are computed. */
public final class SelectionOps {
  private SelectionOps() {}

  private static final OpDefinition.AttributeSpec DIMS =
      new OpDefinition.AttributeSpec("dims", Attribute.Dims.class);

  /**
   * Elements of operand 1 where operand 0 is true, else of operand 2. The cotangent is masked, not
   * multiplied: where it is infinite or NaN, what was not chosen still gets 0. As in PyTorch and
   * JAX this does not help an operand whose own slope is infinite, such as {@code sqrt} at 0: give
   * it a safe argument where it is not chosen.
   */
  public static final OpDefinition WHERE =
      new OpDefinition(
          "where",
          3,
          List.of(),
          Effect.PURE,
          SelectionOps::whereType,
          new Evaluation.Elementwise(
              (a, t) -> (condition, chosen, other) -> condition != 0 ? chosen : other,
              (a, x) -> Arithmetic.where(x[0], x[1], x[2])),
          new Emission.Elementwise(
              new Emission.Expression("{0} ? {1} : {2}", Emission.Precedence.TERNARY),
              new Emission.Call("dev.kiln.kernel.Arithmetic", "where", List.of())),
          vjp(
              noGradient(),
              (g, c) -> c.operand(0).where(g, g.number(0)),
              (g, c) -> c.operand(0).where(g.number(0), g)),
          List.of(Spelling.method("where", new Spelling.Operand(), new Spelling.Operand())));

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
            TensorType indices = TypeRules.integers("one_hot", t, 0);
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
          new Emission.Call("dev.kiln.kernel.Creation", "oneHot", List.of("depth", "dtype")),
          new Derivative.Zero(),
          List.of(
              Spelling.method(
                  "oneHot",
                  new Spelling.AttributeArgument("depth", Attribute.Dims.class),
                  new Spelling.AttributeArgument("dtype", Attribute.ElementType.class))));

  /** The slice of operand 0 at the index operand 1, an int, of its first dimension. */
  public static final OpDefinition ROW =
      new OpDefinition(
          "row",
          2,
          List.of(),
          Effect.MAY_THROW,
          (a, t) -> {
            TensorType type = TypeRules.tensor("get", t, 0);
            TypeRules.scalar("get", t, 1, DType.INT32);
            if (type.rank() == 0) {
              throw new TypeMismatchException(0, "get of a tensor of rank 0");
            }
            return Optional.of(type.withDims(type.dims().subList(1, type.rank())));
          },
          new Evaluation.OnFrame(
              site -> {
                int tensor = site.operands()[0];
                int index = site.operands()[1];
                int result = site.result();
                return frame ->
                    frame.references[result] =
                        Layouts.row((NdArray) frame.references[tensor], (int) frame.bits[index]);
              }),
          new Emission.Call("dev.kiln.kernel.Layouts", "row", List.of()),
          vjp(
              (g, c) ->
                  g.apply(
                      SelectionOps.PLACE_ROW,
                      Attributes.of(
                          "dims", new Attribute.Dims(((TensorType) c.operandType(0)).dims())),
                      List.of(g, c.operand(1))),
              noGradient()),
          List.of(Spelling.method("get", new Spelling.ScalarOperand(DType.INT32))));

  /** The adjoint of row: zeros of shape {@code dims} but for operand 0 at index operand 1. */
  public static final OpDefinition PLACE_ROW =
      new OpDefinition(
          "place_row",
          2,
          List.of(DIMS),
          Effect.MAY_THROW,
          (a, t) -> Optional.of(TypeRules.tensor("place_row", t, 0).withDims(a.dims("dims"))),
          new Evaluation.OnFrame(
              site -> {
                int tensor = site.operands()[0];
                int index = site.operands()[1];
                int result = site.result();
                return frame ->
                    frame.references[result] =
                        Layouts.placeRow(
                            (NdArray) frame.references[tensor],
                            (int) frame.bits[index],
                            LayoutOps.sizes(site.attributes().bind(frame.sizes)));
              }),
          new Emission.Call("dev.kiln.kernel.Layouts", "placeRow", List.of("dims")),
          vjp(
              (g, c) -> g.apply(SelectionOps.ROW, Attributes.NONE, List.of(g, c.operand(1))),
              noGradient()),
          List.of());

  /** The definitions of this file. */
  static final List<OpDefinition> ALL = List.of(WHERE, ONE_HOT, ROW, PLACE_ROW);

  private static Optional<ValueType> whereType(Attributes attributes, List<ValueType> operands) {
    if (operands.get(0) instanceof ScalarType) {
      TypeRules.scalar("where", operands, 0, DType.BOOL);
      if (!operands.get(1).equals(operands.get(2))) {
        throw new TypeMismatchException(
            2, "where of " + operands.get(1) + " and " + operands.get(2) + ": types differ");
      }
      return Optional.of(operands.get(1));
    }
    TensorType condition = TypeRules.tensor("where", operands, 0);
    if (condition.dtype() != DType.BOOL) {
      throw new TypeMismatchException(
          0, "where expects a condition of dtype bool, not " + condition);
    }
    TensorType chosen = TypeRules.tensor("where", operands, 1);
    TensorType other = TypeRules.tensor("where", operands, 2);
    if (chosen.dtype() != other.dtype()) {
      throw new TypeMismatchException(
          2, "where of " + chosen + " and " + other + ": dtypes differ; convert one with cast");
    }
    TensorType both = chosen.withDims(TypeRules.broadcast("where", chosen, other, 2));
    return Optional.of(both.withDims(TypeRules.broadcast("where", condition, both, 1)));
  }
}
