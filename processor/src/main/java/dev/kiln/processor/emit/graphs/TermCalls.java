package dev.kiln.processor.emit.graphs;

import static java.util.Map.entry;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.LayoutOps;
import dev.kiln.op.MatrixOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.ReductionOps;
import dev.kiln.op.SelectionOps;
import dev.kiln.op.SoftmaxOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.Dim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations as the methods that terms have for them; those that have none are applied by name.
 *
 * <pre>
 * x.matmul(w)
 * x.sum(true, 0)
 * graph.applyWith(Attributes.of("dims", ..), "spread_mean", x)
 * </pre>
 */
final class TermCalls {
  /** The methods that take terms only. */
  private static final Map<OpDefinition, String> ON_TERMS =
      Map.ofEntries(
          entry(ElementwiseOps.NEGATE, "negate"),
          entry(ElementwiseOps.ABS, "abs"),
          entry(ElementwiseOps.SIGN, "sign"),
          entry(ElementwiseOps.SQUARE, "square"),
          entry(ElementwiseOps.SQRT, "sqrt"),
          entry(ElementwiseOps.EXP, "exp"),
          entry(ElementwiseOps.LOG, "log"),
          entry(ElementwiseOps.TANH, "tanh"),
          entry(ElementwiseOps.SIGMOID, "sigmoid"),
          entry(ElementwiseOps.RELU, "relu"),
          entry(ElementwiseOps.NOT, "not"),
          entry(ElementwiseOps.AND, "and"),
          entry(ElementwiseOps.OR, "or"),
          entry(ElementwiseOps.XOR, "xor"),
          entry(LayoutOps.TRANSPOSE, "transpose"),
          entry(MatrixOps.MATMUL, "matmul"),
          entry(SelectionOps.WHERE, "where"),
          entry(SoftmaxOps.CROSS_ENTROPY, "softmaxCrossEntropy"));

  /** The methods that take a number as well. */
  private static final Map<OpDefinition, String> ON_NUMBERS =
      Map.ofEntries(
          entry(ElementwiseOps.ADD, "add"),
          entry(ElementwiseOps.SUBTRACT, "subtract"),
          entry(ElementwiseOps.MULTIPLY, "multiply"),
          entry(ElementwiseOps.DIVIDE, "divide"),
          entry(ElementwiseOps.DIVIDE_INTEGER, "divide"),
          entry(ElementwiseOps.REMAINDER, "remainder"),
          entry(ElementwiseOps.REMAINDER_INTEGER, "remainder"),
          entry(ElementwiseOps.POW, "pow"),
          entry(ElementwiseOps.MAXIMUM, "maximum"),
          entry(ElementwiseOps.MINIMUM, "minimum"),
          entry(ElementwiseOps.LESS, "less"),
          entry(ElementwiseOps.LESS_EQUAL, "lessEqual"),
          entry(ElementwiseOps.GREATER, "greater"),
          entry(ElementwiseOps.GREATER_EQUAL, "greaterEqual"),
          entry(ElementwiseOps.EQUAL, "equalTo"),
          entry(ElementwiseOps.NOT_EQUAL, "notEqualTo"));

  private static final Map<OpDefinition, String> REDUCTIONS =
      Map.of(
          ReductionOps.SUM, "sum",
          ReductionOps.MEAN, "mean",
          ReductionOps.MAX, "max",
          ReductionOps.MIN, "min");

  /** The methods that take one axis, before a term where there are two. */
  private static final Map<OpDefinition, String> ALONG_AXIS =
      Map.of(
          ReductionOps.ARGMAX, "argmax",
          LayoutOps.GATHER, "gather",
          SoftmaxOps.SOFTMAX, "softmax",
          SoftmaxOps.LOG_SOFTMAX, "logSoftmax");

  private static final Map<OpDefinition, String> INTO_SHAPE =
      Map.of(LayoutOps.RESHAPE, "reshape", LayoutOps.BROADCAST_TO, "broadcastTo");

  private TermCalls() {}

  /** Whether a number may stand for the second operand of an operation. */
  static boolean takesNumber(Operation.Apply apply) {
    return ON_NUMBERS.containsKey(apply.definition());
  }

  /** The term of an operation. */
  static JavaText of(Operation.Apply apply, List<JavaText> operands) {
    return constant(apply)
        .or(() -> method(apply.definition(), apply.attributes(), operands))
        .orElseGet(() -> byName(apply, operands));
  }

