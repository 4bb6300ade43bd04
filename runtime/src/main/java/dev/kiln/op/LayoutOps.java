package dev.kiln.op;

import static dev.kiln.op.Derivative.linear;

import dev.kiln.kernel.tensor.Layouts;
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

/** Operations that move elements without computing, and their adjoints. */
public final class LayoutOps {
  private LayoutOps() {}

  private static final String KERNELS = "dev.kiln.kernel.tensor.Layouts";
  private static final OpDefinition.AttributeSpec DIMS =
      new OpDefinition.AttributeSpec("dims", Attribute.Dims.class);
  private static final Spelling.Argument SIZES =
      new Spelling.VariadicAttribute("dims", Attribute.Dims.class);

  public static final OpDefinition RESHAPE =
      new OpDefinition(
              "reshape",
              1,
              List.of(DIMS),
              Effect.PURE,
              LayoutOps::reshapedType,
              new Evaluation.OnTensors((a, x) -> Layouts.reshape(x[0], sizes(a))),
              new Emission.Call(KERNELS, "reshape", List.of("dims")),
              linear((g, c) -> reshape(g, ((TensorType) c.operandType(0)).dims())),
              List.of(Spelling.method("reshape", SIZES)))
          .with(Trait.MAY_SHARE_ELEMENTS);

  public static final OpDefinition BROADCAST_TO =
      new OpDefinition(
              "broadcast_to",
              1,
              List.of(DIMS),
              Effect.PURE,
              (a, t) -> {
                TensorType from = TypeRules.tensor("broadcast_to", t, 0);
                TensorType to = from.withDims(a.dims("dims"));
                if (!TypeRules.broadcast("broadcast_to", from, to, 0).equals(to.dims())) {
                  throw new TypeMismatchException(
                      0, "cannot stretch shape " + from.dimsText() + " to " + to.dimsText());
                }
                return Optional.of(to);
              },
              new Evaluation.OnTensors((a, x) -> Layouts.broadcastTo(x[0], sizes(a))),
              new Emission.Call(KERNELS, "broadcastTo", List.of("dims")),
              linear((g, c) -> g),
              List.of(Spelling.method("broadcastTo", SIZES)))
          .with(Trait.MAY_SHARE_ELEMENTS);

  /** The adjoint of broadcasting: sums to {@code dims}. */
  public static final OpDefinition SUM_TO =
      new OpDefinition(
              "sum_to",
              1,
              List.of(DIMS),
              Effect.PURE,
              (a, t) -> Optional.of(TypeRules.tensor("sum_to", t, 0).withDims(a.dims("dims"))),
              new Evaluation.OnTensors((a, x) -> Reductions.sumTo(x[0], sizes(a))),
              new Emission.Call("dev.kiln.kernel.tensor.Reductions", "sumTo", List.of("dims")),
              linear((g, c) -> broadcastTo(g, ((TensorType) c.operandType(0)).dims())),
              List.of())
          .with(Trait.NEW_ELEMENTS);

  public static final OpDefinition TRANSPOSE =
      new OpDefinition(
              "transpose",
              1,
              List.of(),
              Effect.PURE,
              (a, t) -> {
                TensorType type = TypeRules.tensor("transpose", t, 0);
                if (type.rank() < 2) {
                  throw new TypeMismatchException(
                      0, "transpose expects at least 2 dimensions, not shape " + type.dimsText());
                }
                List<Dim> dims = new ArrayList<>(type.dims());
                java.util.Collections.swap(dims, type.rank() - 1, type.rank() - 2);
                return Optional.of(type.withDims(dims));
              },
              new Evaluation.OnTensors((a, x) -> Layouts.transpose(x[0])),
              new Emission.Call(KERNELS, "transpose", List.of()),
              linear((g, c) -> g.transpose()),
              List.of(Spelling.method("transpose")))
          .with(Trait.TRANSPOSITION, Trait.NEW_ELEMENTS);

