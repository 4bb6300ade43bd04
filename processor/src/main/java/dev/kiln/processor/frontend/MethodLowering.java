package dev.kiln.processor.frontend;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import dev.kiln.graph.Block;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.DerivativeRule;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.diagnostic.Alternative;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.InstanceNames;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.NestedModel;
import dev.kiln.processor.model.library.LibraryGraphs;
import dev.kiln.processor.model.library.LibraryRecords;
import dev.kiln.processor.model.source.MethodTrees;
import dev.kiln.processor.model.source.SourceAccess;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.processor.model.type.RecordRules;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Lowers one compute method, with everything that it calls, to a graph. */
public final class MethodLowering {
  /** A method called with arguments of given types, on a given nested model. */
  private record Key(
      ExecutableElement method, String path, List<ValueType> arguments, Constants constants) {}

  /**
   * What of a called method's inputs is constant for differentiation because it is in the caller.
   *
   * @param arguments references that are only read, by position
   * @param fields whether the fields of the model are
   */
  private record Constants(List<Boolean> arguments, boolean fields) {
    boolean isAny() {
      return fields || arguments.contains(true);
    }
  }

  /** A called method: its function when done, and the fields that it takes as further arguments. */
  private static final class Callee {
    final String name;
    ValueType resultType;
    boolean isVoid;
    Set<String> fields = new LinkedHashSet<>();
    Function function;
    boolean recursive;

    Callee(String name) {
      this.name = name;
    }
  }

  private final ModelGraphs graphs;
  private final SourceAccess sources;
  private final NameResolution names;
  private final MethodResolution methods;
  private final LocalTypes types;
  private final ModelClass model;
  private final Set<String> functionNames = new HashSet<>();
  private final List<Function> furtherFunctions = new ArrayList<>();
  private final Map<Key, Callee> callees = new LinkedHashMap<>();
  private final Map<String, ModelField> fields = new HashMap<>();
  private final Map<String, NestedModel> nested = new HashMap<>();
  private final SizeEquations sizes;
  private final Positions positions;
  private final Problems problems = new Problems();

  /** The fields that methods with rules of their own take because the rules read them. */
  private final Map<String, Set<String>> ruleFields;

  /** Divisions of integers whose quotients become floating-point numbers. */
  private final Map<Tree, Diagnostic> divisions = new LinkedHashMap<>();

  private final Set<InlinedGraph> inlined = new LinkedHashSet<>();

  private int labels;

  private MethodLowering(
      ModelGraphs graphs,
      ModelClass model,
      SizeEquations sizes,
      Map<String, Set<String>> ruleFields) {
    this.ruleFields = ruleFields;
    this.graphs = graphs;
    this.sources = graphs.sources();
    this.sizes = sizes;
    this.positions = new Positions(sources.trees());
    this.names = new NameResolution(sources);
    this.methods = new MethodResolution(sources);
    this.types = new LocalTypes(names);
    this.model = model;
    for (ModelField field : model.fields()) {
      fields.put(field.path(), field.withType(sizes.resolve(field.type())));
    }
    for (NestedModel each : model.nested()) {
      nested.put(each.path(), each);
    }
  }

  /**
   * The graph of a compute method, as docs/architecture.md describes it, or what is outside the
   * compiled language.
   */
  public static Lowering lower(ModelGraphs graphs, ModelClass model, ComputeMethod method) {
    SizeEquations sizes = new SizeEquations();
    Map<String, Set<String>> ruleFields = new HashMap<>();
    while (true) {
      try {
        return new MethodLowering(graphs, model, sizes, ruleFields).result(method);
      } catch (SizeEquations.Learned more) {
        // once more, with the types or fields that follow
      }
    }
  }

