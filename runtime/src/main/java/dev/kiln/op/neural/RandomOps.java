package dev.kiln.op.neural;

import dev.kiln.annotation.DType;
import dev.kiln.kernel.tensor.RandomNumbers;
import dev.kiln.op.Derivative;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.OpDefinition.AttributeSpec;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Random numbers from a key, operand 0, of type int32[2]; equal keys give equal numbers. */
public final class RandomOps {
  private RandomOps() {}

  /** The class whose methods mean these operations. */
  public static final String OWNER = "dev.kiln.nn.Random";

  private static final String KERNELS = "dev.kiln.kernel.tensor.RandomNumbers";
  private static final AttributeSpec DTYPE =
      new AttributeSpec("dtype", Attribute.ElementType.class);
  private static final AttributeSpec DIMS = new AttributeSpec("dims", Attribute.Dims.class);

  /** The first 32-bit words of the key. */
  public static final OpDefinition BITS =
      operation(
          "random_bits",
          List.of(DIMS),
          (a, t) -> of("bits", t, DType.INT32, a.dims("dims")),
          (a, x) -> RandomNumbers.bits(x[0], sizes(a, "dims")),
          "bits",
          List.of(spelling("bits", new Spelling.VariadicAttribute("dims", Attribute.Dims.class))));

  /** Another key for each integer, operand 1. */
  public static final OpDefinition FOLD_IN =
      new OpDefinition(
          "random_fold_in",
          2,
          List.of(),
          Effect.PURE,
          (a, t) -> {
            if (TypeRules.integers("foldIn", t, 1, "data").rank() != 0) {
              throw new TypeMismatchException(1, "foldIn expects one integer, not " + t.get(1));
            }
            return of("foldIn", t, DType.INT32, List.of(Dim.of(2)));
          },
          new Evaluation.OnTensors((a, x) -> RandomNumbers.foldIn(x[0], x[1])),
          new Emission.Call(KERNELS, "foldIn", List.of()),
          new Derivative.Zero(),
          List.of(
              spelling("foldIn", new Spelling.NumberOperand()),
              spelling("foldIn", new Spelling.Operand())));

  /** Numbers that are uniform in [0, 1). */
  public static final OpDefinition UNIFORM =
      operation(
          "random_uniform",
          List.of(DTYPE, DIMS),
          (a, t) -> floats("uniform", t, a),
          (a, x) -> RandomNumbers.uniform(x[0], a.dtype("dtype"), sizes(a, "dims")),
          "uniform",
          shaped("uniform"));

  /** Numbers that are normal with mean 0 and standard deviation 1. */
  public static final OpDefinition NORMAL =
      operation(
          "random_normal",
          List.of(DTYPE, DIMS),
          (a, t) -> floats("normal", t, a),
          (a, x) -> RandomNumbers.normal(x[0], a.dtype("dtype"), sizes(a, "dims")),
          "normal",
          shaped("normal"));

  /** The numbers below {@code size} in random order. */
  public static final OpDefinition PERMUTATION =
      operation(
          "random_permutation",
          List.of(new AttributeSpec("size", Attribute.Dims.class)),
          (a, t) -> of("permutation", t, DType.INT32, a.dims("size")),
          (a, x) -> RandomNumbers.permutation(x[0], sizes(a, "size")[0]),
          "permutation",
          List.of(
              spelling(
                  "permutation", new Spelling.AttributeArgument("size", Attribute.Dims.class))));

  /** The definitions of this file. */
  public static final List<OpDefinition> ALL = List.of(BITS, FOLD_IN, UNIFORM, NORMAL, PERMUTATION);

  private static OpDefinition operation(
      String name,
      List<AttributeSpec> attributes,
      TypeRule type,
      Evaluation.TensorCode kernel,
      String method,
      List<Spelling> spellings) {
    List<String> passed = attributes.stream().map(AttributeSpec::name).toList();
    return new OpDefinition(
        name,
        1,
        attributes,
        Effect.PURE,
        type,
        new Evaluation.OnTensors(kernel),
        new Emission.Call(KERNELS, method, passed),
        new Derivative.Zero(),
        spellings);
  }

  private static Optional<ValueType> floats(
      String method, List<ValueType> operands, Attributes attributes) {
    DType dtype = attributes.dtype("dtype");
    if (!dtype.isFloating()) {
      throw new TypeMismatchException(0, method + " is not defined for dtype " + dtype);
    }
    return of(method, operands, dtype, attributes.dims("dims"));
  }

  private static Optional<ValueType> of(
      String method, List<ValueType> operands, DType dtype, List<Dim> dims) {
    if (!operands.get(0).equals(TensorType.of(DType.INT32, Dim.of(2)))) {
      throw new TypeMismatchException(
          0, method + " expects a key of type i32[2], not " + operands.get(0));
    }
    return Optional.of(new TensorType(dtype, dims));
  }

  private static int[] sizes(Attributes attributes, String name) {
    return attributes.dims(name).stream()
        .mapToInt(dim -> Math.toIntExact(dim.constant().orElseThrow()))
        .toArray();
  }

  private static Spelling spelling(String method, Spelling.Argument... more) {
    List<Spelling.Argument> arguments = new ArrayList<>(List.of(new Spelling.Operand()));
    arguments.addAll(List.of(more));
    return new Spelling(OWNER, method, true, arguments);
  }

  /** {@code Random.method(key, DType.FLOAT64, 2, 3)} and {@code Random.method(key, 2, 3)}. */
  public static List<Spelling> shaped(String method, Spelling.Argument... between) {
    List<Spelling> spellings = new ArrayList<>();
    List<Spelling.Argument> dtypes =
        List.of(
            new Spelling.AttributeArgument("dtype", Attribute.ElementType.class),
            new Spelling.FixedAttribute("dtype", new Attribute.ElementType(DType.FLOAT32)));
    for (Spelling.Argument dtype : dtypes) {
      List<Spelling.Argument> arguments = new ArrayList<>(List.of(dtype));
      arguments.addAll(List.of(between));
      arguments.add(new Spelling.VariadicAttribute("dims", Attribute.Dims.class));
      spellings.add(spelling(method, arguments.toArray(Spelling.Argument[]::new)));
    }
    return spellings;
  }
}
