package dev.kiln.processor;

import dev.kiln.annotation.DType;
import dev.kiln.annotation.Differentiable.Mode;
import dev.kiln.autodiff.Gradients;
import dev.kiln.autodiff.entry.WrittenInputs;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ConstantOps;
import dev.kiln.op.ConversionOps;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attribute;
import dev.kiln.op.definition.Attributes;
import dev.kiln.op.definition.Spelling;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.emit.compiled.Derivatives;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.processor.model.LoweredMethod;
import dev.kiln.processor.model.ModelClass;
import dev.kiln.processor.model.ModelField;
import dev.kiln.processor.model.type.PlainTypes;
import dev.kiln.type.ArrayType;
import dev.kiln.type.CodedType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Methods that could not be compiled, with the signatures of all their derivatives: those of a
 * method that takes and reads the same, and returns what is not known.
 */
final class StubMethods {
  /**
   * The method with its derivatives, as far as they can be told.
   *
   * @param read the paths of the fields that the method reads
   * @param seen the method as far as it could be read
   */
  LoweredMethod of(ModelClass model, ComputeMethod method, Set<String> read, Optional<Graph> seen) {
    Optional<ValueType> result = result(method);
    Graph source = graph(model, method, read, result);
    Graph forward = PassRunner.unobserved().run(Stage.AFTER_LOWERING, source);
    for (String array : seen.map(StubMethods::written).orElse(List.of())) {
      forward = writing(array, forward, method);
    }
    Optional<Graph> gradient = Optional.empty();
    List<DerivedMethod> derived = new ArrayList<>();
    if (method.differentiable().isPresent()) {
      Set<Mode> modes = method.differentiable().get().modes();
      gradient = gradient(method, forward);
      for (Mode mode : Mode.values()) {
        if (modes.contains(mode)) {
          derived.addAll(derived(method, forward, gradient, mode));
        }
      }
      if (!modes.contains(Mode.GRADIENT)) {
        gradient = Optional.empty();
      }
    }
    for (ComputeMethod.DifferentiableRequest each : method.named()) {
      derived.addAll(named(method.with(each), forward, each));
    }
    derived.addAll(batched(method, forward, result, gradient, derived));
    return new LoweredMethod(method, source, List.of(), result, forward, gradient, derived);
  }

  private static List<DerivedMethod> batched(
      ComputeMethod method,
      Graph forward,
      Optional<ValueType> result,
      Optional<Graph> gradient,
      List<DerivedMethod> derived) {
    List<DerivedMethod> single = new ArrayList<>(derived);
    gradient.map(Derivatives::gradient).ifPresent(single::add);
    try {
      return new BatchedForms(method, forward, result, PassRunner.unobserved()).of(single);
    } catch (Refusal refusal) {
      return List.of(); // which has been said, or will be where the method can be read
    }
  }

  private static List<DerivedMethod> named(
      ComputeMethod method, Graph forward, ComputeMethod.DifferentiableRequest request) {
    Optional<Graph> gradient = gradient(method, forward);
    List<DerivedMethod> derived = new ArrayList<>();
    gradient
        .filter(each -> request.modes().contains(Mode.GRADIENT))
        .map(Derivatives::gradient)
        .ifPresent(derived::add);
    for (Mode mode : Mode.values()) {
      if (request.modes().contains(mode)) {
        derived.addAll(derived(method, forward, gradient, mode));
      }
    }
    return derived.stream().map(each -> each.named(request.name())).toList();
  }

  /** The arrays that a method writes which may not make sense. */
  private static List<String> written(Graph seen) {
    try {
      return WrittenInputs.of(PassRunner.unobserved().run(Stage.AFTER_LOWERING, seen)).all();
    } catch (RuntimeException e) {
      return List.of();
    }
  }

  /** The graph with a store of a derived number into an array that it is given. */
  private static Graph writing(String array, Graph graph, ComputeMethod method) {
    List<String> names = graph.inputs().stream().map(Graph.Input::name).toList();
    if (!names.contains(array)) {
      return graph;
    }
    ValueSource values = new ValueSource();
    GraphCopier copier = new GraphCopier();
    List<Value> parameters = new ArrayList<>();
    for (Value old : graph.entry().parameters()) {
      Value copy = values.create(old.name(), old.type());
      copier.define(old, List.of(copy));
      parameters.add(copy);
    }
    BlockBuilder block = new BlockBuilder(values, parameters);
    Value row = parameters.get(names.indexOf(array));
    Value zero = block.constant(ScalarType.INT32, 0);
    while (((ArrayType) row.type()).rank() > 1) {
      row = block.apply(ArrayOps.ARRAY_LOAD, row, zero);
    }
    ValueType element = ((ArrayType) row.type()).element();
    Value number =
        element.isFloating()
            ? varied(graph, parameters, method, (ScalarType) element, block)
            : null;
    if (number == null) {
      number = undefined(CodedType.decoded(element), block);
    }
    block.perform(ArrayOps.ARRAY_STORE, Attributes.NONE, List.of(row, zero, number));
    Terminator end = copier.copyInto(graph.entry().body(), block);
    return graph.withEntry(graph.entry().withBody(block.build(end)));
  }

