package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Graph;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.expression.Literals;
import dev.kiln.processor.emit.fingerprint.FingerprintsEmitter;
import dev.kiln.processor.emit.model.GeneratedClasses;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.text.GeneratedSource;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.SourceLines;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.spi.RuntimeVersion;
import java.util.ArrayList;
import java.util.List;
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
  private static final ClassName POOL = ClassName.get("dev.kiln.spi", "Workspace", "Pool");
  private static final ClassName COMPILED_MODEL = ClassName.get("dev.kiln.spi", "CompiledModel");

  private final CompiledClass type;
  private final EntryBodies bodies;
  private final FunctionMethods functions;
  private final DerivedMethods derived;
  private final PassRunner passes;

  private CompiledClassEmitter(CompiledClass type, PassRunner passes) {
    this.type = type;
    this.passes = passes;
    this.bodies = new EntryBodies(type);
    this.functions = new FunctionMethods(type);
    this.derived = new DerivedMethods(type, bodies, functions, passes);
  }

  /** Emits the class. */
  public static GeneratedSource emit(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names, PassRunner passes) {
    return emit(CompiledClass.of(model, names, false), methods, passes);
  }

  /** Emits the class of a model with errors: all signatures, without code. */
  public static GeneratedSource stub(
      ModelClass model, List<LoweredMethod> methods, DerivedNames names) {
    return emit(CompiledClass.of(model, names, true), methods, PassRunner.unobserved());
  }

  private static GeneratedSource emit(
      CompiledClass type, List<LoweredMethod> methods, PassRunner passes) {
    TypeSpec built = new CompiledClassEmitter(type, passes).build(methods);
    return type.texts().file(GeneratedClasses.compiled(type.model()), built);
  }

  private TypeSpec build(List<LoweredMethod> methods) {
    TypeSpec.Builder builder = type.type();
    ModelClass model = type.model();
    builder
        .addJavadoc("{@link $T} with its compute methods compiled.\n", model.name())
        .addAnnotation(GeneratedClasses.annotation(model))
        .addOriginatingElement(model.element())
        .alwaysQualify(type.names().taken().qualifiedInSubclass())
        .addSuperinterface(COMPILED_MODEL)
        .addModifiers(Modifier.FINAL);
    if (model.element().getModifiers().contains(Modifier.PUBLIC)) {
      builder.addModifiers(Modifier.PUBLIC);
    }
    if (Stubs.mayBeExtended(model.element())) {
      builder.superclass(model.name());
      for (ExecutableElement constructor :
          ElementFilter.constructorsIn(model.element().getEnclosedElements())) {
        if (!constructor.getModifiers().contains(Modifier.PRIVATE)
            && !(type.isStub() && Stubs.hasUnknownTypes(constructor))) {
          builder.addMethod(constructor(constructor));
        }
      }
    }
    if (!type.isStub()) {
      builder.addField(runtimeCheck());
    }
    JavaText checks = FingerprintsEmitter.checks(model, methods);
    if (!checks.isEmpty() && !type.isStub()) {
      builder.addStaticBlock(CodeBlock.builder().add(type.texts().body(checks)).add("\n").build());
    }
    for (LoweredMethod each : methods) {
      if (!type.isStub()) {
        addOverride(each);
      }
      Derivatives.of(each).forEach(known -> derived.add(each, known));
    }
    addWhatMethodsUse();
    return builder.build();
  }

  /** The fields and the class that the methods so far turned out to use. */
  private void addWhatMethodsUse() {
    TypeSpec.Builder builder = type.type();
    if (bodies.usesWorkspaces()) {
      builder.addField(
          FieldSpec.builder(
                  POOL, type.workspaces(), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
              .initializer("new $T()", POOL)
              .build());
    }
    type.signatures().addTo(builder, type.texts());
    type.values()
        .tensorConstants()
        .forEach(
            (array, name) ->
                builder.addField(
                    FieldSpec.builder(
                            JavaTypes.ND_ARRAY,
                            name,
                            Modifier.PRIVATE,
                            Modifier.STATIC,
                            Modifier.FINAL)
                        .initializer(type.texts().place(Literals.of(array.array())))
                        .build()));
    functions.addFurtherClasses();
    if (bodies.tellsLines()) {
      builder.addType(
          SourceLines.table(type.lines(), type.model(), GeneratedClasses.compiled(type.model())));
    }
  }

  // private static final int RUNTIME = RuntimeVersion.require(1, "demo.Foo");
  private FieldSpec runtimeCheck() {
    return FieldSpec.builder(
            TypeName.INT, type.runtime(), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc("What this was compiled for; another runtime is refused.\n")
        .initializer(
            "$T.require($L, $S)",
            RuntimeVersion.class,
            RuntimeVersion.CURRENT,
            type.model().name().canonicalName())
        .build();
  }

  // public CompiledFoo(int size) { super(size); }
  private MethodSpec constructor(ExecutableElement constructor) {
    MethodSpec.Builder method = MethodSpec.constructorBuilder().varargs(constructor.isVarArgs());
    CompiledClass.visibility(constructor).ifPresent(method::addModifiers);
    List<JavaText> names = new ArrayList<>();
    for (VariableElement parameter : constructor.getParameters()) {
      String name = parameter.getSimpleName().toString();
      method.addParameter(TypeName.get(parameter.asType()), name);
      names.add(new JavaText(name));
    }
    constructor.getThrownTypes().forEach(thrown -> method.addException(TypeName.get(thrown)));
    JavaText call = JavaText.of("super($L);\n", JavaText.join(names, ", "));
    return method.addCode(type.texts().body(call)).build();
  }

  private void addOverride(LoweredMethod lowered) {
    Boundary boundary = type.boundary(lowered, lowered.method(), "this", lowered.resultType());
    ComputeMethod method = lowered.method();
    MethodSpec.Builder override = type.signature(method, method.name(), boundary);
    override.addAnnotation(Override.class);
    override.returns(TypeName.get(method.element().getReturnType()));
    method.element().getThrownTypes().forEach(each -> override.addException(TypeName.get(each)));
    Graph graph = passes.run(Stage.SPLITTING, passes.run(Stage.BEFORE_EMISSION, lowered.forward()));
    boolean isVoid = lowered.resultType().isEmpty();
    JavaText guard = new TapeGuard(lowered, boundary, type.names()).statements();
    WorkspaceAllocation workspace =
        WorkspaceAllocation.ofNests(graph, boundary.unusedVariable("workspace"));
    functions.add(graph, workspace, method);
    JavaText body =
        bodies.of(
            graph,
            boundary,
            workspace,
            (out, results) -> {
              if (isVoid) {
                out.statement("return");
              } else {
                out.statement(
                    "return $L", boundary.result(lowered.resultType().orElseThrow(), results));
              }
            });
    override.addCode(type.texts().body(JavaText.join(List.of(guard, body), "")));
    type.type().addMethod(override.build());
  }
}