  private Lowering result(ComputeMethod method) {
    Optional<Graph> graph = inherited(method);
    Set<String> read = Set.of();
    if (graph.isEmpty()) {
      Receiver receiver = new Receiver(model.element(), method.declaringClass(), "");
      Body body = new Body(this, receiver, method.unit());
      try {
        graph = Optional.of(lower(method, body, receiver));
      } catch (Refusal refusal) {
        body.recovery.note(refusal);
      } catch (ClassCastException | IllegalArgumentException | NullPointerException e) {
        if (problems.isEmpty()) {
          throw e;
        } // else what could not be read has been said
      }
      read = body.fields.keySet();
    }
    return new Lowering(
        problems.isEmpty() ? graph : Optional.empty(),
        graph,
        problems.refused(),
        List.copyOf(inlined),
        List.copyOf(divisions.values()),
        read);
  }

  private Graph lower(ComputeMethod method, Body body, Receiver receiver) {
    List<Value> parameters = new ArrayList<>();
    for (ComputeMethod.ComputeParameter each : method.parameters()) {
      Value value = body.block.values().create(each.name(), each.type());
      parameters.add(value);
      body.environment.declare(each.name(), each.type(), value);
    }
    body.resultType = PlainTypes.of(method.element().getReturnType());
    boolean delegated = method.source().isEmpty() || CustomGradients.isAnnotated(method.element());
    if (!delegated) {
      makeConstants(body, method.element(), method.source().get());
    }
    Block block =
        !delegated
            ? finish(body, method.source().get(), parameters)
            : delegate(body, method, receiver, parameters);
    List<Graph.Input> inputs = new ArrayList<>();
    method.parameters().forEach(p -> inputs.add(new Graph.Input(p.name(), Graph.Kind.ARGUMENT)));
    for (ModelField field : model.fields()) {
      if (body.fields.containsKey(field.path())) {
        parameters.add(body.fields.get(field.path()));
        inputs.add(new Graph.Input(method.inputName(field), field.kind()));
      }
    }
    boolean isVoid = method.element().getReturnType().getKind() == TypeKind.VOID;
    if (!isVoid && body.resultType == null) {
      throw Refusal.reported();
    }
    checkDeclared(method, body);
    checkBound(method, body, parameters);
    List<ValueType> results = isVoid ? List.of() : List.of(body.resultType);
    Function entry =
        new Function(
            method.name(), new Block(parameters, block.operations(), block.terminator()), results);
    List<Function> functions = new ArrayList<>();
    callees.values().forEach(callee -> functions.add(callee.function));
    functions.addAll(furtherFunctions);
    return new Graph(
        method.name(), inputs, isVoid ? List.of() : List.of("result"), entry, functions);
  }

  /**
   * The graph of a method that is inherited from another model: it is the same here, where no name
   * means anything else. What is wrong with it is said where its function is made.
   */
  private Optional<Graph> inherited(ComputeMethod method) {
    try {
      Optional<ModelGraphs.Found> found =
          graphs.find(model.element(), model.element(), method.element());
      if (found.isPresent() && callee(found.get(), "").hasItsFields()) {
        note(found.get());
        return Optional.of(found.get().graph());
      }
    } catch (LibraryGraphs.UnreadableException e) {
      // said where its function is made
    }
    return Optional.empty();
  }

  /** Makes constants of what {@code @NoGradient} is on. */
  private static void makeConstants(Body body, ExecutableElement method, MethodTree source) {
    boolean all = Constancy.isAnnotated(method);
    if (all) {
      body.constancy.coverEverything();
    }
    for (int i = 0; i < method.getParameters().size(); i++) {
      if (all || Constancy.isAnnotated(method.getParameters().get(i))) {
        String name = source.getParameters().get(i).getName().toString();
        Environment.Local local = body.environment.get(name);
        Value value =
            body.constancy.input(source.getParameters().get(i), "'" + name + "'", local.value());
        boolean stays = Constancy.isAnnotated(method.getParameters().get(i));
        body.environment.declare(name, local.type(), value, stays);
      }
    }
  }

