package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.analysis.StoredElements;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.entry.FunctionSizes;
import dev.kiln.processor.emit.entry.ParameterLimit;
import dev.kiln.processor.emit.entry.RecordLayouts;
import dev.kiln.processor.emit.entry.Signatures;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.expression.Templates;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.function.FunctionEmitter;
import dev.kiln.processor.emit.function.ValueEmitter;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.statement.SourcePlaces;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.JavadocText;
import dev.kiln.processor.emit.text.SourceLines;
import dev.kiln.processor.emit.workspace.SharedFunctions;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.spi.RuntimeVersion;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/**
 * Emits {@code CompiledFoo}.
 *
 * <pre>
 * public final class CompiledFoo extends Foo {
 *   public CompiledFoo(RandomGenerator random) { super(random); }
 *   public Tensor loss(Tensor x) { ... }
 *   public LossGradient lossGradient(Tensor x) { ... }
 *   public record LossGradient(Tensor value, Tensor x, Tensor w1) {}
 * }
 * </pre>
 */
public final class CompiledClassEmitter {
  private static final ClassName WORKSPACE = ClassName.get("dev.kiln.spi", "Workspace");
  private static final ClassName POOL = WORKSPACE.nestedClass("Pool");

  /** The variable that has several results of a function, kept for the next call. */
  private static final String KEPT_RESULTS = "results";

  /** The field that keeps the scratch memory of derivatives between calls. */
  private static final String WORKSPACES = "WORKSPACES";

  /** The field whose initialiser checks the runtime, the first of all. */
  private static final String RUNTIME = "RUNTIME";

  private static final ClassName COMPILED_MODEL = ClassName.get("dev.kiln.spi", "CompiledModel");

  private final ModelClass model;
  private final GeneratedSource.Texts texts = new GeneratedSource.Texts();
  private final ValueEmitter values;
  private final TypeSpec.Builder type;
  private final RecordLayouts layouts;
  private final Signatures signatures;
  private final DerivedNames names;
  private final PassRunner passes;
  private final Set<String> methodNames;
  private final SharedFunctions shared = new SharedFunctions();
  private final Set<String> functionRecords = new HashSet<>();
  private final String workspaces;
  private final String linesName;
  private final boolean isStub;
  private boolean usesWorkspaces;
  private boolean tellsLines;

  private CompiledClassEmitter(
      ModelClass model, String name, DerivedNames names, PassRunner passes, boolean isStub) {
    this.model = model;
    this.passes = passes;
    this.isStub = isStub;
    this.names = names;
    this.methodNames = names.methods();
    Set<String> fields = names.taken().fields();
    this.workspaces = unused(WORKSPACES, fields);
    this.linesName = unused(SourceLines.NAME, fields);
    this.values = new ValueEmitter(fields);
    this.type = TypeSpec.classBuilder(name);
    this.layouts = new RecordLayouts(type, texts, fields);
    Set<String> taken = new HashSet<>(fields);
    taken.addAll(List.of(workspaces, unused(RUNTIME, fields)));
    this.signatures = new Signatures(taken, ownClass());
  }

  /** Emits the class. */
  public static GeneratedSource emit(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names, PassRunner passes) {
    return emit(model, methods, names, passes, false);
  }

  /** Emits the class of a model with errors: all signatures, without code. */
  public static GeneratedSource stub(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names) {
    return emit(model, methods, names, PassRunner.unobserved(), true);
  }

  private static GeneratedSource emit(
      ModelClass model,
      List<LoweredMethod> methods,
      DerivedNames names,
      PassRunner passes,
      boolean isStub) {
    ClassName name = GeneratedClasses.compiled(model);
    CompiledClassEmitter emitter =
        new CompiledClassEmitter(model, name.simpleName(), names, passes, isStub);
    return emitter.texts.file(name, emitter.build(methods));
  }

