package dev.kiln.processor.frontend.link;

import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.InlinedGraph;
import java.util.List;

/**
 * The graph of another model's method, as class files have it.
 *
 * @param origin the model and the method that it is the graph of
 * @param divisions warnings of divisions of integers in its source
 */
public record LinkedGraph(Graph graph, InlinedGraph origin, List<Diagnostic> divisions) {}