  private void checkDeclared(ComputeMethod method, Body body) {
    if (method.declaredResult().isPresent()
        && method.declaredResult().get() instanceof TensorType declared
        && !declared.equals(body.resultType)) {
      requireEqual(body.unit, method.place(), declared, body.resultType);
      throw body.refuse(
          method.place(), Code.SHAPE_DECLARED, "the result", declared, body.resultType);
    }
  }

  /** At run time, a named size is that of a dimension which is the name and nothing else. */
  private static void checkBound(ComputeMethod method, Body body, List<Value> parameters) {
    Set<String> bound = new HashSet<>();
    parameters.forEach(each -> dims(each.type()).forEach(dim -> dim.name().ifPresent(bound::add)));
    for (Value parameter : parameters) {
      for (Dim dim : dims(parameter.type())) {
        for (String name : dim.names()) {
          if (!bound.contains(name)) {
            throw body.refuse(
                method.place(), Code.SHAPE_UNBOUND, name, parameter.name(), parameter.type());
          }
        }
      }
    }
  }

  private static List<Dim> dims(ValueType type) {
    if (type instanceof RecordType record) {
      return record.components().stream().flatMap(each -> dims(each.type()).stream()).toList();
    }
    return type instanceof TensorType tensor ? tensor.dims() : List.of();
  }

  /**
   * The body of a method whose source is not at hand, or which has a derivative rule of its own: a
   * call of a function.
   */
  private Block delegate(
      Body body, ComputeMethod method, Receiver receiver, List<Value> parameters) {
    Value result = call(method.place(), body, method.element(), receiver, parameters);
    if (result != null) {
      body.resultType = result.type();
    }
    List<Value> results = result == null ? List.of() : List.of(result);
    Block block = body.block.build(new Terminator.Return(results));
    return new Block(parameters, block.operations(), block.terminator());
  }

  private Block finish(Body body, MethodTree tree, List<Value> parameters) {
    if (tree == null || tree.getBody() == null) {
      throw Refusal.leftToJavac();
    }
    body.isVoid = isVoid(tree);
    body.checkpoints.enter(tree);
    Terminator end = body.statements.lowerAll(tree.getBody().getStatements());
    body.checkpoints.leave(tree);
    if (end == null) {
      if (!body.isVoid) {
        throw problems.isEmpty() ? Refusal.leftToJavac() : Refusal.reported(); // no return
      }
      end = new Terminator.Return(List.of());
    }
    Block block = body.block.build(end);
    return new Block(parameters, block.operations(), block.terminator());
  }

  private static boolean isVoid(MethodTree tree) {
    return tree.getReturnType() instanceof PrimitiveTypeTree type
        && type.getPrimitiveTypeKind() == TypeKind.VOID;
  }

  /** Calls a method whose source is at hand; null for a void method. */
  Value call(
      Tree tree, Body caller, ExecutableElement method, Receiver receiver, List<Value> arguments) {
    Constants constants =
        new Constants(
            arguments.stream().map(caller.constancy::isMarked).toList(),
            caller.constancy.coversEverything());
    List<ValueType> types = arguments.stream().map(Value::type).toList();
    Key key = new Key(method, receiver.path(), types, constants);
    Callee callee = callees.get(key);
    if (callee == null) {
      callee = new Callee(uniqueName(method.getSimpleName().toString()));
      lowerCallee(tree, caller, key, callee, receiver);
    } else if (callee.function == null) {
      markRecursive(tree, caller, method, callee);
    }
    List<Value> operands = new ArrayList<>(arguments);
    for (String path : callee.fields) {
      ModelField field = fields.get(path);
      operands.add(
          caller.fields.computeIfAbsent(
              path,
              key2 ->
                  caller
                      .block
                      .values()
                      .create(path.substring(path.lastIndexOf('.') + 1), field.type())));
    }
    caller.at(tree);
    List<Slot> slots = callee.isVoid ? List.of() : List.of(new Slot("", callee.resultType));
    List<Value> results = caller.block.call(callee.name, slots, operands);
    return results.isEmpty() ? null : results.get(0);
  }

