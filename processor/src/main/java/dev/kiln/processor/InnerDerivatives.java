package dev.kiln.processor;

import com.palantir.javapoet.ClassName;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.autodiff.Gradients;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.BlockBuilder.Slot;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.RecordLeaf;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.array.RecordOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.scalar.CodeOps;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.compiled.Derivatives;
import dev.kiln.processor.emit.name.DerivedNames;
import dev.kiln.processor.frontend.link.Derivation;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivativeName;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.GeneratedNames;
import dev.kiln.type.CodedType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * Derivatives that code of models calls: the graphs of the generated methods, with the records that
 * these take and return.
 *
 * <pre>
 * energyGradient(at: record Point, k: f64)       the function that the code calls
 *   %x = record_get %at {x} ...
 *   %value, %by_x = call energyGradient_2(%x, ..., %k)   the graph of the derivative
 *   record_new %value, %by_x
 * </pre>
 */
final class InnerDerivatives implements Derivation {
  private final PassRunner passes;

  InnerDerivatives(PassRunner passes) {
    this.passes = passes;
  }

  @Override
  public Optional<Graph> derive(ComputeMethod declared, Graph source, DerivativeName derivative) {
    String suffix = derivative.suffix();
    Optional<Mode> mode = mode(suffix);
    Optional<ComputeMethod.DifferentiableRequest> request =
        (derivative.base().isEmpty()
                ? declared.differentiable().stream()
                : declared.named().stream())
            .filter(each -> each.name().equals(derivative.base()))
            .filter(each -> mode.isPresent() && each.modes().contains(mode.get()))
            .findFirst();
    if (request.isEmpty()) {
      return Optional.empty();
    }
    ComputeMethod method = declared.with(request.get());
    requireNoRecordArrays(method, source);
    Graph forward = renamed(passes.run(Stage.AFTER_LOWERING, source), derivative.base());
    ModeChecks.check(method, source.entry().resultTypes().stream().findFirst(), forward);
    return Pipeline.located(method, () -> derived(method, forward, mode.get(), suffix))
        .map(derived -> called(method, source, forward, derived.named(derivative.base())));
  }

  /** The graph with the name of an annotation, after which its derivatives are called. */
  static Graph renamed(Graph graph, String name) {
    return name.isEmpty()
        ? graph
        : new Graph(name, graph.inputs(), graph.outputs(), graph.entry(), graph.functions());
  }

  private static Optional<Mode> mode(String suffix) {
    return Optional.ofNullable(
        switch (suffix.replaceFirst("Into$", "")) {
          case "Gradient" -> Mode.GRADIENT;
          case "Vjp" -> Mode.VJP;
          case "Jvp" -> Mode.JVP;
          case "Jacobian" -> Mode.JACOBIAN;
          case "Hvp" -> Mode.HESSIAN_VECTOR_PRODUCT;
          case "Hessian" -> Mode.HESSIAN;
          case "HessianDiagonal" -> Mode.HESSIAN_DIAGONAL;
          default -> null;
        });
  }

  private static void requireNoRecordArrays(ComputeMethod method, Graph source) {
    boolean hasAny =
        source.entry().parameters().stream()
                .anyMatch(each -> RecordLeaf.hasRecordArrays(each.type()))
            || source.entry().resultTypes().stream().anyMatch(RecordLeaf::hasRecordArrays);
    if (hasAny) {
      throw new Refusal(
          Diagnostic.on(
              method.place(),
              method.unit(),
              Code.NOT_DIFFERENTIABLE,
              "compute methods cannot call derivatives of "
                  + method.name()
                  + ", which takes or returns an array of records"));
    }
  }

  private Optional<DerivedMethod> derived(
      ComputeMethod method, Graph forward, Mode mode, String suffix) {
    List<String> wrt = Pipeline.inputs(method, forward);
    ModeChecks.checkElements(method, forward, wrt);
    Optional<Graph> gradient =
        ModeChecks.needsNumber(mode)
            ? Optional.of(finished(Gradients.of(forward, wrt, passes)))
            : Optional.empty();
    if (suffix.equals("Gradient")) {
      return gradient.map(Derivatives::gradient);
    }
    return new DerivativeModes(forward, wrt, passes)
        .of(Set.of(mode), gradient).stream()
            .filter(each -> each.suffix().equals(suffix))
            .findFirst()
            .map(each -> each.with(finished(each.graph())));
  }

