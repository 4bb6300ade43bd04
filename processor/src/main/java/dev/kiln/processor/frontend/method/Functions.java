package dev.kiln.processor.frontend.method;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.block.TensorArrays;
import dev.kiln.processor.frontend.block.Unknowns;
import dev.kiln.processor.frontend.code.Boxes;
import dev.kiln.processor.frontend.code.CalledDerivative;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Conversions;
import dev.kiln.processor.frontend.code.Lambda;
import dev.kiln.processor.frontend.code.ModelValues;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.expression.ShapeAssertions;
import dev.kiln.processor.frontend.link.LinkedDerivative;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.rule.CustomGradients;
import dev.kiln.processor.frontend.rule.RuleLowering;
import dev.kiln.processor.frontend.type.FunctionalInterfaces;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.type.Enums;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** The functions of a graph that its entry calls: one for each method and types of arguments. */
public final class Functions implements Calls {
  private final Program program;
  private final Linking linking;
  private final Lessons lessons;
  private final MethodBody bodies = new MethodBody(this);
  private final FunctionNames names = new FunctionNames();
  private final Map<MethodCall.Key, Callee> callees = new LinkedHashMap<>();
  private final List<Function> further = new ArrayList<>();

  /**
   * No functions yet.
   *
   * @param linking finds the graphs of other models
   * @param lessons takes what the functions teach
   */
  public Functions(Program program, Linking linking, Lessons lessons) {
    this.program = program;
    this.linking = linking;
    this.lessons = lessons;
  }

  /** The functions that were made. */
  public List<Function> all() {
    List<Function> all = new ArrayList<>();
    callees.values().forEach(callee -> all.add(callee.function));
    all.addAll(further);
    return all;
  }

  @Override
  public Value call(
      Tree tree,
      Context caller,
      ExecutableElement method,
      Receiver receiver,
      List<Value> arguments) {
    return call(
        new MethodCall(tree, caller, method, receiver, Optional.empty(), arguments),
        method.getKind() == ElementKind.CONSTRUCTOR
            ? "new" + method.getEnclosingElement().getSimpleName()
            : method.getSimpleName().toString());
  }

  @Override
  public Value call(
      Tree tree, Context caller, Lambda lambda, String called, List<Value> arguments) {
    Optional<Lambda> code = Optional.of(lambda);
    return call(
        new MethodCall(tree, caller, lambda.method(), lambda.receiver(), code, arguments), called);
  }