  private void markRecursive(Tree tree, Body caller, ExecutableElement method, Callee callee) {
    callee.recursive = true;
    if (!callee.isVoid && callee.resultType == null) {
      throw caller.refuse(
          tree, Code.RECURSION_TYPE, method.getSimpleName(), method.getReturnType());
    }
  }

  private void lowerCallee(Tree tree, Body caller, Key key, Callee callee, Receiver receiver) {
    Optional<MethodTrees.Source> source = sources.methodTrees().of(key.method());
    if (link(tree, caller, key, callee, receiver, source.isPresent())) {
      callees.put(key, callee);
    } else {
      lowerSource(tree, caller, key, callee, receiver, source.orElseThrow());
    }
  }

  private void lowerSource(
      Tree tree, Body caller, Key key, Callee callee, Receiver receiver, MethodTrees.Source found) {
    ExecutableElement method = key.method();
    MethodTree source = found.tree();
    if (source.getBody() == null) {
      throw unknown(tree, caller, method);
    }
    TypeKind result = method.getReturnType().getKind();
    if (result.isPrimitive() && PlainTypes.scalar(result) == null) {
      String type = method.getReturnType().toString();
      throw caller.refuse(tree, Code.LOCAL_TYPE, Alternative.ofType(type), "the type " + type);
    }
    callee.isVoid = result == TypeKind.VOID;
    callee.resultType = PlainTypes.ofResult(method.getReturnType());
    callee.fields.addAll(ruleFields.getOrDefault(ruleKey(method, receiver), Set.of()));
    callees.put(key, callee);
    Set<Key> finished = new HashSet<>(callees.keySet());
    Set<String> finishedNames = new HashSet<>(functionNames);
    int finishedFunctions = furtherFunctions.size();
    try {
      do {
        // what was called inside may call this, as it was
        callees.keySet().retainAll(finished);
        functionNames.retainAll(finishedNames);
        furtherFunctions.subList(finishedFunctions, furtherFunctions.size()).clear();
        lowerOnce(key, callee, receiver, found);
      } while (callee.function == null);
    } finally {
      if (callee.function == null) {
        callees.remove(key); // else further calls of refused code would seem recursive
      }
    }
    if (!Recovery.isUnknown(callee.resultType)) {
      requireExact(tree, caller, method.getReturnType());
    }
    if (CustomGradients.isAnnotated(method)) {
      customize(key, callee, receiver, source, found.unit());
    }
  }

  /** Makes the function; leaves none where calls inside lack fields that were found since. */
  private void lowerOnce(Key key, Callee callee, Receiver receiver, MethodTrees.Source found) {
    Set<String> known = new LinkedHashSet<>(callee.fields);
    MethodTree source = found.tree();
    Body body = new Body(this, receiver, found.unit());
    List<Value> parameters = new ArrayList<>();
    for (int i = 0; i < key.arguments().size(); i++) {
      String name = source.getParameters().get(i).getName().toString();
      Value value = body.block.values().create(name, key.arguments().get(i));
      parameters.add(value);
      body.environment.declare(name, key.arguments().get(i), value);
      if (key.constants().arguments().get(i)) {
        body.constancy.input(source, name, value);
      }
    }
    if (key.constants().fields()) {
      body.constancy.coverEverything();
    }
    makeConstants(body, key.method(), source);
    body.resultType = callee.resultType;
    Block block = finish(body, source, parameters);
    callee.fields.addAll(body.fields.keySet());
    callee.fields.forEach(field -> parameters.add(fieldValue(body, field)));
    boolean isUnknown = !callee.isVoid && body.resultType == null;
    callee.resultType = isUnknown ? Recovery.UNKNOWN : body.resultType;
    List<ValueType> results = callee.isVoid ? List.of() : List.of(callee.resultType);
    callee.function =
        new Function(
            callee.name, new Block(parameters, block.operations(), block.terminator()), results);
    if (callee.recursive && !known.equals(callee.fields)) {
      callee.function = null;
    }
  }