  private TypeSpec build(List<LoweredMethod> methods) {
    type.addJavadoc("{@link $T} with its compute methods compiled.\n", model.name())
        .addAnnotation(GeneratedClasses.annotation(model))
        .addOriginatingElement(model.element())
        .alwaysQualify(names.taken().qualifiedInSubclass())
        .addSuperinterface(COMPILED_MODEL)
        .addModifiers(Modifier.FINAL);
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      type.addModifiers(Modifier.PUBLIC);
    }
    if (Stubs.mayBeExtended(model.element())) {
      type.superclass(model.name());
      for (ExecutableElement constructor :
          ElementFilter.constructorsIn(model.element().getEnclosedElements())) {
        if (!constructor.getModifiers().contains(Modifier.PRIVATE)
            && !(isStub && Stubs.hasUnknownTypes(constructor))) {
          type.addMethod(constructor(constructor));
        }
      }
    }
    if (!isStub) {
      type.addField(runtimeCheck());
    }
    JavaText checks = FingerprintsEmitter.checks(model, methods);
    if (!checks.isEmpty() && !isStub) {
      type.addStaticBlock(CodeBlock.builder().add(texts.body(checks)).add("\n").build());
    }
    methods.forEach(this::addMethod);
    if (usesWorkspaces) {
      type.addField(
          FieldSpec.builder(POOL, workspaces, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("new $T()", POOL)
              .build());
    }
    signatures.addTo(type, texts);
    values
        .tensorConstants()
        .forEach(
            (array, name) ->
                type.addField(
                    FieldSpec.builder(
                            JavaTypes.ND_ARRAY,
                            name,
                            Modifier.PRIVATE,
                            Modifier.STATIC,
                            Modifier.FINAL)
                        .initializer(texts.place(Literals.of(array.array())))
                        .build()));
    if (tellsLines) {
      type.addType(SourceLines.table(linesName, model, GeneratedClasses.compiled(model)));
    }
    return type.build();
  }

  // private static final int RUNTIME = RuntimeVersion.require(1, "demo.Foo");
  private FieldSpec runtimeCheck() {
    return FieldSpec.builder(
            TypeName.INT,
            unused(RUNTIME, names.taken().fields()),
            Modifier.PRIVATE,
            Modifier.STATIC,
            Modifier.FINAL)
        .addJavadoc("What this was compiled for; another runtime is refused.\n")
        .initializer(
            "$T.require($L, $S)",
            RuntimeVersion.class,
            RuntimeVersion.CURRENT,
            model.name().canonicalName())
        .build();
  }

  // public CompiledFoo(int size) { super(size); }
  private MethodSpec constructor(ExecutableElement constructor) {
    MethodSpec.Builder method = MethodSpec.constructorBuilder().varargs(constructor.isVarArgs());
    visibility(constructor).ifPresent(method::addModifiers);
    List<JavaText> names = new ArrayList<>();
    for (VariableElement parameter : constructor.getParameters()) {
      String name = parameter.getSimpleName().toString();
      method.addParameter(TypeName.get(parameter.asType()), name);
      names.add(new JavaText(name));
    }
    constructor.getThrownTypes().forEach(thrown -> method.addException(TypeName.get(thrown)));
    JavaText call = JavaText.of("super($L);\n", JavaText.join(names, ", "));
    return method.addCode(texts.body(call)).build();
  }

  private static Optional<Modifier> visibility(ExecutableElement element) {
    return element.getModifiers().stream()
        .filter(m -> m == Modifier.PUBLIC || m == Modifier.PROTECTED)
        .findFirst();
  }

  private void addMethod(LoweredMethod lowered) {
    ComputeMethod method = lowered.method();
    Boundary boundary =
        new Boundary(
            model,
            method,
            lowered.resultType(),
            layouts,
            signatures,
            StoredElements.inArguments(lowered.source()));
    if (!isStub) {
      addOverride(lowered, boundary);
    }
    derivatives(lowered).forEach(derived -> addDerived(lowered, derived));
  }

  /** All derivatives of a method; the gradient and its form for given arrays share a function. */
  private static List<DerivedMethod> derivatives(LoweredMethod lowered) {
    List<DerivedMethod> all = new ArrayList<>();
    Optional<DerivedMethod> gradient = lowered.gradient().map(CompiledClassEmitter::gradient);
    for (DerivedMethod each : lowered.derived()) {
      Optional<SharedGradient> shared =
          gradient
              .filter(known -> each.suffix().equals(DerivedNames.GRADIENT_INTO))
              .flatMap(known -> SharedGradient.of(known.graph(), each.graph()));
      all.add(shared.map(both -> each.with(both.into())).orElse(each));
      gradient =
          gradient.map(known -> shared.map(both -> known.with(both.gradient())).orElse(known));
    }
    gradient.ifPresent(known -> all.add(0, known));
    return all;
  }

