package dev.kiln.processor.frontend;

import dev.kiln.graph.Graph;
import dev.kiln.processor.diagnostic.Diagnostic;
import dev.kiln.processor.model.InlinedGraph;
import dev.kiln.processor.model.ModelField;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What came of lowering a compute method.
 *
 * @param graph the method; empty where it has problems, or is left to javac
 * @param seen the method as far as it could be read, which need not make sense
 * @param problems everything that is refused, each once
 * @param inlined the graphs of other models in it
 * @param divisions warnings of divisions of integers whose quotients become floating-point numbers
 * @param fields the paths of the fields that the method reads, as far as could be seen
 * @param statics the static fields among the inputs of the graph
 */
public record Lowering(
    Optional<Graph> graph,
    Optional<Graph> seen,
    List<Diagnostic> problems,
    List<InlinedGraph> inlined,
    List<Diagnostic> divisions,
    Set<String> fields,
    List<ModelField> statics) {
  public Lowering {
    problems = List.copyOf(problems);
    inlined = List.copyOf(inlined);
    divisions = List.copyOf(divisions);
    fields = Set.copyOf(fields);
    statics = List.copyOf(statics);
  }
}
