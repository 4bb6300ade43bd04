package dev.kiln.processor.frontend.link;

import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.InlinedGraph;
import java.util.List;

/**
 * The graph of a derivative that code calls, as {@link Derivation} makes it.
 *
 * @param origins the graphs of other models that are in it
 * @param divisions warnings of divisions of integers in the source of the method
 */
public record LinkedDerivative(
    Graph graph, List<InlinedGraph> origins, List<Diagnostic> divisions) {
  public LinkedDerivative {
    origins = List.copyOf(origins);
    divisions = List.copyOf(divisions);
  }
}
