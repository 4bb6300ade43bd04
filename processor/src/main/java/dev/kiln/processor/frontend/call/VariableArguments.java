package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.List;
import javax.lang.model.element.ExecutableElement;

/** The last parameter of a method of variable arity: a new array of the arguments for it. */
final class VariableArguments {
  private final ExecutableElement method;
  private final int fixed;

  VariableArguments(ExecutableElement method) {
    this.method = method;
    this.fixed = method.getParameters().size() - 1;
  }

  /** How many parameters come before. */
  int fixed() {
    return fixed;
  }

  /** Whether the array can hold the arguments. */
  boolean takes(List<ValueType> arguments) {
    return PlainTypes.of(method.getParameters().get(fixed).asType()) instanceof ArrayType array
        && arguments.stream().skip(fixed).allMatch(each -> fits(each, array.component()));
  }

  private static boolean fits(ValueType argument, ValueType component) {
    return component instanceof ScalarType scalar
        ? argument.equals(component) || Promotion.widens(argument, scalar)
        : argument.equals(component);
  }

  /** The array of the arguments after the fixed ones. */
  Value pack(
      Lowerer lowerer, Tree call, List<? extends ExpressionTree> given, List<Value> arguments) {
    OpenBlock block = lowerer.context().block();
    ArrayType type = (ArrayType) PlainTypes.of(method.getParameters().get(fixed).asType());
    Value length = block.constant(call, ScalarType.INT32, arguments.size() - fixed);
    Value array =
        block.apply(
            call,
            ArrayOps.ARRAY_NEW,
            Attributes.of("type", new Attribute.Type(type)),
            List.of(length));
    for (int i = fixed; i < arguments.size(); i++) {
      ExpressionTree tree = given.get(i);
      Value element = new Conversions(block).convert(tree, arguments.get(i), type.component());
      Value index = block.constant(tree, ScalarType.INT32, i - fixed);
      new ArrayLowering(lowerer).store(tree, array, index, element);
    }
    return array;
  }
}
