package dev.kiln.autodiff;

import dev.kiln.autodiff.adjoint.AdjointNames;
import dev.kiln.autodiff.entry.OwnShadows;
import dev.kiln.autodiff.forward.JvpBatch;
import dev.kiln.graph.Graph;
import dev.kiln.op.NotDifferentiableException;
import dev.kiln.pass.PassRunner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Forward mode as a graph transformation: computes the results and their tangents, for given
 * tangents of the inputs.
 */
public final class Jvp {
  private Jvp() {}

  /**
   * The graph of the Jacobian-vector product.
   *
   * <p>Its inputs are those of {@code graph}; then for each {@code x} in {@code wrt} its tangent
   * {@code dX}; then a tangent for each other array input into which values may be stored that
   * depend on {@code wrt}. The tangent of an array is an array of its structure: it holds the
   * tangent of the initial contents before the run, and of the final contents after it. Its outputs
   * are those of {@code graph}, then for each floating-point output {@code y} its tangent {@code
   * dY}.
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
    String name = graph.name() + "Jvp";
    JvpBatch.Batch batch =
        JvpBatch.derive(graph, wrt, 1, name, each -> List.of(AdjointNames.of(each)), passes);
    List<Integer> given = new ArrayList<>();
    Map<String, String> made = new HashMap<>();
    int next = graph.inputs().size();
    for (int position : batch.tangentsOf()) {
      Graph.Input input = graph.inputs().get(position);
      String tangent = batch.graph().inputs().get(next++).name();
      if (input.kind() == Graph.Kind.STATIC) {
        made.put(tangent, input.name());
      } else {
        given.add(position);
      }
    }
    Graph whole = OwnShadows.in(batch.graph(), graph.inputs().size(), made);
    return new JvpBatch.Batch(whole, 1, given).checked(graph);
  }
}