  private Graph finished(Graph graph) {
    return passes.run(Stage.AFTER_DIFFERENTIATION, graph);
  }

  /** The derivative with records, and with the fields after all arguments. */
  private static Graph called(
      ComputeMethod method, Graph source, Graph forward, DerivedMethod derived) {
    Graph graph = derived.graph();
    ValueSource values = new ValueSource();
    List<Graph.Input> arguments = new ArrayList<>();
    List<Graph.Input> fields = new ArrayList<>();
    List<Value> argumentValues = new ArrayList<>();
    List<Value> fieldValues = new ArrayList<>();
    for (int i = 0; i < source.inputs().size(); i++) {
      Graph.Input input = source.inputs().get(i);
      boolean isArgument = input.kind() == Graph.Kind.ARGUMENT;
      (isArgument ? arguments : fields).add(input);
      (isArgument ? argumentValues : fieldValues)
          .add(values.create(source.entry().parameters().get(i).name(), source.inputType(i)));
    }
    for (int i = forward.inputs().size(); i < graph.inputs().size(); i++) {
      arguments.add(graph.inputs().get(i));
      argumentValues.add(
          values.create(graph.entry().parameters().get(i).name(), graph.inputType(i)));
    }
    List<Graph.Input> inputs = new ArrayList<>(arguments);
    inputs.addAll(fields);
    List<Value> parameters = new ArrayList<>(argumentValues);
    parameters.addAll(fieldValues);
    BlockBuilder body = new BlockBuilder(values, parameters);
    Map<String, Value> leaves = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      addLeaves(inputs.get(i).name(), parameters.get(i), leaves, body);
    }
    List<Value> operands = graph.inputs().stream().map(input -> leaves.get(input.name())).toList();
    List<Slot> slots =
        graph.entry().resultTypes().stream().map(type -> new Slot("", type)).toList();
    List<Value> results = body.call(graph.entry().name(), slots, operands);
    if (!derived.components().isEmpty()) {
      results = List.of(record(method, derived, results, body));
    }
    List<ValueType> types = results.stream().map(Value::type).toList();
    Function entry =
        new Function(
            derivedName(method, derived), body.build(new Terminator.Return(results)), types);
    List<Function> functions = new ArrayList<>(graph.functions());
    functions.add(graph.entry());
    return new Graph(
        entry.name(), inputs, types.isEmpty() ? List.of() : List.of("result"), entry, functions);
  }

  private static void addLeaves(
      String path, Value value, Map<String, Value> leaves, BlockBuilder body) {
    if (value.type() instanceof RecordType record) {
      for (RecordType.Component component : record.components()) {
        Attributes name = Attributes.of("component", new Attribute.Text(component.name()));
        Value part = body.apply("", RecordOps.RECORD_GET, name, List.of(value));
        addLeaves(path + "." + component.name(), part, leaves, body);
      }
    } else {
      boolean isCoded = value.type() instanceof CodedType;
      leaves.put(path, isCoded ? body.apply(CodeOps.CODE_OF, value) : value);
    }
  }

  private static Value record(
      ComputeMethod method, DerivedMethod derived, List<Value> results, BlockBuilder body) {
    List<String> names =
        DerivedNames.components(
            derived.components().stream().map(DerivedMethod.Component::name).toList());
    List<RecordType.Component> components = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      components.add(new RecordType.Component(names.get(i), results.get(i).type()));
    }
    String name = derivedName(method, derived);
    ClassName compiled =
        GeneratedNames.compiled(
            ClassName.get((TypeElement) method.element().getEnclosingElement()));
    RecordType type =
        new RecordType(
            compiled.canonicalName()
                + "."
                + Character.toUpperCase(name.charAt(0))
                + name.substring(1),
            components);
    return body.apply(
        "", RecordOps.RECORD_NEW, Attributes.of("type", new Attribute.Type(type)), results);
  }

  private static String derivedName(ComputeMethod method, DerivedMethod derived) {
    return (derived.base().isEmpty() ? method.name() : derived.base()) + derived.suffix();
  }
}