  @Override
  public CalledDerivative derivative(
      Tree tree, Context caller, DerivativeName name, Receiver receiver) {
    LinkedDerivative found = linking.derivative(tree, caller, name, receiver);
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < found.graph().inputs().size(); i++) {
      if (found.graph().inputs().get(i).kind() == Graph.Kind.ARGUMENT) {
        types.add(found.graph().inputType(i));
      }
    }
    return new CalledDerivative() {
      @Override
      public List<ValueType> parameters() {
        return List.copyOf(types);
      }

      @Override
      public Value call(List<Value> arguments) {
        MethodCall call =
            new MethodCall(tree, caller, name.method(), receiver, Optional.empty(), arguments);
        return Functions.call(call, derivative(call, found, name.text()));
      }
    };
  }

  private Callee derivative(MethodCall call, LinkedDerivative found, String name) {
    return callees.computeIfAbsent(
        call.key(name),
        key -> {
          Callee callee = new Callee(names.fresh(name));
          link(callee, linking.link(call, found, callee.name, names::fresh));
          return callee;
        });
  }

  private Value call(MethodCall call, String name) {
    return call(call, callee(call, name));
  }

  private static Value call(MethodCall call, Callee callee) {
    Context caller = call.caller();
    List<Value> operands = new ArrayList<>(call.arguments());
    for (String path : callee.fields) {
      operands.add(caller.fields().read(path, caller.program().members().field(path).type()));
    }
    List<Slot> slots = callee.isVoid ? List.of() : List.of(new Slot("", callee.resultType));
    List<Value> results = caller.block().call(call.tree(), callee.name, slots, operands);
    if (results.isEmpty()) {
      return null;
    }
    Value result = results.get(0);
    boolean isDecoded =
        result.type().equals(ScalarType.INT32)
            && PlainTypes.of(call.method().getReturnType()) instanceof CodedType;
    return isDecoded // in the graph of another model
        ? new Conversions(caller.block())
            .coded(call.tree(), result, (CodedType) PlainTypes.of(call.method().getReturnType()))
        : result;
  }

  private Callee callee(MethodCall call, String name) {
    Callee known = callees.get(call.key());
    if (known == null) {
      Callee callee = new Callee(names.fresh(name));
      make(call, callee);
      return callee;
    }
    if (known.function == null) {
      known.recursive = true;
      if (!known.isVoid && known.resultType == null) {
        TypeMirror result = call.method().getReturnType();
        throw refuse(call, Code.RECURSION_TYPE, call.method().getSimpleName(), result);
      }
    }
    return known;
  }

  private static Refusal refuse(MethodCall call, Code code, Object... particulars) {
    return call.caller().block().refuse(call.tree(), code, particulars);
  }

  private static Refusal refuseType(MethodCall call, String name, Object type) {
    return call.caller()
        .block()
        .refuse(call.tree(), Code.LOCAL_TYPE, Alternative.ofType(name), "the type " + type);
  }

  private void make(MethodCall call, Callee callee) {
    if (call.lambda().isPresent()) {
      lower(call, callee, call.lambda().get());
      return;
    }
    Optional<MethodTrees.Source> source = call.source();
    Optional<Linking.Linked> linked =
        linking.link(call, source.isPresent(), callee.name, names::fresh);
    if (linked.isEmpty()) {
      lower(call, callee, source.orElseThrow());
      return;
    }
    link(callee, linked.get());
    callees.put(call.key(), callee);
  }

  private void link(Callee callee, Linking.Linked linked) {
    List<Function> functions = linked.functions();
    callee.function = functions.get(0);
    further.addAll(functions.subList(1, functions.size()));
    callee.isVoid = linked.isVoid();
    callee.resultType = callee.isVoid ? null : callee.function.resultTypes().get(0);
    callee.fields = new LinkedHashSet<>(linked.fields());
  }

  private void lower(MethodCall call, Callee callee, MethodTrees.Source source) {
    ExecutableElement method = call.method();
    if (source.tree().getBody() == null) {
      throw Linking.unknown(call.tree(), call.caller(), method);
    }
    TypeKind result = method.getReturnType().getKind();
    callee.isVoid = result == TypeKind.VOID && !call.isConstruction();
    callee.resultType = PlainTypes.ofResult(call.result());
    callee.fields = lessons.known().ruleFields().getOrDefault(ruleKey(call), Set.of());
    lower(call, callee, () -> function(call, callee, source));
    if (!Unknowns.isUnknown(callee.resultType) && !call.isConstruction()) {
      requireExact(call, callee);
    }
    if (CustomGradients.isAnnotated(method)) {
      customize(call, callee, source);
    }
  }

  private void lower(MethodCall call, Callee callee, Lambda lambda) {
    FunctionalInterfaces interfaces = program.functions();
    TypeMirror result = interfaces.descriptor(lambda.target()).getReturnType();
    callee.isVoid = result.getKind() == TypeKind.VOID;
    callee.resultType = callee.isVoid ? null : interfaces.valueType(result);
    lower(call, callee, () -> function(call, callee, lambda));
  }

  private void lower(MethodCall call, Callee callee, Supplier<Made> code) {
    MethodCall.Key key = call.key();
    callees.put(key, callee);
    try {
      lowerUntilFieldsAreKnown(callee, code);
    } finally {
      if (callee.function == null) {
        callees.remove(key); // else further calls of refused code would seem recursive
      }
    }
  }

  /** A recursive method is called inside before all the fields that it reads are known. */
  private void lowerUntilFieldsAreKnown(Callee callee, Supplier<Made> code) {
    Set<MethodCall.Key> finished = new HashSet<>(callees.keySet());
    Set<String> finishedNames = names.taken();
    int finishedFurther = further.size();
    Set<String> known;
    do {
      // what was called inside may call this, as it was
      callees.keySet().retainAll(finished);
      names.keep(finishedNames);
      further.subList(finishedFurther, further.size()).clear();
      known = callee.fields;
      callee.function = null;
      Made made = code.get();
      callee.fields = made.fields();
      callee.resultType = made.resultType();
      callee.function = made.function();
    } while (callee.recursive && !known.equals(callee.fields));
  }

  /** A function, with the paths of the fields that it takes as further arguments. */
  private record Made(Function function, ValueType resultType, Set<String> fields) {}

  private Made function(MethodCall call, Callee callee, MethodTrees.Source source) {
    MethodTree tree = source.tree();
    boolean isConstant = call.constants().fields() || Constancy.isAnnotated(call.method());
    ResultType result =
        new ResultType(
            MethodBody.isVoid(tree),
            callee.resultType,
            program.functions().of(call.method().getReturnType()));
    Context context =
        Context.ofFunction(program, call.receiver(), source.unit(), isConstant, result);
    List<Value> parameters = new ArrayList<>();
    List<ValueType> types = call.types();
    for (int i = 0; i < types.size(); i++) {
      String name = call.parameter(i, tree);
      Value value = context.block().create(call.isSelf(i) ? "self" : name, types.get(i));
      parameters.add(value);
      context.block().environment().declare(name, types.get(i), value);
      if (isBoxed(call, i, value)) {
        context.block().environment().box(name);
      }
      if (call.constants().arguments().get(i)) {
        new Constancy(context.block()).input(tree, name, value);
      }
    }
    MethodBody.makeConstants(context, call.method(), tree);
    int own = call.isSelf(0) ? 1 : 0;
    new ShapeAssertions(context).begin(call.method(), types.subList(own, types.size()));
    Block block =
        call.isConstruction()
            ? new ConstructorBody(context, this).lower(tree, parameters)
            : bodies.lower(context, tree, parameters);
    return made(callee, context, block, parameters);
  }

  private static boolean isBoxed(MethodCall call, int argument, Value value) {
    int index = call.isSelf(0) ? argument - 1 : argument;
    return index >= 0
        && Boxes.isScalar(value)
        && !call.method().getParameters().get(index).asType().getKind().isPrimitive();
  }

  private Made function(MethodCall call, Callee callee, Lambda lambda) {
    ResultType result =
        new ResultType(
            callee.isVoid,
            callee.resultType,
            program
                .functions()
                .of(program.functions().descriptor(lambda.target()).getReturnType()));
    Context context =
        Context.ofFunction(
            program, lambda.receiver(), lambda.unit(), call.constants().fields(), result);
    LambdaBody body = new LambdaBody(lambda, call.types(), call.constants().arguments());
    List<Value> parameters = body.declare(context);
    List<? extends TypeMirror> declared =
        program.functions().descriptor(lambda.target()).getParameterTypes();
    for (int i = 0; i < declared.size(); i++) {
      if (Boxes.isScalar(parameters.get(i + 1)) && !declared.get(i).getKind().isPrimitive()) {
        context.block().environment().box(lambda.parameters().get(i));
      }
    }
    new ShapeAssertions(context).begin(call.types());
    Block block = body.lower(context, this);
    return made(callee, context, MethodBody.withParameters(block, parameters), parameters);
  }

  /** The function of code that is lowered, with further parameters for the fields that it reads. */
  private Made made(Callee callee, Context context, Block block, List<Value> parameters) {
    ResultType result = context.result();
    Set<String> fields = new LinkedHashSet<>(callee.fields);
    fields.addAll(context.fields().paths());
    for (String path : fields) {
      ValueType type = program.members().field(path).type();
      parameters.add(context.fields().named(path, path, type));
    }
    boolean isUnknown = !callee.isVoid && result.get() == null;
    ValueType resultType = isUnknown ? Unknowns.UNKNOWN : result.get();
    List<ValueType> results = callee.isVoid ? List.of() : List.of(resultType);
    Function made =
        new Function(callee.name, MethodBody.withParameters(block, parameters), results);
    return new Made(made, resultType, fields);
  }

  /**
   * Refuses a method whose result has a type of which the value may have a subtype: overloads are
   * told apart by the types of values.
   */
  private void requireExact(MethodCall call, Callee callee) {
    TypeMirror result = call.method().getReturnType();
    boolean isExact =
        result.getKind() == TypeKind.TYPEVAR
            || (result.getKind() != TypeKind.DECLARED
                || PlainTypes.record(result) != null
                || PlainTypes.isTensor(result)
                || Enums.of(result).isPresent()
                || program.lambdas().of(callee.resultType).isPresent()
                || new ModelValues(program.members()).isModel(callee.resultType)
                || TensorArrays.is(callee.resultType));
    if (!isExact) {
      throw refuseType(call, result.toString().replaceFirst("<.*", ""), result);
    }
  }

  /** Gives the function of a method the derivative that {@code @CustomGradient} says. */
  private void customize(MethodCall call, Callee callee, MethodTrees.Source source) {
    ExecutableElement method = call.method();
    Receiver receiver = call.receiver();
    if (receiver.isRecord()) {
      throw refuse(
          call, Code.CUSTOM_GRADIENT_UNFIT, method.getSimpleName(), "is on a method of a record");
    }
    TypeElement owner = receiver.isStatic() ? receiver.declaring() : receiver.model();
    RuleLowering rules =
        new RuleLowering(
            program,
            this,
            new CustomGradients(program.sources().trees(), program.names(), method, source, owner),
            new RuleLowering.Primal(
                method,
                receiver,
                source.tree(),
                source.unit(),
                call.types(),
                call.constants().arguments(),
                callee.resultType));
    if (!callee.fields.containsAll(rules.fields())) {
      Set<String> all = new LinkedHashSet<>(callee.fields);
      all.addAll(rules.fields());
      lessons.learn(ruleKey(call), all);
      throw Refusal.reported(); // it is made with these parameters when it is lowered again
    }
    DerivativeRule.Role ofFields =
        call.constants().fields() ? DerivativeRule.Role.CONSTANT : DerivativeRule.Role.OTHER;
    RuleLowering.Finished finished = rules.finish(callee.fields, ofFields, names::fresh);
    further.addAll(finished.functions());
    callee.function = callee.function.withRule(Optional.of(finished.rule()));
  }

  private static String ruleKey(MethodCall call) {
    ExecutableElement method = call.method();
    return call.receiver().path() + method.getEnclosingElement() + "." + method;
  }
}
