package dev.kiln.processor;

import dev.kiln.batch.Batch;
import dev.kiln.batch.BatchedTypes;
import dev.kiln.batch.Batching;
import dev.kiln.batch.UnsizedBatchException;
import dev.kiln.graph.Graph;
import dev.kiln.pass.PassRunner;
import dev.kiln.processor.diagnostic.Code;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.diagnostic.Refusal;
import dev.kiln.processor.diagnostic.TypeNames;
import dev.kiln.processor.emit.name.JavaNames;
import dev.kiln.processor.model.ComputeMethod;
import dev.kiln.processor.model.ComputeMethod.ComputeParameter;
import dev.kiln.processor.model.DerivedMethod;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The batched forms of a method and of its derivatives, which {@code @Vectorized} asks for. */
final class BatchedForms {
  private static final String SUFFIX = "Batch";

  private final ComputeMethod method;
  private final Graph forward;
  private final Optional<ValueType> result;
  private final PassRunner passes;

  /**
   * @param forward the method, with records flattened
   * @param result what it returns, before that
   */
  BatchedForms(ComputeMethod method, Graph forward, Optional<ValueType> result, PassRunner passes) {
    this.method = method;
    this.forward = forward;
    this.result = result;
    this.passes = passes;
  }

  /**
   * All that the annotations ask for.
   *
   * @param derivatives of the method
   */
  List<DerivedMethod> of(List<DerivedMethod> derivatives) {
    List<DerivedMethod> forms = new ArrayList<>();
    for (ComputeMethod.VectorizedRequest request : method.vectorized()) {
      Set<String> over = new LinkedHashSet<>();
      Map<String, String> fields = new LinkedHashMap<>();
      choose(request, over, fields);
      forms.add(form(request, over, fields));
      for (DerivedMethod each : derivatives) {
        forms.add(form(request, over, fields, each));
      }
    }
    return forms;
  }

  /** Chooses arguments, and fields with the names that they get as arguments. */
  private void choose(
      ComputeMethod.VectorizedRequest request, Set<String> over, Map<String, String> fields) {
    for (ComputeParameter each : method.parameters()) {
      if (request.over().isEmpty() || request.over().contains(each.name())) {
        requireBatchable(each.name(), each.type());
        over.add(each.name());
      }
    }
    for (String name : request.over()) {
      if (!over.contains(name)) {
        fields.put(name, fieldName(name));
      }
    }
    if (over.isEmpty() && fields.isEmpty()) {
      throw refusal("has nothing to batch over", "name fields of the model that the method reads");
    }
  }

  private void requireBatchable(String name, ValueType type) {
    if (!BatchedTypes.exists(type)) {
      throw refusal(
          "takes " + name + ", of which there is no batch: " + TypeNames.of(type),
          "name in over what has a leading axis, without " + name + ", or pass its parts");
    }
  }

  /** What a field of the model is called as an argument. */
  private String fieldName(String name) {
    for (int i = 0; i < forward.inputs().size(); i++) {
      Graph.Input input = forward.inputs().get(i);
      boolean isField = input.kind() == Graph.Kind.PARAMETER || input.kind() == Graph.Kind.FIELD;
      if (isField && input.name().equals(name)) {
        requireBatchable(name, forward.inputType(i));
        String called = JavaNames.identifier(name);
        while (isTaken(called)) {
          called += "_";
        }
        return called;
      }
    }
    throw refusal(
        "names '" + name + "', which it does not read",
        "name arguments, or fields of the model that the method reads");
  }

  private boolean isTaken(String name) {
    return method.parameters().stream().anyMatch(each -> each.name().equals(name))
        || forward.inputs().stream()
            .anyMatch(each -> each.name().equals(name) && each.kind() == Graph.Kind.ARGUMENT);
  }

  private Refusal refusal(String what, String advice) {
    return new Refusal(
        Diagnostic.on(
            method.place(), method.unit(), Code.VECTORIZED_OVER, method.name(), what, advice));
  }

  private DerivedMethod form(
      ComputeMethod.VectorizedRequest request, Set<String> over, Map<String, String> fields) {
    String name = (request.name().isEmpty() ? method.name() : request.name()) + SUFFIX;
    Graph graph = batched(forward, name, over, fields, result);
    return new DerivedMethod(
        request.name(),
        SUFFIX,
        "{@code $L} for each example of a batch.",
        graph,
        List.of(),
        Optional.of(
            new DerivedMethod.Batched(
                parameters(forward, over, fields),
                result.map(type -> Batching.batchedType(forward, type)))));
  }

  private DerivedMethod form(
      ComputeMethod.VectorizedRequest request,
      Set<String> over,
      Map<String, String> fields,
      DerivedMethod derivative) {
    String base =
        request.name().isEmpty() || derivative.base().isEmpty()
            ? request.name() + derivative.base()
            : request.name() + JavaNames.capitalised(derivative.base());
    String suffix = SUFFIX + derivative.suffix();
    String name = (base.isEmpty() ? method.name() : base) + suffix;
    Graph graph = batched(derivative.graph(), name, over, fields, Optional.empty());
    return new DerivedMethod(
        base,
        suffix,
        derivative.description() + " For each example of a batch.",
        graph,
        derivative.components(),
        Optional.of(
            new DerivedMethod.Batched(
                parameters(derivative.graph(), over, fields),
                graph.entry().resultTypes().stream().findFirst())));
  }

  private Graph batched(
      Graph graph,
      String name,
      Set<String> over,
      Map<String, String> fields,
      Optional<ValueType> record) {
    record.ifPresent(this::requireBatchableResult);
    List<Batch.Argument> arguments =
        method.parameters().stream()
            .map(each -> new Batch.Argument(each.name(), each.type()))
            .toList();
    try {
      return Batching.of(graph, new Batch(name, arguments, over, fields, record), passes);
    } catch (UnsizedBatchException e) {
      throw refusal(
          "gives " + name + " results that are tensors, but no tensor with a leading axis",
          "batch over a tensor, too, or return numbers or arrays");
    }
  }

  private void requireBatchableResult(ValueType type) {
    if (!BatchedTypes.exists(type)) {
      throw refusal(
          "has a result for which there is no batch: " + TypeNames.of(type),
          "return numbers, arrays, tensors, or a record of either tensors or other components");
    }
  }

  /** What the batched form of a graph takes: arguments, then what else the graph takes, fields. */
  private List<ComputeParameter> parameters(
      Graph graph, Set<String> over, Map<String, String> fields) {
    List<ComputeParameter> parameters = new ArrayList<>();
    for (ComputeParameter each : method.parameters()) {
      boolean isBatched = over.contains(each.name());
      parameters.add(isBatched ? batched(graph, each.name(), each.type()) : each);
    }
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      if (i >= forward.inputs().size() && input.kind() == Graph.Kind.ARGUMENT) {
        parameters.add(batched(graph, input.name(), graph.inputType(i)));
      }
    }
    for (int i = 0; i < forward.inputs().size(); i++) {
      String called = fields.get(forward.inputs().get(i).name());
      if (called != null) {
        parameters.add(batched(graph, called, forward.inputType(i)));
      }
    }
    return parameters;
  }

  private static ComputeParameter batched(Graph graph, String name, ValueType type) {
    return new ComputeParameter(name, Batching.batchedType(graph, type));
  }
}
