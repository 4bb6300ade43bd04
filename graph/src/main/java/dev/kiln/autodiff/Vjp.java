package dev.kiln.autodiff;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.autodiff.entry.OwnShadows;
import dev.kiln.autodiff.entry.WrittenInputs;
import dev.kiln.autodiff.vjp.VectorJacobianProducts;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
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
      if (!written.contains(input.name()) || input.kind() == Graph.Kind.STATIC) {
        made.put(names.ofInput(input.name()), input.name());
      }
    }
    Graph whole = OwnShadows.in(derived.graph(), graph.inputs().size(), made);
    return derived.checks(graph, "cotangent", made.keySet()).before(whole);
  }
}
