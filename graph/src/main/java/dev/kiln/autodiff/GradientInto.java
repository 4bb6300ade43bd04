package dev.kiln.autodiff;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.entry.EntryChecks;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ElementwiseOps;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.op.definition.Attributes;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.copy.GraphCopier;
import dev.kiln.type.ArrayType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.SourcePosition;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gradients that are written into given arrays. */
public final class GradientInto {
  private GradientInto() {}

  /** Whether there is such a graph: no input in {@code wrt} is a tensor, and one is an array. */
  public static boolean fits(Graph graph, List<String> wrt) {
    boolean array = false;
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (wrt.contains(graph.inputs().get(i).name())) {
        ValueType type = graph.inputType(i);
        array |= type instanceof ArrayType;
        if (!(type instanceof ArrayType || type instanceof ScalarType)) {
          return false;
        }
      }
    }
    return array;
  }

  /**
   * The graph. Its inputs are those of {@code graph}, then for each {@code x} in {@code wrt} an
   * array {@code dX} for the derivative: of the structure of {@code x}, or of length 1 for a
   * scalar. Its previous contents are overwritten. The only output is {@code value}.
   *
   * @param graph has one output, a floating-point scalar; records are flattened
   * @param wrt names of floating-point inputs: scalars or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    return of(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #of(Graph, List)}, with passes as the runner runs them. */
  public static Graph of(Graph graph, List<String> wrt, PassRunner passes) {
    VectorJacobianProducts.Derived into = Gradients.deriveInto(graph, wrt, passes);
    Graph derived = into.graph();
    AddedNames names = new AddedNames(graph);
    GraphCopier copier = new GraphCopier();
    ValueSource values = new ValueSource();
    List<Graph.Input> inputs = new ArrayList<>(graph.inputs());
    List<Value> parameters = new ArrayList<>();
    Map<String, Value> olds = new LinkedHashMap<>();
    for (int i = 0; i < derived.inputs().size(); i++) {
      Value old = derived.entry().parameters().get(i);
      String name = derived.inputs().get(i).name();
      olds.put(name, old);
      if (i < graph.inputs().size()) {
        Value copy = values.create(old.name(), old.type());
        copier.define(old, List.of(copy));
        parameters.add(copy);
      }
    }
    Map<String, Value> given = new LinkedHashMap<>();
    for (String each : wrt) {
      ValueType type = olds.get(each).type();
      ValueType shadow = type instanceof ScalarType ? new ArrayType(type, 1) : type;
      Value value = values.create(names.ofInput(each), shadow);
      given.put(each, value);
      parameters.add(value);
      inputs.add(new Graph.Input(names.ofInput(each), Graph.Kind.ARGUMENT));
    }
    BlockBuilder body = new BlockBuilder(values, parameters);
    given.forEach(
        (name, value) -> {
          if (olds.get(name).type() instanceof ScalarType) {
            requireOneElement(graph.name(), value, body);
          }
        });
    given.forEach(
        (name, value) -> {
          Value old = olds.get(names.ofInput(name));
          if (old != null) {
            body.perform(ArrayOps.ARRAY_CLEAR, Attributes.NONE, List.of(value));
            copier.define(old, List.of(value));
          }
        });
    Terminator end = copier.copyInto(derived.entry().body(), body);
    if (end instanceof Terminator.Return exit) {
      storeScalars(wrt, given, exit.operands(), body);
      end = new Terminator.Return(List.of(exit.operands().get(0)));
    }
    ValueType value = derived.entry().resultTypes().get(0);
    Function entry = new Function(derived.name(), body.build(end), List.of(value));
    Graph whole = new Graph(derived.name(), inputs, List.of("value"), entry, derived.functions());
    return checks(graph, wrt, into).before(whole);
  }

  private static EntryChecks checks(
      Graph graph, List<String> wrt, VectorJacobianProducts.Derived into) {
    EntryChecks checks = EntryChecks.reverse(graph, into.reverse()::isShadowed);
    AddedNames names = new AddedNames(graph);
    for (int i = 0; i < graph.inputs().size(); i++) {
      String name = graph.inputs().get(i).name();
      if (wrt.contains(name)) {
        checks.written(names.ofInput(name));
        if (graph.inputType(i) instanceof ArrayType) {
          checks.like(names.ofInput(name), i, "derivative");
        }
      }
    }
    return checks;
  }

  /** The derivative by a number is found out last, so its place is checked first. */
  private static void requireOneElement(String method, Value given, BlockBuilder body) {
    Value length = body.apply(ArrayOps.ARRAY_LENGTH, given);
    Value one = body.constant(ScalarType.INT32, 1);
    body.ifElse(
        body.apply(ElementwiseOps.EQUAL, length, one),
        List.of(),
        (block, none) -> new Terminator.Yield(List.of()),
        (block, none) ->
            new Terminator.Throw(
                "java.lang.IllegalArgumentException",
                List.of(
                    method
                        + ": '"
                        + given.name()
                        + "' is for the derivative by a number and has length 1, not ",
                    ""),
                List.of(length),
                SourcePosition.UNKNOWN));
  }

  private static void storeScalars(
      List<String> wrt, Map<String, Value> given, List<Value> results, BlockBuilder body) {
    for (int i = 0; i < wrt.size(); i++) {
      Value derivative = results.get(i + 1);
      if (derivative.type() instanceof ScalarType) {
        Value zero = body.constant(ScalarType.INT32, 0);
        body.perform(
            ArrayOps.ARRAY_STORE,
            Attributes.NONE,
            List.of(given.get(wrt.get(i)), zero, derivative));
      }
    }
  }
}
