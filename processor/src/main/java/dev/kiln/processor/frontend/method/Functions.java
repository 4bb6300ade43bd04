package dev.kiln.processor.frontend.method;

import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.frontend.code.Calls;
import dev.kiln.processor.frontend.code.Constancy;
import dev.kiln.processor.frontend.code.Context;
import dev.kiln.processor.frontend.code.Program;
import dev.kiln.processor.frontend.code.ResultType;
import dev.kiln.processor.frontend.code.Unknowns;
import dev.kiln.processor.frontend.name.Receiver;
import dev.kiln.processor.frontend.rule.CustomGradients;
import dev.kiln.processor.frontend.rule.RuleLowering;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    Callee callee = callee(new MethodCall(tree, caller, method, receiver, arguments));
    List<Value> operands = new ArrayList<>(arguments);
    for (String path : callee.fields) {
      operands.add(caller.fields().read(path, program.members().field(path).type()));
    }
    List<Slot> slots = callee.isVoid ? List.of() : List.of(new Slot("", callee.resultType));
    List<Value> results = caller.block().call(tree, callee.name, slots, operands);
    return results.isEmpty() ? null : results.get(0);
  }

  private Callee callee(MethodCall call) {
    Callee known = callees.get(call.key());
    if (known == null) {
      Callee callee = new Callee(names.fresh(call.method().getSimpleName().toString()));
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
    Optional<MethodTrees.Source> source = program.sources().methodTrees().of(call.method());
    Optional<Linking.Linked> linked =
        linking.link(call, source.isPresent(), callee.name, names::fresh);
    if (linked.isEmpty()) {
      lower(call, callee, source.orElseThrow());
      return;
    }
    List<Function> functions = linked.get().functions();
    callee.function = functions.get(0);
    further.addAll(functions.subList(1, functions.size()));
    callee.isVoid = linked.get().isVoid();
    callee.resultType = callee.isVoid ? null : callee.function.resultTypes().get(0);
    callee.fields = new LinkedHashSet<>(linked.get().fields());
    callees.put(call.key(), callee);
  }

  private void lower(MethodCall call, Callee callee, MethodTrees.Source source) {
    ExecutableElement method = call.method();
    if (source.tree().getBody() == null) {
      throw Linking.unknown(call.tree(), call.caller(), method);
    }
    TypeKind result = method.getReturnType().getKind();
    if (result.isPrimitive() && PlainTypes.scalar(result) == null) {
      throw refuseType(call, method.getReturnType().toString(), method.getReturnType());
    }
    callee.isVoid = result == TypeKind.VOID;
    callee.resultType = PlainTypes.ofResult(method.getReturnType());
    callee.fields = lessons.known().ruleFields().getOrDefault(ruleKey(call), Set.of());
    MethodCall.Key key = call.key();
    callees.put(key, callee);
    try {
      lowerUntilFieldsAreKnown(call, callee, source);
    } finally {
      if (callee.function == null) {
        callees.remove(key); // else further calls of refused code would seem recursive
      }
    }
    if (!Unknowns.isUnknown(callee.resultType)) {
      requireExact(call);
    }
    if (CustomGradients.isAnnotated(method)) {
      customize(call, callee, source);
    }
  }

  /** A recursive method is called inside before all the fields that it reads are known. */
  private void lowerUntilFieldsAreKnown(MethodCall call, Callee callee, MethodTrees.Source source) {
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
      Made made = function(call, callee, source);
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
    ResultType result = new ResultType(MethodBody.isVoid(tree), callee.resultType);
    Context context =
        Context.ofFunction(program, call.receiver(), source.unit(), isConstant, result);
    List<Value> parameters = new ArrayList<>();
    List<ValueType> types = call.types();
    for (int i = 0; i < types.size(); i++) {
      String name = tree.getParameters().get(i).getName().toString();
      Value value = context.block().create(name, types.get(i));
      parameters.add(value);
      context.block().environment().declare(name, types.get(i), value);
      if (call.constants().arguments().get(i)) {
        new Constancy(context.block()).input(tree, name, value);
      }
    }
    MethodBody.makeConstants(context, call.method(), tree);
    Block block = bodies.lower(context, tree, parameters);
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
  private static void requireExact(MethodCall call) {
    TypeMirror result = call.method().getReturnType();
    boolean isExact =
        result.getKind() != TypeKind.TYPEVAR
            && (result.getKind() != TypeKind.DECLARED
                || PlainTypes.record(result) != null
                || PlainTypes.isTensor(result));
    if (!isExact) {
      throw refuseType(call, result.toString().replaceFirst("<.*", ""), result);
    }
  }

  /** Gives the function of a method the derivative that {@code @CustomGradient} says. */
  private void customize(MethodCall call, Callee callee, MethodTrees.Source source) {
    ExecutableElement method = call.method();
    Receiver receiver = call.receiver();
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