  private void addOverride(LoweredMethod lowered, Boundary boundary) {
    ComputeMethod method = lowered.method();
    MethodSpec.Builder override = signature(method, method.name(), boundary);
    override.addAnnotation(Override.class);
    override.returns(TypeName.get(method.element().getReturnType()));
    Graph graph = passes.run(Stage.SPLITTING, runnable(lowered.forward()));
    boolean isVoid = lowered.resultType().isEmpty();
    JavaText guard = new TapeGuard(lowered, boundary, names).statements();
    addFunctions(graph, WorkspaceAllocation.none(), method);
    JavaText body =
        located(
            graph,
            boundary,
            WorkspaceAllocation.none(),
            (out, results) -> {
              if (isVoid) {
                out.statement("return");
              } else {
                out.statement(
                    "return $L", boundary.result(lowered.resultType().orElseThrow(), results));
              }
            });
    override.addCode(texts.body(JavaText.join(List.of(guard, body), "")));
    type.addMethod(override.build());
  }

  /** The graph that is emitted: sessions run inner loops through the same kernels. */
  private Graph runnable(Graph graph) {
    return passes.run(Stage.BEFORE_EMISSION, graph);
  }

  private MethodSpec.Builder signature(ComputeMethod method, String name, Boundary boundary) {
    MethodSpec.Builder builder =
        MethodSpec.methodBuilder(name).varargs(method.element().isVarArgs());
    visibility(method.element()).ifPresent(builder::addModifiers);
    List<String> names = method.argumentNames();
    for (int i = 0; i < names.size(); i++) {
      TypeName declared = TypeName.get(method.element().getParameters().get(i).asType());
      builder.addParameter(
          ParameterSpec.builder(declared, boundary.parameterName(names.get(i))).build());
    }
    return builder;
  }

  /**
   * A body whose failures tell where in the model they are, and whose scratch arrays and stacks are
   * those that an earlier call left.
   */
  private JavaText located(
      Graph graph,
      Boundary boundary,
      WorkspaceAllocation workspace,
      FunctionEmitter.Return returns) {
    boolean mayFail = Failures.mayFail(graph) || !model.nested().isEmpty();
    JavaText.Builder text = JavaText.builder();
    Set<String> reserved = new HashSet<>(boundary.reservedNames());
    if (!workspace.isEmpty()) {
      usesWorkspaces = true;
      String variable = workspace.variable();
      reserved.add(variable);
      text.open("try ($T $L = $L.$L.take())", WORKSPACE, variable, ownClass(), workspaces);
    } else if (mayFail) {
      text.open("try");
    }
    if (mayFail) {
      text.add(JavaText.line(SourcePlaces.first(graph.entry().body())));
    }
    text.add(body(graph, boundary, reserved, workspace, returns));
    if (mayFail) {
      tellsLines = true;
      text.unindent().add(Failures.caught(boundary, linesName));
    }
    if (mayFail || !workspace.isEmpty()) {
      text.close();
    }
    return text.build();
  }

  private JavaText body(
      Graph graph,
      Boundary boundary,
      Set<String> reserved,
      WorkspaceAllocation workspace,
      FunctionEmitter.Return returns) {
    FunctionEmitter emitter =
        new FunctionEmitter(
            graph.entry(), reserved, boundary.given(graph), values, workspace, returns);
    List<String> names = emitter.parameterNames(graph.entry());
    Code code = emitter.emit(graph.entry());
    return JavaText.builder()
        .add(boundary.entry(graph, names))
        .add(boundary.inside(code.build()))
        .build();
  }

  /** The compiled class, by its whole name where a field obscures it. */
  private String ownClass() {
    ClassName own = GeneratedClasses.compiled(model);
    boolean isObscured = names.taken().fields().contains(own.simpleName());
    return isObscured ? own.canonicalName() : own.simpleName();
  }

  private static DerivedMethod gradient(Graph graph) {
    List<DerivedMethod.Component> components = new ArrayList<>();
    for (String output : graph.outputs()) {
      String what =
          components.isEmpty()
              ? "the value of the method"
              : "the derivative with respect to {@code " + output + "}";
      components.add(new DerivedMethod.Component(output, what));
    }
    return new DerivedMethod(
        DerivedNames.GRADIENT,
        "The value of {@code $L} and its derivatives, by reverse mode.",
        graph,
        components);
  }

