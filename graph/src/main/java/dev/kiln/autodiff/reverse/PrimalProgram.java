package dev.kiln.autodiff.reverse;

import dev.kiln.graph.Graph;
import java.util.Map;

/**
 * A graph to be reversed.
 *
 * @param graph as {@link dev.kiln.pass.Stage#BEFORE_REVERSE} leaves it
 * @param ownDerivatives what makes the derivatives of functions that are not reversed operation by
 *     operation, by the functions' names
 * @param threaded by the names of functions, how many of their first arguments are threaded
 */
public record PrimalProgram(
    Graph graph,
    Map<String, CalleeDerivative.Maker> ownDerivatives,
    Map<String, Integer> threaded) {

  /** A graph all of whose functions are reversed operation by operation. */
  public static PrimalProgram of(Graph graph) {
    return new PrimalProgram(graph, Map.of(), Map.of());
  }
}
