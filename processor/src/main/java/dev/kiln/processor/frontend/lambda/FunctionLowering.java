package dev.kiln.processor.frontend.lambda;

import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberReferenceTree.ReferenceMode;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.tree.MadeCode;
import dev.kiln.processor.frontend.tree.Parentheses;
import dev.kiln.processor.frontend.tree.UsedNames;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Lowers lambdas and method references: to records of what they capture. */
public final class FunctionLowering {
  /** How often a function may be inside functions of the same code. */
  private static final int DEEPEST = 8;

  /** What a method reference calls its arguments and its receiver, which no user's code does. */
  private static final String ARGUMENT = "argument$";

  private static final String RECEIVER = "receiver$";

  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public FunctionLowering(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Whether an expression is a lambda or a method reference. */
  public static boolean isFunction(ExpressionTree tree) {
    ExpressionTree inside = Parentheses.inside(tree);
    return inside instanceof LambdaExpressionTree || inside instanceof MemberReferenceTree;
  }

  /** Lowers code where a function is wanted. */
  public Value lower(ExpressionTree tree, DeclaredType target) {
    ExpressionTree inside = Parentheses.inside(tree);
    if (inside instanceof ConditionalExpressionTree choice
        && (isFunction(choice.getTrueExpression()) || isFunction(choice.getFalseExpression()))) {
      throw block.refuse(
          tree,
          Code.FUNCTION_UNKNOWN,
          "which function is called",
          "choose between results, as in c ? f.apply(x) : g.apply(x)");
    }
    if (!isFunction(inside)) {
      return lowerer.expressionOrRefusal(inside);
    }
    Lambda lambda = function(inside, context, target);
    return inside instanceof MemberReferenceTree reference
            && UsedNames.of(lambda.body()).contains(RECEIVER)
        ? bound(reference, lambda)
        : made(lambda);
  }

  /**
   * The function that a lambda or method reference is.
   *
   * @param scope where its names mean what they do
   */
  Lambda function(ExpressionTree tree, Context scope, DeclaredType target) {
    FunctionalInterfaces interfaces = context.program().functions();
    ExecutableElement method = interfaces.method((TypeElement) target.asElement()).orElseThrow();
    List<String> names = new ArrayList<>();
    Tree body;
    if (tree instanceof LambdaExpressionTree lambda) {
      lambda.getParameters().forEach(each -> names.add(each.getName().toString()));
      body = lambda.getBody();
    } else {
      for (int i = 1; i <= method.getParameters().size(); i++) {
        names.add(ARGUMENT + i);
      }
      body = call((MemberReferenceTree) tree, scope, names);
    }
    if (names.size() != method.getParameters().size()) {
      throw Refusal.leftToJavac();
    }
    Lambda code = Lambda.of(scope, scope.isConstant(), target, method, names, body);
    return context.program().lambdas().at(tree, code);
  }

  /** The call that a method reference means. JLS 15.13.1. */
  private static ExpressionTree call(
      MemberReferenceTree tree, Context scope, List<String> parameters) {
    MadeCode code = new MadeCode(tree);
    ExpressionTree owner = tree.getQualifierExpression();
    List<ExpressionTree> arguments = new ArrayList<>();
    parameters.forEach(each -> arguments.add(code.name(each)));
    if (tree.getMode() == ReferenceMode.NEW) {
      return owner instanceof ArrayTypeTree array
          ? code.array(array.getType(), arguments.get(0))
          : code.creation(owner, arguments);
    }
    String name = tree.getName().toString();
    if (scope.instances().instance(owner).isPresent()) {
      return code.call(owner, name, arguments);
    }
    TypeElement type = type(owner, scope);
    if (type == null && !(owner instanceof ArrayTypeTree)) {
      return code.call(code.name(RECEIVER), name, arguments);
    }
    if (type != null && isStatic(type, name, arguments.size(), scope)) {
      return code.call(raw(owner), name, arguments);
    }
    if (arguments.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    return code.call(arguments.get(0), name, arguments.subList(1, arguments.size()));
  }

  private static ExpressionTree raw(ExpressionTree type) {
    return type instanceof ParameterizedTypeTree generic
        ? (ExpressionTree) generic.getType()
        : type;
  }

  private static TypeElement type(ExpressionTree owner, Context scope) {
    return scope.names().typeOrNull(raw(owner), scope);
  }

  /** Whether a static method of the name takes so many arguments, or could take any number. */
  private static boolean isStatic(TypeElement type, String name, int arguments, Context scope) {
    return scope.names().methods(type, name).stream()
        .filter(each -> each.getModifiers().contains(Modifier.STATIC))
        .anyMatch(each -> each.isVarArgs() || each.getParameters().size() == arguments);
  }

  /** The value of a function, with what it captures here. */
  private Value made(Lambda lambda) {
    Map<String, Value> captured = new LinkedHashMap<>();
    Set<String> used = UsedNames.of(lambda.body());
    used.add("this"); // where it is a value, code may mean it without saying so
    for (String name : used) {
      boolean isLocal = context.hasVariable(name) && !lambda.parameters().contains(name);
      Value value = isLocal ? block.environment().value(name) : null;
      if (value != null) {
        block.tensorArrays().share(value);
        captured.put(name, block.unknowns().met(value));
      }
    }
    return value(lambda, captured);
  }

  /** A bound method reference evaluates its receiver where it is written. */
  private Value bound(MemberReferenceTree tree, Lambda lambda) {
    Value receiver = lowerer.expression(tree.getQualifierExpression());
    return value(lambda, Map.of(RECEIVER, receiver));
  }

  /** A function as a value. */
  Value value(Lambda lambda, Map<String, Value> captured) {
    List<RecordType.Component> components = new ArrayList<>();
    captured.forEach((name, value) -> components.add(new RecordType.Component(name, value.type())));
    RecordType type = new RecordType(lambda.name(), components);
    if (depth(type, lambda.name()) > DEEPEST) {
      throw block.refuse(
          lambda.body(),
          Code.FUNCTION_UNKNOWN,
          "how often this function is inside itself",
          "write a loop or a recursion that calls one function");
    }
    if (captured.values().stream().anyMatch(block.unknowns()::isUnknown)) {
      return block.unknown(type);
    }
    return block.apply(
        lambda.body(),
        RecordOps.RECORD_NEW,
        Attributes.of("type", new Attribute.Type(type)),
        List.copyOf(captured.values()));
  }

  private static int depth(ValueType type, String name) {
    if (!(type instanceof RecordType record) || Unknowns.isUnknown(type)) {
      return 0;
    }
    int deepest = 0;
    for (RecordType.Component each : record.components()) {
      deepest = Math.max(deepest, depth(each.type(), name));
    }
    return record.name().equals(name) ? deepest + 1 : deepest;
  }
}
