package dev.kiln.processor.emit.compiled;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.kiln.graph.Graph;
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
    List<ComputeMethod.ComputeParameter> more = new ArrayList<>();
    for (int i = lowered.forward().inputs().size(); i < graph.inputs().size(); i++) {
      more.add(
          new ComputeMethod.ComputeParameter(graph.inputs().get(i).name(), graph.inputType(i)));
    }
    Boundary boundary =
        type.boundary(lowered, method.withParameters(more), StaticForm.INSTANCE, Optional.empty());
    MethodSpec.Builder builder = type.signature(method, name, boundary);
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
      record = Optional.of(type.names().record(lowered, derived.key()));
      addRecord(record.get(), derived, method);
      builder.returns(ClassName.get("", record.get()));
    }
    StaticForm form = new StaticForm(type.model(), builder.build(), boundary.instance());
    HiddenDerivative hidden = new HiddenDerivative(graph, boundary);
    boolean isHidden = record.isPresent() && hidden.isPossible() && !type.isStub();
    String computing = isHidden ? functions.unusedName(name + "Untaped") : name;
    CodeBlock body =
        type.isStub() ? Stubs.body(type.model()) : derivedBody(graph, boundary, record, method);
    MethodSpec computed = isHidden ? form.untaped(computing, body) : form.of(body);
    MethodSpec ofInstance = form.delegating(code(form.call(computing, "this")));
    type.checkLimit(ofInstance, method, name);
    type.type().addMethod(ofInstance);
    if (isHidden) {
      JavaText call = form.call(computing, boundary.instance());
      type.type()
          .addMethod(
              form.of(code(hidden.statements(name, record.get(), components(derived), call))));
    }
    type.type().addMethod(computed);
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
   */
  private CodeBlock derivedBody(
      Graph derived, Boundary boundary, Optional<String> record, ComputeMethod method) {
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
    List<String> names = components(derived);
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
    type.checkLimit(canonical, method, "the record " + record);
    recordType.recordConstructor(canonical);
    CompiledClass.visibility(method.element())
        .filter(m -> m == Modifier.PUBLIC)
        .ifPresent(recordType::addModifiers);
    type.type().addType(recordType.build());
  }
}
