package dev.kiln.processor.frontend.failure;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.VariableTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.Environment;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.type.PlainTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * A static method of the same file that returns a string, and does nothing else, as a part of a
 * message: its text takes the place of the call.
 */
record MessageMethod(ExecutableElement method, List<VariableTree> parameters, ExpressionTree text) {
  /** The helper that an expression calls; empty for every other expression. */
  static Optional<MessageMethod> of(ExpressionTree tree, Context context) {
    if (!(tree instanceof MethodInvocationTree call)) {
      return Optional.empty();
    }
    List<MessageMethod> found = new ArrayList<>();
    for (ExecutableElement method : methods(call, context)) {
      boolean fits =
          method.getModifiers().contains(Modifier.STATIC)
              && method.getTypeParameters().isEmpty()
              && method.getReturnType().toString().equals("java.lang.String")
              && method.getParameters().size() == call.getArguments().size()
              && method.getParameters().stream()
                  .allMatch(each -> PlainTypes.ofResult(each.asType()) != null);
      context
          .program()
          .sources()
          .methodTrees()
          .of(method)
          .filter(each -> fits && each.unit().equals(context.unit()))
          .flatMap(each -> text(method, each))
          .ifPresent(found::add);
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static List<ExecutableElement> methods(MethodInvocationTree call, Context context) {
    if (call.getMethodSelect() instanceof IdentifierTree identifier) {
      String name = identifier.getName().toString();
      for (Element around = context.declaring();
          around instanceof TypeElement type;
          around = type.getEnclosingElement()) {
        List<ExecutableElement> methods = context.names().methods(type, name);
        if (!methods.isEmpty()) {
          return methods;
        }
      }
    }
    if (call.getMethodSelect() instanceof MemberSelectTree select) {
      TypeElement owner = context.names().typeOrNull(select.getExpression(), context);
      String name = select.getIdentifier().toString();
      return owner == null
          ? List.of()
          : context.names().accessible(owner, name, context.declaring(), owner);
    }
    return List.of();
  }

  private static Optional<MessageMethod> text(ExecutableElement method, MethodTrees.Source source) {
    if (source.tree().getBody() == null) {
      return Optional.empty();
    }
    List<? extends StatementTree> statements = source.tree().getBody().getStatements();
    return statements.size() == 1
            && statements.get(0) instanceof ReturnTree end
            && end.getExpression() != null
        ? Optional.of(
            new MessageMethod(
                method, List.copyOf(source.tree().getParameters()), end.getExpression()))
        : Optional.empty();
  }

  /**
   * Evaluates the arguments of a call, and has the text lowered where only the parameters are
   * variables.
   */
  void lower(
      MethodInvocationTree call, Lowerer lowerer, BiConsumer<Lowerer, ExpressionTree> message) {
    Context caller = lowerer.context();
    Map<String, Value> arguments = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      arguments.put(
          parameters.get(i).getName().toString(),
          lowerer.initializer(
              call.getArguments().get(i),
              PlainTypes.ofResult(method.getParameters().get(i).asType())));
    }
    Environment variables = caller.block().environment();
    Environment before = variables.leaveAll();
    arguments.forEach((name, value) -> variables.declare(name, value.type(), value));
    Context there =
        new Context(
            caller.program(),
            Receiver.none((TypeElement) method.getEnclosingElement()),
            caller.isConstant(),
            caller.result(),
            caller.fields(),
            caller.mark(),
            caller.block(),
            caller.targets(),
            caller.isUnreached());
    try {
      message.accept(lowerer.in(there), text);
    } finally {
      variables.become(before);
    }
  }
}
