package dev.kiln.autodiff;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.entry.WrittenInputs;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.BlockBuilder;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.graph.ValueSource;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.op.array.ArrayOps;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.copy.GraphCopier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Vector-Jacobian products, for users. The graph has an input for the shadow of an array only where
 * the array is written, since otherwise the cotangent of its final contents is zero.
 */
public final class Vjp {
  private Vjp() {}

  /**
   * The graph of the vector-Jacobian product.
   *
   * <p>Its inputs are those of {@code graph}; then for each active array input {@code x} that is
   * written an array {@code dX} of its structure: it holds the cotangent of the final contents of
   * {@code x} before the run, and of the initial contents after it; then for each floating-point
   * output {@code y} its cotangent {@code dY}. Its outputs are those of {@code graph}, then one for
   * each name in {@code wrt}.
   *
   * @param graph records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    return of(graph, wrt, PassRunner.unobserved());
  }

  /** As {@link #of(Graph, List)}, with passes as the runner runs them. */
  public static Graph of(Graph graph, List<String> wrt, PassRunner passes) {
    VectorJacobianProducts.Derived derived = VectorJacobianProducts.derive(graph, wrt, passes);
    List<String> written = WrittenInputs.of(graph).all();
    AddedNames names = new AddedNames(graph);
    Map<String, String> made = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      if (!written.contains(input.name())) {
        made.put(names.ofInput(input.name()), input.name());
      }
    }
    Graph whole = withOwnShadows(derived.graph(), graph.inputs().size(), made);
    return derived.checks(graph, "cotangent", made.keySet()).before(whole);
  }

  /** Makes the inputs in {@code made} in the graph: zeros like the inputs that they map to. */
  private static Graph withOwnShadows(Graph derived, int primals, Map<String, String> made) {
    GraphCopier copier = new GraphCopier();
    ValueSource values = new ValueSource();
    List<Graph.Input> inputs = new ArrayList<>();
    List<Value> parameters = new ArrayList<>();
    Map<String, Value> byName = new HashMap<>();
    Map<Value, String> missing = new HashMap<>();
    for (int i = 0; i < derived.inputs().size(); i++) {
      Graph.Input input = derived.inputs().get(i);
      Value old = derived.entry().parameters().get(i);
      if (i >= primals && made.containsKey(input.name())) {
        missing.put(old, made.get(input.name()));
      } else {
        Value copy = values.create(old.name(), old.type());
        copier.define(old, List.of(copy));
        byName.put(input.name(), copy);
        inputs.add(input);
        parameters.add(copy);
      }
    }
    BlockBuilder body = new BlockBuilder(values, parameters);
    for (Value old : derived.entry().parameters()) {
      if (missing.containsKey(old)) {
        Value array = byName.get(missing.get(old));
        copier.define(old, List.of(body.apply(ArrayOps.ARRAY_ZEROS_LIKE, array)));
      }
    }
    Terminator end = copier.copyInto(derived.entry().body(), body);
    Function entry =
        new Function(derived.entry().name(), body.build(end), derived.entry().resultTypes());
    return new Graph(derived.name(), inputs, derived.outputs(), entry, derived.functions());
  }
}
