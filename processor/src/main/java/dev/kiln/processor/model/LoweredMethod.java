package dev.kiln.processor.model;

import dev.kiln.graph.Graph;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * A compute method and the graphs made from it, ready for the emitters.
 *
 * @param method the method
 * @param source the method as the front end made it: with records and calls
 * @param inlined the graphs of other models that are compiled into it
 * @param resultType the type of the result before records are flattened; empty for void
 * @param forward the method as a graph; records at its boundary are flattened to their leaves
 * @param gradient the value and the derivatives, where they are asked for
 * @param derived the other derivatives that are asked for
 */
public record LoweredMethod(
    ComputeMethod method,
    Graph source,
    List<InlinedGraph> inlined,
    Optional<ValueType> resultType,
    Graph forward,
    Optional<Graph> gradient,
    List<DerivedMethod> derived) {
  public LoweredMethod {
    inlined = List.copyOf(inlined);
    derived = List.copyOf(derived);
  }

  /** What other models see of the method. */
  public MethodGraph sourceGraph() {
    return new MethodGraph(method.element(), source, inlined);
  }
}
