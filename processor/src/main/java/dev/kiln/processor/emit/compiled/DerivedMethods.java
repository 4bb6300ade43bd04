package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.processor.emit.entry.Boundary;
import dev.kiln.processor.emit.expression.Expression;
import dev.kiln.processor.emit.model.Stubs;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.emit.name.JavaTypes;
import dev.kiln.processor.emit.statement.Code;
import dev.kiln.processor.emit.text.JavaText;
import dev.kiln.processor.emit.text.JavadocText;
import dev.kiln.processor.emit.workspace.WorkspaceAllocation;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/**
 * Emits the derivatives of a method, and the records that these return.
 *
 * <pre>
 * public LossGradient lossGradient(Tensor x) { return lossGradient(this, x); }
 *
 * public static LossGradient lossGradient(Digits model, Tensor x) { ... }
 *
 * public record LossGradient(Tensor value, Tensor x, Tensor w1) {}
 * </pre>
 */
final class DerivedMethods {
  private final CompiledClass type;
  private final EntryBodies bodies;
  private final FunctionMethods functions;
  private final PassRunner passes;

  DerivedMethods(
      CompiledClass type, EntryBodies bodies, FunctionMethods functions, PassRunner passes) {
    this.type = type;
    this.bodies = bodies;
    this.functions = functions;
    this.passes = passes;
  }

  void add(LoweredMethod lowered, DerivedMethod derived) {
    String name = type.names().method(lowered, derived.key());
    ComputeMethod method = lowered.method();
    Graph graph = derived.graph();
    ComputeMethod taking = method.taking(parameters(lowered, derived));
    Optional<ValueType> whole = derived.batched().flatMap(DerivedMethod.Batched::result);
    Boundary boundary = type.boundary(lowered, taking, StaticForm.INSTANCE, whole);
    MethodSpec.Builder builder = type.signature(method, taking, name, boundary);
    builder.addJavadoc(
        "$L", JavadocText.wrapped(derived.description().replace("$L", method.name()), 1));
    List<ValueType> types = graph.entry().resultTypes();
    Optional<String> record = Optional.empty();
    if (derived.components().isEmpty()) {
      builder.returns(
          types.isEmpty() ? TypeName.VOID : JavaTypes.visible(whole.orElse(types.get(0))));
    } else {
      record = Optional.of(type.names().record(lowered, derived.key()));
      addRecord(record.get(), derived, method);
      builder.returns(ClassName.get("", record.get()));
    }
    MethodSpec signature = builder.build();
    StaticForm form = new StaticForm(type.model(), signature, boundary.instance());
    HiddenDerivative hidden = new HiddenDerivative(graph, boundary);
    boolean isHidden = hidden.isPossible() && !type.isStub();
    String computing = isHidden ? functions.unusedName(name + "Untaped") : name;
    CodeBlock body =
        type.isStub()
            ? Stubs.body(type.model())
            : derivedBody(graph, boundary, record, whole, method);
    MethodSpec computed = isHidden ? form.untaped(computing, body) : form.of(body);
    MethodSpec ofInstance = form.delegating(code(form.call(computing, "this")));
    type.checkLimit(ofInstance, method, name);
    type.type().addMethod(ofInstance);
    if (isHidden) {
      JavaText call = form.call(computing, boundary.instance());
      type.type()
          .addMethod(
              form.of(
                  code(
                      hidden.statements(
                          name, signature.returnType(), accessors(derived, whole), call))));
    }
    type.type().addMethod(computed);
  }

  /** What a derivative takes: the arguments of the method, then further ones. */
  private static List<ComputeMethod.ComputeParameter> parameters(
      LoweredMethod lowered, DerivedMethod derived) {
    if (derived.batched().isPresent()) {
      return derived.batched().get().parameters();
    }
    Graph graph = derived.graph();
    List<ComputeMethod.ComputeParameter> all = new ArrayList<>(lowered.method().parameters());
    for (int i = lowered.forward().inputs().size(); i < graph.inputs().size(); i++) {
      all.add(new ComputeMethod.ComputeParameter(graph.inputs().get(i).name(), graph.inputType(i)));
    }
    return all;
  }

  /** What gives each result of what a derivative returns. */
  private static List<String> accessors(DerivedMethod derived, Optional<ValueType> whole) {
    if (derived.components().isEmpty()) {
      return RecordLeaf.of("", whole.orElseThrow(), false).stream()
          .map(leaf -> leaf.path().isEmpty() ? "" : leaf.path().replace(".", "().") + "()")
          .toList();
    }
    return components(derived).stream().map(each -> each + "()").toList();
  }

  private CodeBlock code(JavaText statements) {
    return type.isStub() ? Stubs.body(type.model()) : type.texts().body(statements);
  }

  private static List<String> components(DerivedMethod derived) {
    return DerivedNames.components(
        derived.components().stream().map(DerivedMethod.Component::name).toList());
  }

  /**
   * @param record the name of the record that the method returns, if any
   * @param result what it returns else, where that may be put together from leaves
   */
  private CodeBlock derivedBody(
      Graph derived,
      Boundary boundary,
      Optional<String> record,
      Optional<ValueType> result,
      ComputeMethod method) {
    Graph whole = passes.run(Stage.BEFORE_EMISSION, derived);
    Graph graph = passes.run(Stage.SPLITTING, whole);
    WorkspaceAllocation workspace =
        WorkspaceAllocation.of(whole, graph, boundary.unusedVariable("workspace"));
    functions.add(graph, workspace, method);
    List<ValueType> types = graph.entry().resultTypes();
    return type.texts()
        .body(
            bodies.of(
                graph,
                boundary,
                workspace,
                (out, results) -> {
                  if (record.isPresent()) {
                    returnRecord(out, record.get(), types, boundary, results);
                  } else {
                    returnPlain(
                        out, result.or(() -> types.stream().findFirst()), boundary, results);
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
      Code out, Optional<ValueType> type, Boundary boundary, List<Expression> results) {
    if (type.isEmpty()) {
      out.statement("return");
    } else {
      out.statement("return $L", boundary.result(type.get(), results));
    }
  }

  /** The record that a derived method returns. */
  private void addRecord(String record, DerivedMethod derived, ComputeMethod method) {
    List<String> names = components(derived);
    MethodSpec.Builder constructor = MethodSpec.constructorBuilder();
    CodeBlock.Builder parameters = CodeBlock.builder();
    for (int i = 0; i < names.size(); i++) {
      ValueType component = derived.graph().entry().resultTypes().get(i);
      constructor.addParameter(JavaTypes.visible(component), names.get(i));
      parameters.add("@param $L $L\n", names.get(i), derived.components().get(i).description());
    }
    MethodSpec canonical = constructor.build();
    type.checkLimit(canonical, method, "the record " + record);
    boolean isOutline = type.isStub() && !Stubs.mayHaveComponents();
    TypeSpec.Builder recordType =
        isOutline
            ? Stubs.record(record, canonical, type.model())
            : TypeSpec.recordBuilder(record).recordConstructor(canonical);
    recordType.addJavadoc("The value and the derivatives of {@code $L}.\n", method.name());
    if (!isOutline) {
      recordType.addJavadoc("\n$L", parameters.build());
    }
    if (derived.key().equals(DerivedNames.GRADIENT)) {
      GradientMap.of(derived, names, type.texts())
          .map(map -> isOutline ? Stubs.of(map, type.model()) : map)
          .ifPresent(recordType::addMethod);
    }
    CompiledClass.visibility(method.element())
        .filter(m -> m == Modifier.PUBLIC)
        .ifPresent(recordType::addModifiers);
    type.type().addType(recordType.build());
  }
}
