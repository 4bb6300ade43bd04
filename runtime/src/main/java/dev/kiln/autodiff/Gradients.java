package dev.kiln.autodiff;

import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.SourcePosition;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.ArrayOps;
import dev.kiln.op.Attributes;
import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.pass.Inline;
import dev.kiln.pass.LowerExits;
import dev.kiln.type.ArrayType;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reverse mode as a graph transformation: from a graph with one floating-point result to a graph
 * with the same inputs that computes the result and its derivatives.
 *
 * <p>The forward sweep computes the function and keeps what the backward sweep needs; the backward
 * sweep follows in the same function. Which values are kept is found by building the backward sweep
 * once, and building both again with that knowledge.
 */
public final class Gradients {
  private Gradients() {}

  /**
   * The gradient graph. Its outputs are {@code value}, then one for each name in {@code wrt}.
   *
   * @param graph has one output, a floating-point scalar or rank-0 tensor; records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    Graph primal = EliminateDeadCode.run(LowerExits.run(Inline.everything(graph)));
    Function entry = primal.entry();
    checkResult(graph, entry);
    List<Value> sources = new ArrayList<>();
    for (String name : wrt) {
      sources.add(source(primal, name));
    }
    if (!(entry.body().terminator() instanceof Terminator.Return end)) {
      throw new NotDifferentiableException(
          graph.name() + " never returns a result", SourcePosition.UNKNOWN);
    }
    Value result = end.operands().get(0);
    Activity activity = new Activity(entry, sources, List.of(result));
    Residuals residuals = new Residuals(entry);
    Function gradient = transform(entry, residuals, activity, sources, result);
    int known = -1;
    while (known != residuals.saved().size()) {
      known = residuals.saved().size();
      gradient = transform(entry, residuals, activity, sources, result);
    }
    List<String> outputs = new ArrayList<>();
    outputs.add("value");
    outputs.addAll(wrt);
    Graph made =
        new Graph(graph.name() + "Gradient", graph.inputs(), outputs, gradient, primal.functions());
    return EliminateDeadCode.run(made);
  }

  private static Function transform(
      Function entry, Residuals residuals, Activity activity, List<Value> sources, Value result) {
    ValueSource values = new ValueSource();
    List<Value> parameters =
        entry.parameters().stream().map(p -> values.create(p.name(), p.type())).toList();
    BlockBuilder body = new BlockBuilder(values, parameters);
    ForwardSweep forward = new ForwardSweep(residuals, activity);
    forward.makeStacks(body);
    for (int i = 0; i < parameters.size(); i++) {
      forward.defineParameter(entry.parameters().get(i), parameters.get(i), body);
    }
    Terminator end = forward.copyInto(entry.body(), body);
    BackwardSweep backward = new BackwardSweep(residuals, activity, forward);
    backward.reverse(entry.body(), result, body);
    List<Value> outputs = new ArrayList<>(end.operands());
    for (Value source : sources) {
      outputs.add(output(source, activity, forward, backward, body));
    }
    List<ValueType> types = outputs.stream().map(Value::type).toList();
    return new Function(
        entry.name() + "Gradient", body.build(new Terminator.Return(outputs)), types);
  }

  private static Value output(
      Value source,
      Activity activity,
      ForwardSweep forward,
      BackwardSweep backward,
      BlockBuilder body) {
    if (!(source.type() instanceof ArrayType)) {
      return backward.adjoint(source);
    }
    List<Value> copies = forward.lookup(source);
    return activity.isActive(source)
        ? copies.get(1)
        : body.apply("", ArrayOps.ARRAY_ZEROS_LIKE, Attributes.NONE, List.of(copies.get(0)));
  }

  private static Value source(Graph graph, String name) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(name)) {
        Value value = graph.entry().parameters().get(i);
        boolean floating =
            value.type().isFloating()
                || value.type() instanceof ArrayType array && array.element().isFloating();
        if (!floating) {
          throw new NotDifferentiableException(
              "cannot differentiate with respect to '" + name + "' of type " + value.type(),
              SourcePosition.UNKNOWN);
        }
        return value;
      }
    }
    throw new NotDifferentiableException(
        graph.name() + " has no input '" + name + "' to differentiate with respect to",
        SourcePosition.UNKNOWN);
  }

  private static void checkResult(Graph graph, Function entry) {
    List<ValueType> results = entry.resultTypes();
    boolean number =
        results.size() == 1
            && results.get(0).isFloating()
            && !(results.get(0) instanceof TensorType tensor && tensor.rank() > 0);
    if (!number) {
      throw new NotDifferentiableException(
          graph.name()
              + " has results "
              + results
              + "; a gradient needs one floating-point number (a scalar or a rank-0 tensor)",
          SourcePosition.UNKNOWN);
    }
  }
}
