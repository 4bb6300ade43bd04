package dev.kiln.processor.emit.graphs;

import dev.kiln.annotation.DType;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.OpDefinition;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Operations as the methods that terms have for them, which are spelled as those of tensors;
 * operations without such a method are applied by name.
 *
 * <pre>
 * x.matmul(w)
 * x.sum(true, 0)
 * graph.applyWith(Attributes.of("dims", ..), "spread_mean", x)
 * </pre>
 */
final class TermCalls {
  private TermCalls() {}

  /** Whether a number may stand for the second operand of an operation. */
  static boolean takesNumber(Operation.Apply apply) {
    List<Spelling.Argument> number = List.of(new Spelling.NumberOperand());
    return spellings(apply.definition()).anyMatch(each -> each.arguments().equals(number));
  }

  /** The term of an operation. */
  static JavaText of(Operation.Apply apply, List<JavaText> operands) {
    return constant(apply)
        .or(() -> method(apply, operands))
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

  /** A method of terms: of those that leave tensors, such as {@code toDouble}, they have none. */
  private static Optional<JavaText> method(Operation.Apply apply, List<JavaText> operands) {
    if (operands.isEmpty() || isTensor(apply.operands().get(0)) != isTensor(apply.result())) {
      return Optional.empty();
    }
    return spellings(apply.definition())
        .flatMap(each -> call(each, apply.attributes(), operands).stream())
        .findFirst();
  }

  private static boolean isTensor(Value value) {
    return value.type() instanceof TensorType;
  }

  /** The methods of tensors that mean an operation. */
  private static Stream<Spelling> spellings(OpDefinition definition) {
    return named(definition).spellings().stream()
        .filter(each -> each.owner().equals(Spelling.TENSOR) && !each.isStatic());
  }

  /** Terms of integers have these two by the names of those for floating-point numbers. */
  private static OpDefinition named(OpDefinition definition) {
    if (definition == ElementwiseOps.DIVIDE_INTEGER) {
      return ElementwiseOps.DIVIDE;
    }
    return definition == ElementwiseOps.REMAINDER_INTEGER ? ElementwiseOps.REMAINDER : definition;
  }

  /** The call, if the spelling can express the attributes and takes all operands as terms. */
  private static Optional<JavaText> call(
      Spelling spelling, Attributes attributes, List<JavaText> operands) {
    List<JavaText> arguments = new ArrayList<>();
    int next = 1;
    for (Spelling.Argument argument : spelling.arguments()) {
      if (argument instanceof Spelling.Operand && next < operands.size()) {
        arguments.add(operands.get(next++));
        continue;
      }
      Optional<List<JavaText>> written = attribute(argument, attributes);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      arguments.addAll(written.get());
    }
    return next == operands.size()
        ? Optional.of(
            JavaText.of(
                "$L.$L($L)", operands.get(0), spelling.method(), JavaText.join(arguments, ", ")))
        : Optional.empty();
  }

  /** What stands in the parentheses for an attribute, if that can be written. */
  private static Optional<List<JavaText>> attribute(
      Spelling.Argument argument, Attributes attributes) {
    if (argument instanceof Spelling.FixedAttribute fixed) {
      return attributes.get(fixed.name()).equals(fixed.value())
          ? Optional.of(List.of())
          : Optional.empty();
    }
    if (argument instanceof Spelling.AttributeArgument single) {
      return parts(attributes.get(single.name()));
    }
    return argument instanceof Spelling.VariadicAttribute several
        ? parts(attributes.get(several.name()))
        : Optional.empty();
  }

  private static Optional<List<JavaText>> parts(Attribute attribute) {
    if (attribute instanceof Attribute.Integers several) {
      return Optional.of(several.values().stream().map(each -> JavaText.of("$L", each)).toList());
    }
    if (attribute instanceof Attribute.Dims sizes) {
      return sizes.dims().stream().allMatch(dim -> dim.constant().isPresent())
          ? Optional.of(sizes.dims().stream().map(TermCalls::size).toList())
          : Optional.empty();
    }
    return Optional.of(
        List.of(
            attribute instanceof Attribute.ElementType type
                ? JavaText.of("$T.$L", DType.class, type.dtype().name())
                : GraphLiterals.content(attribute)));
  }

  private static JavaText size(Dim dim) {
    return JavaText.of("$L", dim.constant().orElseThrow());
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