  public static final OpDefinition PERMUTE =
      new OpDefinition(
              "permute",
              1,
              List.of(new OpDefinition.AttributeSpec("axes", Attribute.Integers.class)),
              Effect.PURE,
              (a, t) -> {
                TensorType type = TypeRules.tensor("permute", t, 0);
                int[] axes = permutation(a, type);
                return Optional.of(
                    type.withDims(
                        java.util.Arrays.stream(axes).mapToObj(i -> type.dims().get(i)).toList()));
              },
              new Evaluation.OnTensors((a, x) -> Layouts.permute(x[0], a.integers("axes"))),
              new Emission.Call(KERNELS, "permute", List.of("axes")),
              linear(
                  (g, c) -> {
                    int[] axes = permutation(c.attributes(), (TensorType) c.operandType(0));
                    int[] inverse = new int[axes.length];
                    for (int i = 0; i < axes.length; i++) {
                      inverse[axes[i]] = i;
                    }
                    return g.permute(inverse);
                  }),
              List.of(
                  Spelling.method(
                      "permute", new Spelling.VariadicAttribute("axes", Attribute.Integers.class))))
          .with(Trait.NEW_ELEMENTS);

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL =
      List.of(RESHAPE, BROADCAST_TO, SUM_TO, TRANSPOSE, PERMUTE);

  /** The dimensions in attribute {@code dims} as numbers. */
  static int[] sizes(Attributes attributes) {
    return sizes(attributes, "dims");
  }

  static int[] sizes(Attributes attributes, String name) {
    return attributes.dims(name).stream()
        .mapToInt(dim -> Math.toIntExact(dim.constant().orElseThrow()))
        .toArray();
  }

  /** The value with other dimensions; itself where they are these. */
  public static <V extends Operand<V>> V reshape(V value, List<Dim> dims) {
    return value.dims().equals(dims)
        ? value
        : value.apply(RESHAPE, Attributes.dims(dims), List.of(value));
  }

  /** The value stretched. */
  public static <V extends Operand<V>> V broadcastTo(V value, List<Dim> dims) {
    Attributes attributes = Attributes.dims(dims);
    return value.apply(BROADCAST_TO, attributes, List.of(value));
  }

  /** The dimensions of {@code from} that are 1 and stretched in {@code to}, of equal rank. */
  static int[] stretchedAxes(List<Dim> from, List<Dim> to) {
    return java.util.stream.IntStream.range(0, from.size())
        .filter(i -> !from.get(i).equals(to.get(i)))
        .toArray();
  }

  private static Optional<ValueType> reshapedType(Attributes attributes, List<ValueType> operands) {
    TensorType type = TypeRules.tensor("reshape", operands, 0);
    Dim elements = TypeRules.elements(type.dims());
    List<Dim> dims = new ArrayList<>(attributes.dims("dims"));
    int unknown = dims.indexOf(Dim.of(-1));
    if (unknown >= 0) {
      dims.remove(unknown);
      Dim known = TypeRules.elements(dims);
      dims.add(
          unknown,
          elements
              .dividedBy(known)
              .orElseThrow(
                  () ->
                      mismatch(
                          type,
                          attributes,
                          elements + " is not divisible by " + known,
                          Optional.empty())));
    }
    if (!TypeRules.elements(dims).equals(elements)) {
      throw mismatch(
          type,
          attributes,
          "the numbers of elements differ",
          TypeRules.unequal(TypeRules.elements(dims), elements));
    }
    return Optional.of(type.withDims(dims));
  }

  private static TypeMismatchException mismatch(
      TensorType type,
      Attributes attributes,
      String reason,
      Optional<TypeMismatchException.UnequalSizes> unequal) {
    String shapes = type.dimsText() + " to " + attributes.dims("dims");
    return new TypeMismatchException(0, "cannot reshape shape " + shapes + ": " + reason, unequal);
  }

  private static int[] permutation(Attributes attributes, TensorType type) {
    int[] axes = attributes.integers("axes");
    boolean[] seen = new boolean[type.rank()];
    boolean valid = axes.length == type.rank();
    for (int i = 0; valid && i < axes.length; i++) {
      axes[i] = TypeRules.axis("permute", type, axes[i]);
      valid = !seen[axes[i]];
      seen[axes[i]] = true;
    }
    if (!valid) {
      throw new TypeMismatchException(
          0,
          "permute expects each axis of shape "
              + type.dimsText()
              + " once, not "
              + java.util.Arrays.toString(attributes.integers("axes")));
    }
    return axes;
  }
}
