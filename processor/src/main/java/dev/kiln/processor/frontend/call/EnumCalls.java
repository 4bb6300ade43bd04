package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.array.ArrayLowering;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * Lowers calls of methods of enums: those that every enum has, which the ordinal tells, and those
 * that are written, which are functions that take the constant first.
 */
final class EnumCalls {
  private static final Set<String> OF_EVERY_ENUM = Set.of("java.lang.Enum", "java.lang.Object");

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  EnumCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Calls a method of a constant; null for a void method. */
  Value call(MethodInvocationTree tree, Value constant, String name) {
    TypeElement element = context.names().named(((CodedType) constant.type()).name());
    List<ExecutableElement> methods =
        context.names().accessible(element, name, context.declaring(), element);
    if (methods.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    if (methods.stream().allMatch(EnumCalls::isOfEveryEnum)) {
      return ofEveryEnum(tree, constant, name);
    }
    boolean hasSource =
        methods.stream()
            .allMatch(
                each ->
                    each.getModifiers().contains(Modifier.ABSTRACT)
                        || context.program().sources().hasSource(each.getEnclosingElement()));
    if (!hasSource) {
      throw refuse(tree, TypeNames.of(constant.type()) + "." + name);
    }
    return new MethodCalls(lowerer)
        .call(
            tree,
            new MethodCalls.Callees(
                methods, element, Receiver.of(element), false, Optional.of(constant)));
  }

  private static boolean isOfEveryEnum(ExecutableElement method) {
    TypeElement owner = (TypeElement) method.getEnclosingElement();
    return OF_EVERY_ENUM.contains(owner.getQualifiedName().toString());
  }

  private Value ofEveryEnum(MethodInvocationTree tree, Value constant, String name) {
    List<? extends ExpressionTree> arguments = tree.getArguments();
    EnumLowering enums = new EnumLowering(block);
    if (name.equals("ordinal") && arguments.isEmpty()) {
      return enums.ordinal(tree, constant);
    }
    boolean compares = name.equals("compareTo") || name.equals("equals");
    if (!compares || arguments.size() != 1) {
      throw refuse(tree, TypeNames.of(constant.type()) + "." + name);
    }
    Value other = new Arguments(lowerer).lower(arguments.get(0), constant.type());
    if (!other.type().equals(constant.type())) {
      throw block.unknowns().isUnknown(other)
          ? Refusal.reported()
          : refuse(tree, TypeNames.of(constant.type()) + "." + name);
    }
    Value ordinal = enums.ordinal(tree, constant);
    return name.equals("equals")
        ? block.apply(tree, ElementwiseOps.EQUAL, ordinal, new Conversions(block).code(tree, other))
        : block.apply(tree, ElementwiseOps.SUBTRACT, ordinal, enums.ordinal(tree, other));
  }

  private Refusal refuse(Tree tree, String called) {
    return block.refuse(tree, Code.UNKNOWN_CALL, Optional.of(Alternative.METHOD_OF_ENUM), called);
  }

  /** {@code Mode.values()}, which no source has; {@code Mode.valueOf(name)} is refused. */
  Optional<Value> declared(MethodInvocationTree tree, TypeElement type, String name) {
    boolean isImplicit =
        name.equals("values") && tree.getArguments().isEmpty()
            || name.equals("valueOf") && tree.getArguments().size() == 1;
    Optional<CodedType> constants = Enums.of(type.asType()).flatMap(Enums::type);
    if (!isImplicit || constants.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals("valueOf")) {
      String called = type.getSimpleName() + "." + name;
      throw block.refuse(tree, Code.UNKNOWN_CALL, Optional.of(Alternative.VALUE_OF_ENUM), called);
    }
    return Optional.of(values(tree, type, constants.get()));
  }

  /** In an enum: {@code ordinal()}, {@code values()} and the like. */
  Optional<Value> unqualified(MethodInvocationTree tree, TypeElement type, String name) {
    boolean isOwn =
        type.equals(context.declaring())
            && context.receiver().isRecord()
            && context.hasVariable(Receiver.THIS)
            && Enums.of(type.asType()).isPresent();
    boolean isOfEvery =
        context.names().methods(type, name).stream().allMatch(EnumCalls::isOfEveryEnum);
    return isOwn && isOfEvery
        ? Optional.of(ofEveryEnum(tree, block.environment().value(Receiver.THIS), name))
        : declared(tree, type, name);
  }

  private Value values(Tree tree, TypeElement type, CodedType element) {
    int count = Enums.constants(type).size();
    Attributes made = Attributes.of("type", new Attribute.Type(PlainTypes.arrayOf(element)));
    Value length = block.constant(tree, ScalarType.INT32, count);
    Value array = block.apply(tree, ArrayOps.ARRAY_NEW, made, List.of(length));
    ArrayLowering arrays = new ArrayLowering(lowerer);
    Conversions conversions = new Conversions(block);
    for (int i = 0; i < count; i++) {
      Value ordinal = block.constant(tree, ScalarType.INT32, i);
      arrays.store(tree, array, ordinal, conversions.coded(tree, ordinal, element));
    }
    return array;
  }
}
