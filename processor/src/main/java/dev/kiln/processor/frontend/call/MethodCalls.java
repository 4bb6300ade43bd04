package dev.kiln.processor.frontend.call;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.array.ModelElements;
import dev.kiln.processor.frontend.block.OpenBlock;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Lowerer;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.code.RecordParts;
import dev.kiln.processor.frontend.lambda.FunctionLowering;
import dev.kiln.processor.frontend.name.MethodResolution;
import dev.kiln.processor.frontend.name.NameResolution;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import dev.kiln.processor.frontend.type.Promotion;
import dev.kiln.processor.model.type.CalledShapes;
import dev.kiln.processor.model.type.ModelTypes;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Lowers calls of methods: finds the one that is meant, and converts the arguments. */
final class MethodCalls {
  private final Lowerer lowerer;
  private final Context context;
  private final OpenBlock block;
  private final Arguments conversion;

  MethodCalls(Lowerer lowerer) {
    this.lowerer = lowerer;
    this.context = lowerer.context();
    this.block = context.block();
    this.conversion = new Arguments(lowerer);
  }

  /**
   * The methods that a call may mean.
   *
   * @param site the class that is searched
   * @param isSuper whether the method that is found runs, overridden or not
   * @param record whose methods they are; empty for those of models and static methods
   */
  record Callees(
      List<ExecutableElement> methods,
      TypeElement site,
      Receiver receiver,
      boolean isSuper,
      Optional<Value> record) {}

  /** Calls the method that is meant; null for a void method. */
  Value call(MethodInvocationTree tree, Callees callees) {
    return call(tree, tree.getArguments(), callees);
  }

  /** Calls the method, or the constructor of a record, that is meant. */
  Value call(Tree tree, List<? extends ExpressionTree> given, Callees callees) {
    List<ExecutableElement> methods = callees.methods();
    Receiver receiver = callees.receiver();
    if (methods.isEmpty()) {
      throw Refusal.leftToJavac();
    }
    List<Value> arguments = arguments(given, methods);
    MethodResolution.Resolved resolved = resolve(tree, callees, arguments);
    ExecutableElement method = resolved.method();
    boolean isConstruction = method.getKind() == ElementKind.CONSTRUCTOR;
    boolean isStatic = isConstruction || method.getModifiers().contains(Modifier.STATIC);
    TypeElement declaring = (TypeElement) method.getEnclosingElement();
    if (!isStatic && receiver.isStatic() && callees.record().isEmpty()) {
      throw block.refuse(tree, Code.VIRTUAL_CALL, "the receiver of " + method.getSimpleName());
    }
    boolean isVariable = resolved.phase() == MethodResolution.Phase.VARIABLE_ARITY;
    int fixed = isVariable ? new VariableArguments(method).fixed() : arguments.size();
    List<Value> converted = new ArrayList<>();
    for (int i = 0; i < fixed; i++) {
      TypeMirror declared = method.getParameters().get(i).asType();
      Value value = conversion.convert(given.get(i), arguments.get(i), PlainTypes.of(declared));
      converted.add(declared(given.get(i), value, declared));
    }
    if (isVariable) {
      converted.add(new VariableArguments(method).pack(lowerer, tree, given, arguments));
    }
    if (!isStatic && !receiver.path().isEmpty() && !isVariable) {
      checkShapes(given, method, receiver.path(), converted);
    }
    if (!isStatic && callees.record().isPresent()) {
      Value record = callees.record().get();
      if (CodedType.isEnum(record.type())) {
        return new EnumDispatch(lowerer)
            .call(tree, method, receiver.in(declaring), record, converted);
      }
      if (RecordParts.isAccessor((RecordType) record.type(), method)) {
        return RecordParts.component(context, tree, record, method.getSimpleName().toString());
      }
      RecordParts.requireNonNull(block, tree, record);
      converted.add(0, record);
    }
    if (isConstruction) {
      return new MadeRecords(lowerer).create(tree, method, converted);
    }
    Optional<Value> sequence =
        new SequentialCalls(lowerer).lower(tree, method, receiver, converted);
    if (sequence.isPresent()) {
      return sequence.get();
    }
    Receiver callee = isStatic ? Receiver.none(declaring) : receiver.in(declaring);
    return noted(tree, method, lowerer.call(tree, method, callee, converted));
  }

