package dev.kiln.processor.frontend.lambda;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.type.Characters;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Lowers calls of functions that are values: to calls of the code that they are known to be. */
public final class FunctionCalls {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;

  /** Lowers code at one place. */
  public FunctionCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
  }

  /** Calls a method of a function; null for a void one. */
  public Value call(MethodInvocationTree tree, Value function, Lambda lambda) {
    MemberSelectTree select = (MemberSelectTree) tree.getMethodSelect();
    String name = select.getIdentifier().toString();
    boolean isItself =
        lambda.method().getSimpleName().contentEquals(name)
            && lambda.parameters().size() == tree.getArguments().size();
    if (!isItself) {
      return new FunctionComposition(lowerer)
          .of(tree, function, lambda)
          .orElseThrow(() -> other(tree, lambda, name));
    }
    FunctionalInterfaces interfaces = context.program().functions();
    List<? extends TypeMirror> parameters =
        interfaces.descriptor(lambda.target()).getParameterTypes();
    List<Value> values = new ArrayList<>();
    values.add(function);
    for (int i = 0; i < parameters.size(); i++) {
      ExpressionTree argument = tree.getArguments().get(i);
      ValueType type = interfaces.valueType(parameters.get(i));
      if (type == null && Characters.mayBeChar(argument, context.constants())) {
        throw block.refuse(argument, Code.EXPRESSION, "a char argument", "cast it to int");
      }
      values.add(lowerer.initializer(argument, type, interfaces.of(parameters.get(i))));
    }
    if (values.stream().anyMatch(block.unknowns()::isUnknown)) {
      throw Refusal.reported();
    }
    String called =
        select.getExpression() instanceof IdentifierTree identifier
                && identifier.getName().toString().indexOf('$') < 0
            ? identifier.getName().toString()
            : name;
    Value result = lowerer.call(tree, lambda, called, values);
    TypeMirror returned = interfaces.descriptor(lambda.target()).getReturnType();
    context.program().boxes().note(tree, returned, result);
    return result;
  }

  private Refusal other(MethodInvocationTree tree, Lambda lambda, String name) {
    TypeElement type = (TypeElement) lambda.target().asElement();
    if (context.names().methods(type, name).isEmpty()) {
      return Refusal.leftToJavac();
    }
    return block.refuse(
        tree, Code.UNKNOWN_CALL, type.getSimpleName() + "." + name, Alternative.METHOD_OF_FUNCTION);
  }
}