  private void addDerived(LoweredMethod lowered, DerivedMethod derived) {
    String name = names.method(lowered, derived.suffix());
    ComputeMethod method = lowered.method();
    Graph graph = derived.graph();
    List<ComputeMethod.ComputeParameter> more = new ArrayList<>();
    for (int i = lowered.forward().inputs().size(); i < graph.inputs().size(); i++) {
      more.add(
          new ComputeMethod.ComputeParameter(graph.inputs().get(i).name(), graph.inputType(i)));
    }
    Boundary boundary =
        new Boundary(
            model,
            method.withParameters(more),
            Optional.empty(),
            layouts,
            signatures,
            StoredElements.inArguments(lowered.source()));
    MethodSpec.Builder builder = signature(method, name, boundary);
    if (!more.isEmpty()) {
      builder.varargs(false);
    }
    for (ComputeMethod.ComputeParameter each : more) {
      builder.addParameter(JavaTypes.visible(each.type()), boundary.parameterName(each.name()));
    }
    builder.addJavadoc(
        "$L", JavadocText.wrapped(derived.description().replace("$L", method.name()), 1));
    List<ValueType> types = graph.entry().resultTypes();
    Optional<String> record = Optional.empty();
    if (derived.components().isEmpty()) {
      builder.returns(types.isEmpty() ? TypeName.VOID : JavaTypes.visible(types.get(0)));
    } else {
      record = Optional.of(names.record(lowered, derived.suffix()));
      addRecord(record.get(), derived, method);
      builder.returns(ClassName.get("", record.get()));
    }
    builder.addCode(isStub ? Stubs.body(model) : derivedBody(graph, boundary, record, method));
    MethodSpec made = builder.build();
    checkLimit(made, method, name);
    type.addMethod(made);
  }

  /** Of a model with errors, nothing comes to class files. */
  private void checkLimit(MethodSpec taking, ComputeMethod method, String what) {
    if (!isStub) {
      ParameterLimit.check(taking, method, what);
    }
  }

  /**
   * @param record the name of the record that the method returns, if any
   */
  private CodeBlock derivedBody(
      Graph derived, Boundary boundary, Optional<String> record, ComputeMethod method) {
    Graph whole = runnable(derived);
    Graph graph = passes.run(Stage.SPLITTING, whole);
    WorkspaceAllocation workspace =
        WorkspaceAllocation.of(whole, graph, boundary.unusedVariable("workspace"));
    addFunctions(graph, workspace, method);
    List<ValueType> types = graph.entry().resultTypes();
    return texts.body(
        located(
            graph,
            boundary,
            workspace,
            (out, results) -> {
              if (record.isPresent()) {
                returnRecord(out, record.get(), types, boundary, results);
              } else {
                returnPlain(out, types, boundary, results);
              }
            }));
  }