  /** A number that varies with an input that the method is differentiated by; null for none. */
  private static Value varied(
      Graph graph,
      List<Value> parameters,
      ComputeMethod method,
      ScalarType type,
      BlockBuilder block) {
    List<String> wrt = method.differentiable().isPresent() ? wrt(method, graph) : List.of();
    for (int i = 0; i < graph.inputs().size(); i++) {
      Value value = parameters.get(i);
      boolean isRow = value.type() instanceof ArrayType array && array.rank() == 1;
      if (wrt.contains(graph.inputs().get(i).name())
          && (isRow || value.type() instanceof ScalarType)) {
        Value number =
            isRow
                ? block.apply(ArrayOps.ARRAY_LOAD, value, block.constant(ScalarType.INT32, 0))
                : value;
        Attributes to = Attributes.of("to", new Attribute.ElementType(type.dtype()));
        return number.type().equals(type)
            ? number
            : block.apply("", ConversionOps.CAST, to, List.of(number));
      }
    }
    return null;
  }

  private static List<String> wrt(ComputeMethod method, Graph graph) {
    try {
      return Pipeline.inputs(method, graph);
    } catch (Refusal refusal) {
      return List.of(); // which has been said
    }
  }

  private static Value undefined(ValueType type, BlockBuilder block) {
    return block.apply(
        "", ConstantOps.UNDEFINED, Attributes.of("type", new Attribute.Type(type)), List.of());
  }

  private static Graph graph(
      ModelClass model, ComputeMethod method, Set<String> read, Optional<ValueType> result) {
    ValueSource values = new ValueSource();
    List<Graph.Input> inputs = new ArrayList<>();
    List<Value> parameters = new ArrayList<>();
    for (ComputeMethod.ComputeParameter each : method.parameters()) {
      inputs.add(new Graph.Input(each.name(), Graph.Kind.ARGUMENT));
      parameters.add(values.create(each.name(), each.type()));
    }
    for (ModelField field : model.fields()) {
      if (read.contains(field.path())) {
        inputs.add(new Graph.Input(method.inputName(field), field.kind()));
        parameters.add(values.create("", field.type()));
      }
    }
    BlockBuilder block = new BlockBuilder(values, parameters);
    List<Value> results = new ArrayList<>();
    result.ifPresent(type -> results.add(undefined(type, block)));
    Function entry =
        new Function(
            method.name(),
            block.build(new Terminator.Return(results)),
            result.map(List::of).orElse(List.of()));
    List<String> outputs = result.isPresent() ? List.of("result") : List.of();
    return new Graph(method.name(), inputs, outputs, entry, List.of());
  }

  /** The type of the result; a tensor whose shape is to be inferred counts as a scalar. */
  private static Optional<ValueType> result(ComputeMethod method) {
    TypeMirror type = method.element().getReturnType();
    if (type.getKind() == TypeKind.VOID) {
      return Optional.empty();
    }
    if (method.declaredResult().isPresent()) {
      return method.declaredResult();
    }
    ValueType plain = PlainTypes.ofResult(type);
    boolean isTensor = type.toString().endsWith(Spelling.TENSOR);
    return Optional.ofNullable(
        plain == null && isTensor ? new TensorType(DType.FLOAT32, List.of()) : plain);
  }

  private static Optional<Graph> gradient(ComputeMethod method, Graph forward) {
    try {
      boolean oneNumber =
          forward.outputs().equals(List.of("result"))
              && forward.entry().resultTypes().get(0).isFloating();
      return oneNumber
          ? Optional.of(Gradients.of(forward, Pipeline.inputs(method, forward)))
          : Optional.empty();
    } catch (Refusal | IllegalArgumentException e) {
      return Optional.empty(); // there is none, which has been said
    }
  }

  private static List<DerivedMethod> derived(
      ComputeMethod method, Graph forward, Optional<Graph> gradient, Mode mode) {
    if (ModeChecks.needsNumber(mode) && gradient.isEmpty()) {
      return List.of();
    }
    try {
      List<String> wrt = Pipeline.inputs(method, forward);
      return new DerivativeModes(forward, wrt, PassRunner.unobserved()).of(Set.of(mode), gradient);
    } catch (Refusal | IllegalArgumentException e) {
      return List.of(); // there is none, which has been said
    }
  }
}