  /**
   * Refuses a method whose result has a type of which the value may have a subtype: overloads are
   * told apart by the types of values.
   */
  private static void requireExact(Tree tree, Body caller, TypeMirror result) {
    boolean isExact =
        result.getKind() != TypeKind.TYPEVAR
            && (result.getKind() != TypeKind.DECLARED
                || PlainTypes.record(result) != null
                || PlainTypes.isTensor(result));
    if (!isExact) {
      String name = result.toString().replaceFirst("<.*", "");
      throw caller.refuse(tree, Code.LOCAL_TYPE, Alternative.ofType(name), "the type " + result);
    }
  }

  /** Gives the function of a method the derivative that {@code @CustomGradient} says. */
  private void customize(
      Key key, Callee callee, Receiver receiver, MethodTree source, CompilationUnitTree unit) {
    ExecutableElement method = key.method();
    TypeElement owner = receiver.isStatic() ? receiver.declaring() : receiver.model();
    RuleLowering rules =
        new RuleLowering(
            this,
            new CustomGradients(sources.trees(), names, method, source, owner, unit),
            receiver,
            unit,
            source,
            method,
            key.arguments(),
            callee.resultType,
            key.constants().arguments());
    if (!callee.fields.containsAll(rules.fields())) {
      Set<String> all = new LinkedHashSet<>(callee.fields);
      all.addAll(rules.fields());
      ruleFields.put(ruleKey(method, receiver), all);
      throw new SizeEquations.Learned();
    }
    DerivativeRule.Role ofFields =
        key.constants().fields() ? DerivativeRule.Role.CONSTANT : DerivativeRule.Role.OTHER;
    callee.function =
        callee.function.withRule(
            Optional.of(rules.finish(callee.fields, ofFields, furtherFunctions)));
  }

  private static String ruleKey(ExecutableElement method, Receiver receiver) {
    return receiver.path() + method.getEnclosingElement() + "." + method;
  }

  /** The parameter of a function that stands for a field of the model. */
  Value fieldValue(Body body, String path) {
    return body.fields.computeIfAbsent(
        path, key -> body.block.values().create(path, fields.get(path).type()));
  }

  /**
   * Puts the graph of another model's method in the place of its function.
   *
   * @param hasSource whether there is another way; otherwise, what keeps it from working is refused
   * @return whether that worked
   */
  private boolean link(
      Tree tree, Body caller, Key key, Callee callee, Receiver receiver, boolean hasSource) {
    ExecutableElement method = key.method();
    if (key.constants().isAny()) {
      if (hasSource) {
        return false;
      }
      throw caller.refuse(tree, Code.NO_GRADIENT_LIBRARY, CallLowering.qualifiedName(method));
    }
    Optional<ModelGraphs.Found> found = graph(tree, caller, method, receiver);
    Optional<LibraryCallee> fitting =
        found.map(each -> callee(each, receiver.path())).filter(each -> each.hasItsFields());
    if (fitting.isEmpty()) {
      if (hasSource) {
        return false;
      }
      throw unknown(tree, caller, method);
    }
    LibraryCallee library = fitting.get();
    int wrong = library.fit(key.arguments(), place(caller.unit, tree));
    if (wrong >= 0) {
      if (hasSource) {
        return false;
      }
      throw caller.refuse(
          tree,
          Code.SHAPE_ARGUMENT,
          library.argumentName(wrong),
          receiver.path() + method.getSimpleName(),
          library.declared(wrong),
          library.expected(wrong),
          key.arguments().get(wrong),
          "");
    }
    List<Function> functions = library.functions(callee.name, this::uniqueName);
    callee.function = functions.get(0);
    furtherFunctions.addAll(functions.subList(1, functions.size()));
    callee.isVoid = library.isVoid();
    callee.resultType = callee.isVoid ? null : callee.function.resultTypes().get(0);
    callee.fields.addAll(library.fieldPaths());
    note(found.get());
    return true;
  }