  private static void returnRecord(
      Code out, String record, List<ValueType> types, Boundary boundary, List<Expression> results) {
    List<JavaText> parts = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      parts.add(boundary.result(types.get(i), List.of(results.get(i))));
    }
    out.statement("return new $L($L)", record, JavaText.join(parts, ", "));
  }

  private static void returnPlain(
      Code out, List<ValueType> types, Boundary boundary, List<Expression> results) {
    if (types.isEmpty()) {
      out.statement("return");
    } else {
      out.statement("return $L", boundary.result(types.get(0), results));
    }
  }

  /** The record that a derived method returns. */
  private void addRecord(String record, DerivedMethod derived, ComputeMethod method) {
    List<String> names =
        DerivedNames.components(
            derived.components().stream().map(DerivedMethod.Component::name).toList());
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    TypeSpec.Builder recordType =
        TypeSpec.recordBuilder(record)
            .addJavadoc("The value and the derivatives of {@code $L}.\n\n", method.name());
    for (int i = 0; i < names.size(); i++) {
      ValueType component = derived.graph().entry().resultTypes().get(i);
      constructor.addParameter(JavaTypes.visible(component), names.get(i));
      recordType.addJavadoc(
          "@param $L $L\n", names.get(i), derived.components().get(i).description());
    }
    MethodSpec canonical = constructor.build();
    checkLimit(canonical, method, "the record " + record);
    recordType.recordConstructor(canonical);
    visibility(method.element())
        .filter(m -> m == Modifier.PUBLIC)
        .ifPresent(recordType::addModifiers);
    type.addType(recordType.build());
  }

  private static String unused(String preferred, Set<String> taken) {
    String name = preferred;
    for (int i = 2; taken.contains(name); i++) {
      name = preferred + i;
    }
    return name;
  }

  /** The name of a method for a function, and with it that of a record of its results. */
  private String functionName(Function function) {
    String preferred = JavaNames.identifier(function.name());
    String name = preferred;
    for (int i = 2; isTaken(name); i++) {
      name = preferred + i;
    }
    methodNames.add(name);
    functionRecords.add(ValueEmitter.resultRecordOf(name).toLowerCase(Locale.ROOT));
    return name;
  }

  private boolean isTaken(String function) {
    String record = ValueEmitter.resultRecordOf(function);
    return methodNames.contains(function)
        || names.isRecord(record)
        || functionRecords.contains(record.toLowerCase(Locale.ROOT));
  }

  /** The functions that a graph calls become private static methods. */
  private void addFunctions(Graph graph, WorkspaceAllocation workspace, ComputeMethod method) {
    FunctionSizes sizes = new FunctionSizes(graph);
    SharedFunctions.Of known = shared.new Of(graph, workspace);
    List<Function> added = new ArrayList<>();
    for (Function function : graph.functions()) {
      Optional<String> name = known.known(function);
      if (name.isEmpty()) {
        added.add(function);
      }
      values.nameFunction(
          function.name(),
          name.orElseGet(() -> functionName(function)),
          sizes.of(function).stream().map(Templates::dimName).toList());
    }
    for (Function function : added) {
      known.put(function, values.functionName(function.name()));
      MethodSpec made = function(function, workspace, method);
      ParameterLimit.check(made, method, "the compiled code of " + function.name());
      type.addMethod(made);
    }
  }

  // private static int fib(int n) { ... }
  private MethodSpec function(
      Function function, WorkspaceAllocation workspace, ComputeMethod compute) {
    String name = values.functionName(function.name());
    List<String> sizes = values.functionSizes(function.name());
    Set<String> reserved = new HashSet<>(sizes);
    reserved.add(workspace.variable());
    if (workspace.isPassedTo(function.name()) && function.resultTypes().size() > 1) {
      reserved.add(KEPT_RESULTS);
    }
    FunctionEmitter emitter =
        new FunctionEmitter(
            function,
            reserved,
            Map.of(),
            values,
            workspace,
            (out, results) -> writeReturn(function, workspace, out, results));
    List<String> names = emitter.parameterNames(function);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC);
    for (int i = 0; i < names.size(); i++) {
      method.addParameter(JavaTypes.of(function.parameters().get(i).type()), names.get(i));
    }
    if (workspace.isPassedTo(function.name())) {
      method.addParameter(WORKSPACE, workspace.variable());
    }
    sizes.forEach(size -> method.addParameter(TypeName.INT, size));
    List<ValueType> results = function.resultTypes();
    if (results.size() == 1) {
      method.returns(JavaTypes.of(results.get(0)));
    } else if (results.size() > 1) {
      String record = values.resultRecord(function.name());
      type.addType(
          workspace.isPassedTo(function.name())
              ? keptResults(record, results)
              : resultRecord(record, results, compute));
      method.returns(ClassName.get("", record));
    }
    return method.addCode(texts.body(emitter.emit(function).build())).build();
  }

  private static TypeSpec resultRecord(
      String name, List<ValueType> results, ComputeMethod compute) {
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    for (int i = 0; i < results.size(); i++) {
      constructor.addParameter(JavaTypes.of(results.get(i)), "result" + i);
    }
    MethodSpec canonical = constructor.build();
    ParameterLimit.check(canonical, compute, "what the compiled code of a function returns");
    return TypeSpec.recordBuilder(name)
        .addModifiers(Modifier.PRIVATE)
        .recordConstructor(canonical)
        .build();
  }

  /** The results of a function in an object that its workspace keeps for the next call. */
  private static TypeSpec keptResults(String name, List<ValueType> results) {
    TypeSpec.Builder kept =
        TypeSpec.classBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    for (int i = 0; i < results.size(); i++) {
      kept.addField(JavaTypes.of(results.get(i)), "result" + i);
    }
    return kept.build();
  }

  private void writeReturn(
      Function function, WorkspaceAllocation workspace, Code out, List<Expression> results) {
    if (results.isEmpty()) {
      out.statement("return");
    } else if (results.size() == 1) {
      out.statement("return $L", results.get(0).code());
    } else if (workspace.isPassedTo(function.name())) {
      String kept = values.resultRecord(function.name());
      out.statement(
          "$L $L = $L.kept($L, $L.class, $L::new)",
          kept,
          KEPT_RESULTS,
          workspace.variable(),
          workspace.slotOfResults(function.name()),
          kept,
          kept);
      for (int i = 0; i < results.size(); i++) {
        out.statement("$L.result$L = $L", KEPT_RESULTS, i, results.get(i).code());
      }
      out.statement("return $L", KEPT_RESULTS);
    } else {
      out.statement(
          "return new $L($L)",
          values.resultRecord(function.name()),
          JavaText.join(results.stream().map(Expression::code).toList(), ", "));
    }
  }
}
