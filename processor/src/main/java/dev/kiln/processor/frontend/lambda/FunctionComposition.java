package dev.kiln.processor.frontend.lambda;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.MadeCode;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/**
 * Lowers the methods of {@code java.util.function} that make functions of others, as the lambdas
 * that they stand for: {@code f.andThen(g)} is {@code t -> g.apply(f.apply(t))}.
 */
public final class FunctionComposition {
  private static final String PACKAGE = "java.util.function.";

  /** What the lambdas call what they capture and take, which no user's code does. */
  private static final String RECEIVER = "receiver$";

  private static final String OTHER = "other$";
  private static final String ARGUMENT = "argument$";

  private final Lowerer lowerer;
  private final Context context;

  /** Lowers code at one place. */
  public FunctionComposition(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
  }

  /** {@code DoubleUnaryOperator.identity()}; empty for every other call of a static method. */
  public Optional<Value> identity(MethodInvocationTree tree, TypeElement type) {
    String name =
        tree.getMethodSelect() instanceof MemberSelectTree select
            ? select.getIdentifier().toString()
            : "";
    if (!name.equals("identity") || !isOfLibrary(type) || !tree.getArguments().isEmpty()) {
      return Optional.empty();
    }
    return context
        .program()
        .functions()
        .of(type.asType())
        .map(
            each ->
                made(tree, each, List.of(ARGUMENT), new MadeCode(tree).name(ARGUMENT), Map.of()));
  }

  /** {@code f.andThen(g)} and {@code f.compose(g)}; empty for every other call. */
  Optional<Value> of(MethodInvocationTree tree, Value function, Lambda lambda) {
    FunctionalInterfaces interfaces = context.program().functions();
    TypeElement type = (TypeElement) lambda.target().asElement();
    String name = ((MemberSelectTree) tree.getMethodSelect()).getIdentifier().toString();
    boolean isFirst = name.equals("andThen");
    List<ExecutableElement> methods = context.names().methods(type, name);
    if (!isOfLibrary(type)
        || !isFirst && !name.equals("compose")
        || methods.isEmpty()
        || lambda.method().getReturnType().getKind() == TypeKind.VOID
        || tree.getArguments().size() != 1) {
      return Optional.empty();
    }
    ExecutableElement method = methods.get(0);
    DeclaredType taken = interfaces.of(method.getParameters().get(0).asType()).orElseThrow();
    Value other = lowerer.function(tree.getArguments().get(0), taken);
    if (context.program().lambdas().of(other.type()).isEmpty()) {
      throw Refusal.reported();
    }
    String otherName = name((TypeElement) taken.asElement());
    MadeCode code = new MadeCode(tree);
    List<String> parameters = new ArrayList<>();
    List<ExpressionTree> arguments = new ArrayList<>();
    for (int i = 1; i <= lambda.parameters().size(); i++) {
      parameters.add(ARGUMENT + i);
      arguments.add(code.name(ARGUMENT + i));
    }
    ExpressionTree first = code.name(isFirst ? RECEIVER : OTHER);
    ExpressionTree second = code.name(isFirst ? OTHER : RECEIVER);
    ExpressionTree inner = code.call(first, isFirst ? name(type) : otherName, arguments);
    ExpressionTree outer = code.call(second, isFirst ? otherName : name(type), List.of(inner));
    Map<String, Value> captured = new LinkedHashMap<>();
    captured.put(RECEIVER, function);
    captured.put(OTHER, other);
    DeclaredType result = interfaces.of(method.getReturnType()).orElseThrow();
    return Optional.of(made(tree, result, parameters, outer, captured));
  }

  private static boolean isOfLibrary(TypeElement type) {
    return type.getQualifiedName().toString().startsWith(PACKAGE);
  }

  private String name(TypeElement type) {
    return context.program().functions().method(type).orElseThrow().getSimpleName().toString();
  }

  /** A function of the interface without type arguments: the types of values count. */
  private Value made(
      MethodInvocationTree tree,
      DeclaredType type,
      List<String> parameters,
      ExpressionTree body,
      Map<String, Value> captured) {
    FunctionalInterfaces interfaces = context.program().functions();
    DeclaredType raw = interfaces.raw(type);
    ExecutableElement method = interfaces.method((TypeElement) raw.asElement()).orElseThrow();
    Lambda code = Lambda.of(context, context.isConstant(), raw, method, parameters, body);
    return new FunctionLowering(lowerer)
        .value(context.program().lambdas().at(tree, code), captured);
  }
}