  private static Optional<JavaText> constant(Operation.Apply apply) {
    if (apply.definition() == ConstantOps.TENSOR_CONSTANT) {
      Attribute.Array array = (Attribute.Array) apply.attributes().get("value");
      return Optional.of(JavaText.of("graph.constant($L)", Literals.of(array.array())));
    }
    return apply
        .number()
        .filter(number -> Literals.isExact(number.dtype(), number.bits()))
        .map(number -> Literals.of(number.dtype(), number.bits()).code())
        .map(literal -> JavaText.of("graph.constant($L)", literal));
  }

  private static Optional<JavaText> method(
      OpDefinition definition, Attributes attributes, List<JavaText> operands) {
    String simple = ON_TERMS.getOrDefault(definition, ON_NUMBERS.get(definition));
    if (simple != null) {
      return Optional.of(call(simple, operands, List.of()));
    }
    if (REDUCTIONS.containsKey(definition)) {
      List<JavaText> arguments = new ArrayList<>();
      if (((Attribute.Truth) attributes.get("keepDims")).value()) {
        arguments.add(new JavaText("true"));
      }
      arguments.addAll(axes(attributes));
      return Optional.of(call(REDUCTIONS.get(definition), operands, arguments));
    }
    if (ALONG_AXIS.containsKey(definition)) {
      JavaText axis = JavaText.of("$L", ((Attribute.Integer) attributes.get("axis")).value());
      return Optional.of(call(ALONG_AXIS.get(definition), operands, List.of(axis)));
    }
    if (definition == LayoutOps.PERMUTE) {
      return Optional.of(call("permute", operands, axes(attributes)));
    }
    if (definition == ConversionOps.CAST) {
      return Optional.of(call("cast", operands, List.of(dtype(attributes, "to"))));
    }
    if (definition == SelectionOps.ONE_HOT) {
      return sizes(attributes, "depth")
          .map(depth -> List.of(depth.get(0), dtype(attributes, "dtype")))
          .map(arguments -> call("oneHot", operands, arguments));
    }
    if (definition == LayoutOps.SLICE) {
      JavaText axis = JavaText.of("$L", ((Attribute.Integer) attributes.get("axis")).value());
      return sizes(attributes, "start")
          .flatMap(
              start ->
                  sizes(attributes, "end")
                      .map(end -> List.of(axis, start.get(0), end.get(0)))
                      .map(arguments -> call("slice", operands, arguments)));
    }
    return INTO_SHAPE.containsKey(definition)
        ? sizes(attributes, "dims").map(each -> call(INTO_SHAPE.get(definition), operands, each))
        : Optional.empty();
  }

  /** {@code first.name(arguments, rest)}. */
  private static JavaText call(String name, List<JavaText> operands, List<JavaText> arguments) {
    List<JavaText> all = new ArrayList<>(arguments);
    all.addAll(operands.subList(1, operands.size()));
    return JavaText.of("$L.$L($L)", operands.get(0), name, JavaText.join(all, ", "));
  }

  private static List<JavaText> axes(Attributes attributes) {
    return ((Attribute.Integers) attributes.get("axes"))
        .values().stream().map(axis -> JavaText.of("$L", axis)).toList();
  }

  private static JavaText dtype(Attributes attributes, String name) {
    DType dtype = ((Attribute.ElementType) attributes.get(name)).dtype();
    return JavaText.of("$T.$L", DType.class, dtype.name());
  }

  /** Sizes that are all known. */
  private static Optional<List<JavaText>> sizes(Attributes attributes, String name) {
    List<Dim> dims = ((Attribute.Dims) attributes.get(name)).dims();
    return dims.stream().allMatch(dim -> dim.constant().isPresent())
        ? Optional.of(
            dims.stream().map(dim -> JavaText.of("$L", dim.constant().getAsLong())).toList())
        : Optional.empty();
  }

  private static JavaText byName(Operation.Apply apply, List<JavaText> operands) {
    List<JavaText> arguments = new ArrayList<>();
    if (!apply.attributes().isEmpty()) {
      arguments.add(GraphLiterals.attributes(apply.attributes()));
    }
    arguments.add(JavaText.of("$S", apply.definition().name()));
    arguments.addAll(operands);
    String method = apply.attributes().isEmpty() ? "apply" : "applyWith";
    return JavaText.of("graph.$L($L)", method, JavaText.join(arguments, ", "));
  }
}
