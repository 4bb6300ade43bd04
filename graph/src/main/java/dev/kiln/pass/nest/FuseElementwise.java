package dev.kiln.pass.nest;

import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves chains of elementwise operations on tensors into functions of their own, which generated
 * code runs as one loop: {@code x.matmul(w).add(b).relu()} makes one tensor after the product, not
 * two, and a gradient reads what it needs once.
 *
 * <p>Exact: each element is computed by the same operations in the same order.
 */
public final class FuseElementwise {
  private FuseElementwise() {}

  /** The graph with nests as functions. It cannot be differentiated any more. */
  public static Graph run(Graph graph) {
    Nests nests = new Nests(graph);
    Function entry = nests.outline(graph.entry());
    List<Function> functions = new ArrayList<>();
    for (Function function : graph.functions()) {
      boolean isNest = ElementNest.of(function).isPresent(); // as it is
      functions.add(isNest ? function : nests.outline(function));
    }
    if (nests.functions().isEmpty()) {
      return graph;
    }
    functions.addAll(nests.functions());
    return graph.withEntry(entry).withFunctions(functions);
  }
}