  private List<Value> arguments(
      List<? extends ExpressionTree> given, List<ExecutableElement> methods) {
    List<Value> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      ExpressionTree argument = given.get(i);
      ValueType wanted = wanted(methods, i, given.size());
      Value value =
          FunctionLowering.isFunction(argument)
              ? lowerer.function(argument, function(given, methods, i))
              : conversion.lower(argument, wanted);
      boolean unknown = Unknowns.isUnknown(value.type()) && wanted != null;
      arguments.add(unknown ? block.unknown(wanted) : value);
    }
    if (arguments.stream().anyMatch(each -> Unknowns.isUnknown(each.type()))) {
      throw Refusal.reported();
    }
    return arguments;
  }

  private Value noted(Tree tree, ExecutableElement method, Value result) {
    context.program().boxes().note(tree, method.getReturnType(), result);
    return result == null ? null : declared(tree, result, method.getReturnType());
  }

  /** A model with the static type that is declared. */
  private Value declared(Tree tree, Value value, TypeMirror type) {
    return new ModelElements(lowerer).as(tree, value, ModelTypes.heldClass(type));
  }

  /** The method that runs: the one that overload resolution finds, or what overrides it. */
  private MethodResolution.Resolved resolve(Tree tree, Callees callees, List<Value> arguments) {
    List<ValueType> types = arguments.stream().map(Value::type).toList();
    Optional<MethodResolution.Resolved> resolved =
        context.program().methods().resolve(callees.methods(), callees.site(), types);
    // wrong Java, or right with boxing, variable arity or other types
    ExecutableElement first = callees.methods().get(0);
    ExecutableElement found = resolved.map(MethodResolution.Resolved::method).orElse(first);
    Receiver receiver = callees.receiver();
    boolean isFinal = callees.isSuper() || receiver.type() == null;
    ExecutableElement method =
        isFinal ? found : context.names().inheritance().selected(found, receiver.type());
    boolean fits =
        resolved.isPresent()
            && switch (resolved.get().phase()) {
              case STRICT, LOOSE -> takes(method, types);
              case VARIABLE_ARITY -> {
                VariableArguments variable = new VariableArguments(method);
                yield variable.takes(types) && takes(method, types.subList(0, variable.fixed()));
              }
            };
    if (!fits) {
      if (callees.methods().stream().noneMatch(each -> mayFit(each, arguments))) {
        throw Refusal.leftToJavac();
      }
      String called = NameResolution.qualifiedName(found) + " with these arguments";
      throw block.refuse(tree, Code.UNKNOWN_CALL, called, Alternative.OTHER_ARGUMENTS);
    }
    return new MethodResolution.Resolved(method, resolved.get().phase());
  }

  /** Whether a method may take a function as an argument whose type is none of a function. */
  private static boolean isOpen(ExecutableElement method) {
    return method.isVarArgs() || !method.getTypeParameters().isEmpty();
  }

  /** The functional interface that all methods take that a function may be passed to. */
  private DeclaredType function(
      List<? extends ExpressionTree> given, List<ExecutableElement> methods, int index) {
    FunctionalInterfaces interfaces = context.program().functions();
    ExpressionTree argument = given.get(index);
    Map<String, DeclaredType> types = new LinkedHashMap<>();
    for (ExecutableElement method : methods) {
      if (method.getParameters().size() == given.size()) {
        interfaces
            .of(method.getParameters().get(index).asType())
            .filter(each -> interfaces.mayBe(argument, each))
            .ifPresent(each -> types.put(each.toString(), each));
      }
    }
    if (types.size() > 1) {
      throw block.refuse(
          argument,
          Code.FUNCTION_UNKNOWN,
          "which of the methods " + methods.get(0).getSimpleName() + " takes this function",
          "assign it to a local variable first");
    }
    boolean isElsewhere = methods.stream().anyMatch(MethodCalls::isOpen);
    return types.values().stream()
        .findFirst()
        .orElseThrow(
            () ->
                isElsewhere
                    ? block.refuse(
                        argument,
                        Code.EXPRESSION,
                        "a function as an argument of this method",
                        "declare a parameter of the functional interface's type for it")
                    : Refusal.leftToJavac());
  }

  /** Whether Java may accept the arguments: with boxing, variable arity, or other types. */
  private static boolean mayFit(ExecutableElement method, List<Value> arguments) {
    if (method.isVarArgs()) {
      return true;
    }
    if (method.getParameters().size() != arguments.size()) {
      return false;
    }
    for (int i = 0; i < arguments.size(); i++) {
      ValueType type = PlainTypes.of(method.getParameters().get(i).asType());
      if (type != null && !Promotion.widens(arguments.get(i).type(), type)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the parameters are declared with types whose values are what they say. */
  private boolean takes(ExecutableElement method, List<ValueType> arguments) {
    TypeArguments variables = new TypeArguments();
    for (int i = 0; i < arguments.size(); i++) {
      TypeMirror declared = method.getParameters().get(i).asType();
      ValueType argument = arguments.get(i);
      if (TypeArguments.isVariable(declared)) {
        if (!variables.take(declared, argument)) {
          return false;
        }
        continue;
      }
      TypeElement record = PlainTypes.record(declared);
      boolean fits =
          argument instanceof TensorType
              ? PlainTypes.isTensor(declared)
              : argument instanceof RecordType actual
                  ? record != null && record.getQualifiedName().contentEquals(actual.name())
                      || isFunction(actual, declared)
                      || isModel(actual, declared)
                      || TensorArrays.is(actual)
                  : PlainTypes.of(declared) != null;
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private boolean isFunction(RecordType argument, TypeMirror declared) {
    return context.program().lambdas().of(argument).isPresent()
        && context.program().functions().of(declared).isPresent();
  }

  /** Whether a model, or an array or list of models, is passed as what it is. */
  private boolean isModel(RecordType argument, TypeMirror declared) {
    return new ModelValues(context.program().members()).isModel(argument)
        && (isModel(ModelTypes.heldClass(declared)) || isModel(ModelTypes.elementClass(declared)));
  }

  private boolean isModel(TypeElement type) {
    return type != null
        && (ModelTypes.isModel(type) || context.program().members().areDeclared(type));
  }

  /** The type that all methods with so many parameters take there; null where they differ. */
  private static ValueType wanted(List<ExecutableElement> methods, int index, int count) {
    Set<ValueType> types = new HashSet<>();
    for (ExecutableElement method : methods) {
      if (method.getParameters().size() == count) {
        types.add(PlainTypes.of(method.getParameters().get(index).asType()));
      }
    }
    return types.size() == 1 ? types.iterator().next() : null;
  }

  /** The arguments of a method of a nested model fit the shapes that it declares. */
  private void checkShapes(
      List<? extends ExpressionTree> given,
      ExecutableElement method,
      String prefix,
      List<Value> arguments) {
    List<ValueType> types = arguments.stream().map(Value::type).toList();
    CalledShapes shapes =
        new CalledShapes(method, context.program().members().declared(), prefix, types);
    for (int i = 0; i < arguments.size(); i++) {
      Optional<TensorType> expected = shapes.expected(i);
      if (expected.isEmpty()) {
        continue;
      }
      ValueType needed = context.program().sizes().known().resolve(expected.get());
      if (!needed.equals(types.get(i))) {
        ExpressionTree argument = given.get(i);
        block.requireEqual(argument, needed, types.get(i));
        throw block.refuse(
            argument,
            Code.SHAPE_ARGUMENT,
            method.getParameters().get(i).getSimpleName(),
            prefix + method.getSimpleName(),
            shapes.declared(i).orElseThrow(),
            needed,
            types.get(i),
            context
                .program()
                .sizes()
                .known()
                .reasons(((TensorType) needed).dims().toArray(new Dim[0])));
      }
    }
  }
}