  private LibraryCallee callee(ModelGraphs.Found found, String path) {
    return new LibraryCallee(
        found.graph(), path, fields, InstanceNames.of(model.fields(), path), sizes);
  }

  private Optional<ModelGraphs.Found> graph(
      Tree tree, Body caller, ExecutableElement method, Receiver receiver) {
    if (receiver.isStatic()) {
      return Optional.empty();
    }
    try {
      return graphs.find(model.element(), receiver.model(), method);
    } catch (LibraryGraphs.UnreadableException e) {
      throw caller.refuse(
          tree, Code.LIBRARY_GRAPH, CallLowering.qualifiedName(method), e.getMessage());
    }
  }

  private void note(ModelGraphs.Found found) {
    inlined.add(found.origin());
    found.divisions().forEach(each -> divisions.put(each.tree(), each));
  }

  private static Refusal unknown(Tree tree, Body caller, ExecutableElement method) {
    return caller.refuse(tree, Code.UNKNOWN_CALL, CallLowering.qualifiedName(method));
  }

  /** A name that no other function of the graph has. */
  String uniqueName(String name) {
    String unique = name;
    for (int number = 2; !functionNames.add(unique); number++) {
      unique = name + "_" + number;
    }
    return unique;
  }

  NameResolution names() {
    return names;
  }

  MethodResolution methods() {
    return methods;
  }

  Problems problems() {
    return problems;
  }

  LocalTypes types() {
    return types;
  }

  /** The field at a path of the model, or null. */
  ModelField field(String path) {
    return fields.get(path);
  }

  /** The nested model at a path of the model, or null. */
  NestedModel nested(String path) {
    return nested.get(path);
  }

  /** The fields of the model with those of nested models. */
  List<ModelField> fields() {
    return model.fields();
  }

  SizeEquations sizes() {
    return sizes;
  }

  /** Learns the sizes of nested models from two types that must be equal. */
  void requireEqual(CompilationUnitTree unit, Tree tree, ValueType left, ValueType right) {
    sizes.require(left, right, place(unit, tree));
  }

  /** Notes that the quotient of a division of integers becomes a floating-point number. */
  void widensQuotient(CompilationUnitTree unit, Tree division) {
    divisions.put(division, Diagnostic.on(division, unit, Code.INTEGER_DIVISION));
  }

  /** How messages name a place. */
  String place(CompilationUnitTree unit, Tree tree) {
    SourcePosition position = position(unit, tree);
    return position.file() + ":" + position.line();
  }

  /** What a record has that makes its construction more than storing components. */
  Optional<String> checkRecord(TypeElement record) {
    return RecordRules.customCode(record, sources.trees());
  }

  /** Whether the source of a class is in this compilation. */
  boolean hasSource(TypeElement type) {
    return sources.hasSource(type);
  }

  /** Whether it is known what the constructor of a record does. */
  boolean isKnown(TypeElement record) {
    return sources.hasSource(record)
        || new LibraryRecords(sources.elements(), model.nested()).isPlain(record);
  }

  /** Refuses a record whose constructor may do more than store the components. */
  void requirePlain(TypeElement record, Tree tree, Body body) {
    if (!isKnown(record)) {
      throw body.refuse(tree, Code.RECORD_UNSEEN, record.getSimpleName());
    }
    checkRecord(record)
        .ifPresent(
            custom -> {
              throw body.refuse(tree, Code.RECORD_CUSTOM, record.getSimpleName(), custom);
            });
  }

  /** A label that no other construct of the graph has. */
  String freshLabel(String base) {
    return base + "_" + ++labels;
  }

  SourcePosition position(CompilationUnitTree unit, Tree tree) {
    return positions.of(unit, tree);
  }
}
