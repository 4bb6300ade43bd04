package dev.kiln.op;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.Positions;
import dev.kiln.kernel.tensor.Sorting;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Effect;
import dev.kiln.op.definition.Emission;
import dev.kiln.op.definition.Evaluation;
import dev.kiln.op.definition.Spelling;
import dev.kiln.op.definition.TypeMismatchException;
import dev.kiln.op.definition.TypeRule;
import dev.kiln.op.definition.TypeRules;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * Operations whose results are indices or positions, int32. Elements are taken with these by {@code
 * gather} and {@code scatter_add}, which have derivatives, so that none of these needs one: see
 * {@link IndexingMethods} and {@link SortingMethods}.
 */
public final class IndexingOps {
  private IndexingOps() {}

  private static final String POSITIONS = "dev.kiln.kernel.tensor.Positions";
  private static final String SORTING = "dev.kiln.kernel.tensor.Sorting";
  private static final AttributeSpec AXIS = new AttributeSpec("axis", Attribute.Integer.class);
  private static final AttributeSpec DIMS = new AttributeSpec("dims", Attribute.Dims.class);
  private static final Spelling.Argument AXIS_ARGUMENT =
      new Spelling.AttributeArgument("axis", Attribute.Integer.class);

  /** Where indices along attribute {@code axis} lead in a tensor of attribute {@code dims}. */
  public static final OpDefinition ELEMENT_POSITIONS =
      indices(
          "element_positions",
          1,
          List.of(AXIS, DIMS),
          Effect.MAY_THROW,
          (a, t) -> {
            TensorType type = TypeRules.integers("gatherElements", t, 0, "indices");
            TensorType whole = type.withDims(a.dims("dims"));
            int axis = TypeRules.axis("gatherElements", whole, a.integer("axis"));
            boolean fits = type.rank() == whole.rank();
            for (int i = 0; fits && i < whole.rank(); i++) {
              fits = i == axis || !whole.dims().get(i).minus(type.dims().get(i)).isNegative();
            }
            if (!fits) {
              throw new TypeMismatchException(
                  0,
                  "indices of shape "
                      + type.dimsText()
                      + " along axis "
                      + axis
                      + " of shape "
                      + whole.dimsText());
            }
            return Optional.of(type.withDType(DType.INT32));
          },
          (a, x) -> Positions.ofElements(x[0], a.integer("axis"), LayoutOps.sizes(a)),
          new Emission.Call(POSITIONS, "ofElements", List.of("axis", "dims")),
          List.of());

  /** Where the tuples of indices in the last dimension lead, into attribute {@code dims}. */
  public static final OpDefinition TUPLE_POSITIONS =
      indices(
          "tuple_positions",
          1,
          List.of(DIMS),
          Effect.MAY_THROW,
          (a, t) -> {
            TensorType type = TypeRules.integers("gatherNd", t, 0, "indices");
            List<Dim> dims = type.dims().subList(0, type.rank() - 1);
            return Optional.of(new TensorType(DType.INT32, dims));
          },
          (a, x) -> Positions.ofTuples(x[0], LayoutOps.sizes(a)),
          new Emission.Call(POSITIONS, "ofTuples", List.of("dims")),
          List.of());

  /** For each of {@code size} places one more than the number of the last position that is it. */
  public static final OpDefinition LAST_AT =
      indices(
          "last_at",
          1,
          List.of(new AttributeSpec("size", Attribute.Dims.class)),
          Effect.PURE,
          (a, t) -> Optional.of(new TensorType(DType.INT32, a.dims("size"))),
          (a, x) ->
              Positions.lastAt(
                  x[0], Math.toIntExact(a.dims("size").get(0).constant().orElseThrow())),
          new Emission.Call(POSITIONS, "lastAt", List.of("size")),
          List.of());

  public static final OpDefinition ARG_SORT =
      indices(
          "arg_sort",
          1,
          List.of(AXIS, new AttributeSpec("descending", Attribute.Truth.class)),
          Effect.PURE,
          (a, t) -> alongAxis("argSort", a.integer("axis"), t),
          (a, x) -> Sorting.argSort(x[0], a.integer("axis"), a.truth("descending")),
          new Emission.Call(SORTING, "argSort", List.of("axis", "descending")),
          List.of(
              Spelling.method(
                  "argSort",
                  AXIS_ARGUMENT,
                  new Spelling.AttributeArgument("descending", Attribute.Truth.class))));

  /** The index of the greatest element up to each. */
  public static final OpDefinition ARG_CUM_MAX =
      indices(
          "arg_cum_max",
          1,
          List.of(AXIS),
          Effect.PURE,
          (a, t) -> alongAxis("cumMax", a.integer("axis"), t),
          (a, x) -> Sorting.argCumMax(x[0], a.integer("axis")),
          new Emission.Call(SORTING, "argCumMax", List.of("axis")),
          List.of());

  /** Where the elements of operand 1 belong in operand 0, which ascends. */
  public static final OpDefinition SEARCH_SORTED =
      indices(
          "search_sorted",
          2,
          List.of(new AttributeSpec("right", Attribute.Truth.class)),
          Effect.PURE,
          (a, t) -> {
            TensorType sorted = TypeRules.tensor("searchSorted", t, 0);
            TensorType values = TypeRules.tensor("searchSorted", t, 1);
            if (sorted.rank() != 1 || sorted.dtype() != values.dtype()) {
              throw new TypeMismatchException(
                  0,
                  "searchSorted expects sorted elements of rank 1 and values of their dtype, not "
                      + sorted
                      + " and "
                      + values);
            }
            return Optional.of(values.withDType(DType.INT32));
          },
          (a, x) -> Sorting.searchSorted(x[0], x[1], a.truth("right")),
          new Emission.Call(SORTING, "searchSorted", List.of("right")),
          List.of(
              Spelling.method(
                  "searchSorted",
                  new Spelling.Operand(),
                  new Spelling.AttributeArgument("right", Attribute.Truth.class))));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(ELEMENT_POSITIONS, TUPLE_POSITIONS, LAST_AT, ARG_SORT, ARG_CUM_MAX, SEARCH_SORTED);

  private static OpDefinition indices(
      String name,
      int arity,
      List<AttributeSpec> attributes,
      Effect effect,
      TypeRule type,
      Evaluation.TensorCode kernel,
      Emission emission,
      List<Spelling> spellings) {
    return new OpDefinition(
        name,
        arity,
        attributes,
        effect,
        type,
        new Evaluation.OnTensors(kernel),
        emission,
        new Derivative.Zero(),
        spellings);
  }

  private static Optional<ValueType> alongAxis(
      String operation, int axis, List<ValueType> operands) {
    TensorType type = TypeRules.tensor(operation, operands, 0);
    TypeRules.axis(operation, type, axis);
    return Optional.of(type.withDType(DType.INT32));
  }
}
