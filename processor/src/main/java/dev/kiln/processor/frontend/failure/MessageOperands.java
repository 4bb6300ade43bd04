package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.MessageForm;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Branch;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Joining;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.expression.EnumLowering;
import dev.kiln.processor.frontend.tree.AssignedVariables;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.frontend.type.Texts;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/** What stands between the texts of a message: a number, and how it is written. */
final class MessageOperands {
  /** A number and its form. */
  record Operand(Value value, MessageForm form) {
    Operand formatted(String format) {
      return new Operand(value, form.formatted(format));
    }

    /** As string concatenation writes it: a byte or a short as the int that it is. */
    Operand joined() {
      boolean isInt = form.kind() == MessageForm.Kind.BYTE || form.kind() == MessageForm.Kind.SHORT;
      return isInt ? new Operand(value, MessageForm.PLAIN) : this;
    }
  }

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  MessageOperands(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** A scalar or a constant of an enum. */
  Operand of(Tree tree, Value value) {
    if (value.type() instanceof ScalarType) {
      return new Operand(value, MessageForm.PLAIN);
    }
    if (!(value.type() instanceof CodedType type)) {
      throw block.refuse(tree, Code.MESSAGE, value.type());
    }
    return new Operand(
        new Conversions(block).code(tree, value),
        type.isPrimitive() ? MessageForm.of(kind(type)) : MessageForm.names(names(tree, type)));
  }

  /** {@code mode.name()} or {@code mode.toString()}. */
  Operand name(MethodInvocationTree tree, Value value) {
    if (!CodedType.isEnum(value.type())) {
      throw block.refuse(tree, Code.MESSAGE, "this call");
    }
    CodedType type = (CodedType) value.type();
    MemberSelectTree called = (MemberSelectTree) tree.getMethodSelect();
    List<String> names =
        called.getIdentifier().contentEquals("name")
            ? constants(context.names().named(type.name()))
            : names(tree, type);
    return new Operand(new EnumLowering(block).ordinal(tree, value), MessageForm.names(names));
  }

  /** One of several strings that are constants. */
  Operand choice(ConditionalExpressionTree tree) {
    List<String> names = new ArrayList<>();
    Value index = index(tree, names);
    return new Operand(index, MessageForm.names(names));
  }

  private Value index(ConditionalExpressionTree tree, List<String> names) {
    Value condition = lowerer.condition(tree.getCondition());
    Branch first = index(tree.getTrueExpression(), names);
    Branch second = index(tree.getFalseExpression(), names);
    return new Joining(block)
        .join(
            tree,
            condition,
            first,
            second,
            AssignedVariables.of(tree.getTrueExpression(), tree.getFalseExpression()))
        .value();
  }

  private Branch index(ExpressionTree tree, List<String> names) {
    Context inner = context.nested(List.of());
    if (Parentheses.inside(tree) instanceof ConditionalExpressionTree choice) {
      return Branch.of(inner.block(), new MessageOperands(lowerer.in(inner)).index(choice, names));
    }
    Object text =
        new Texts(context.constants())
            .constant(tree)
            .orElseThrow(
                () -> block.refuse(tree, Code.MESSAGE, "a choice of strings that are computed"));
    names.add(text.toString());
    return Branch.of(
        inner.block(), inner.block().constant(tree, ScalarType.INT32, names.size() - 1));
  }

  /** A specifier such as {@code %n}, which has no argument. */
  Operand withoutArgument(Tree tree, String specifier) {
    Value none = block.constant(tree, ScalarType.INT32, 0);
    return new Operand(none, MessageForm.PLAIN.formatted(specifier));
  }

  private static MessageForm.Kind kind(CodedType type) {
    return type.equals(CodedType.CHAR)
        ? MessageForm.Kind.CHAR
        : type.equals(CodedType.BYTE) ? MessageForm.Kind.BYTE : MessageForm.Kind.SHORT;
  }

  /** The names of an enum's constants, where {@code toString} gives them. */
  private List<String> names(Tree tree, CodedType type) {
    TypeElement element = context.names().named(type.name());
    boolean mayHaveAnother =
        !element.getModifiers().contains(Modifier.FINAL)
            || !context.names().methods(element, "toString").stream()
                .allMatch(each -> isOfEnum(each.getEnclosingElement()));
    if (mayHaveAnother) {
      String what = "the enum " + TypeNames.of(type) + " with a toString or constants of its own";
      throw block.refuse(tree, Code.MESSAGE, what);
    }
    return constants(element);
  }

  private static boolean isOfEnum(Element owner) {
    return ((TypeElement) owner).getQualifiedName().contentEquals("java.lang.Enum");
  }

  private static List<String> constants(TypeElement element) {
    return Enums.constants(element).stream().map(each -> each.getSimpleName().toString()).toList();
  }
}
