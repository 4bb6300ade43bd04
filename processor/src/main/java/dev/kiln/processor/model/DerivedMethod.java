package dev.kiln.processor.model;

import dev.kiln.graph.Graph;
import dev.kiln.type.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * A derivative of a compute method, or a batched form, to become a method of the compiled class. A
 * derivative takes what the method takes and the further inputs of the graph.
 *
 * @param base what the names begin with; empty for the name of the method
 * @param suffix what is appended to that, such as {@code Jvp}
 * @param description what it computes, for its documentation; {@code $L} stands for the method
 * @param graph of a derivative, begins with the inputs of the method's own graph
 * @param components of the record that it returns; none where it returns the one output as it is,
 *     or nothing
 * @param batched what a batched form takes and returns; empty for a derivative
 */
public record DerivedMethod(
    String base,
    String suffix,
    String description,
    Graph graph,
    List<Component> components,
    Optional<Batched> batched) {

  /** A component of a result, for each output of the graph. */
  public record Component(String name, String description) {}

  /**
   * What a batched form takes and returns, with leading axes.
   *
   * @param parameters the arguments of the method, then further ones
   * @param result what it returns, where that is no record of components; empty for void
   */
  public record Batched(
      List<ComputeMethod.ComputeParameter> parameters, Optional<ValueType> result) {
    public Batched {
      parameters = List.copyOf(parameters);
    }
  }

  public DerivedMethod {
    components = List.copyOf(components);
  }

  /** A derivative that is called as the method is. */
  public DerivedMethod(String suffix, String description, Graph graph, List<Component> components) {
    this("", suffix, description, graph, components, Optional.empty());
  }

  /** The same with another graph that computes it. */
  public DerivedMethod with(Graph other) {
    return new DerivedMethod(base, suffix, description, other, components, batched);
  }

  /** The same with names that begin with something else than the name of the method. */
  public DerivedMethod named(String other) {
    return new DerivedMethod(other, suffix, description, graph, components, batched);
  }

  /** What tells apart the derivatives of one method. */
  public String key() {
    return base.isEmpty() ? suffix : base + "." + suffix;
  }
}
