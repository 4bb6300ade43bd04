package dev.kiln.processor.model;

import dev.kiln.graph.Graph;
import java.util.List;
import javax.lang.model.element.ExecutableElement;

/**
 * The graph of a method, which takes the place of calls of it in other models.
 *
 * @param graph the method as the front end made it: with records and calls
 * @param inlined the graphs of other models that are compiled into it
 */
public record MethodGraph(ExecutableElement method, Graph graph, List<InlinedGraph> inlined) {
  public MethodGraph {
    inlined = List.copyOf(inlined);
  }

  /** What tells the method apart in its model. */
  public String key() {
    return MethodKey.of(method);
  }
}
