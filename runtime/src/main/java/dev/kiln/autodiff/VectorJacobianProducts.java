package dev.kiln.autodiff;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.SourcePosition;
import dev.kiln.graph.Value;
import dev.kiln.pass.CommonSubexpressions;
import dev.kiln.pass.EliminateDeadCode;
import dev.kiln.pass.Inline;
import dev.kiln.pass.LowerExits;
import dev.kiln.type.ArrayType;
import java.util.List;
import java.util.Set;

/**
 * Reverse mode with given cotangents, as a graph transformation: pulls cotangents of the results,
 * and of what is written into array arguments, back to the inputs.
 */
public final class VectorJacobianProducts {
  private VectorJacobianProducts() {}

  /**
   * The graph of the vector-Jacobian product.
   *
   * <p>Its inputs are those of {@code graph}; then for each active array input {@code x} an array
   * {@code dX} of its structure, which holds the cotangent of what {@code x} holds in the end, and
   * into which the cotangent of what it held at first is written; then for each floating-point
   * output {@code y} its cotangent {@code dY}. Its outputs are those of {@code graph}, then one for
   * each name in {@code wrt}.
   *
   * @param graph records are flattened
   * @param wrt names of floating-point inputs: scalars, tensors or arrays
   * @throws NotDifferentiableException if there is no such derivative, with the source position
   */
  public static Graph of(Graph graph, List<String> wrt) {
    return derive(graph, wrt, graph.name() + "Vjp", Reverse.Seeding.GIVEN);
  }

  /** As {@link #of}, but the arrays among the first outputs may hold something else in the end. */
  static Graph cotangents(Graph graph, List<String> wrt) {
    return derive(graph, wrt, graph.name() + "Vjp", Reverse.Seeding.GIVEN_WITHOUT_RESULTS);
  }

  static Graph derive(Graph graph, List<String> wrt, String name, Reverse.Seeding seeding) {
    return EliminateDeadCode.run(reverse(graph, wrt, seeding).build(name, wrt));
  }

  static Reverse reverse(Graph graph, List<String> wrt, Reverse.Seeding seeding) {
    Graph primal = prepared(graph);
    Reverse reverse =
        new Reverse(LoopOutlining.Outlined.nothing(primal), sources(primal, wrt), seeding);
    if (!CheckpointedLoop.anyIn(primal)) {
      return reverse;
    }
    reverse.build(graph.name(), wrt); // finds out which loops keep something
    Set<Operation.Loop> loops = reverse.loopsToCheckpoint();
    if (loops.isEmpty()) {
      return reverse;
    }
    LoopOutlining.Outlined outlined = LoopOutlining.run(primal, loops);
    return new Reverse(outlined, sources(outlined.graph(), wrt), seeding);
  }

  private static List<Value> sources(Graph graph, List<String> wrt) {
    return wrt.stream().map(name -> source(graph, name)).toList();
  }

  /** The same program without early exits and without what derivatives need not look at. */
  static Graph prepared(Graph graph) {
    return CommonSubexpressions.run(EliminateDeadCode.run(LowerExits.run(Inline.run(graph))));
  }

  private static Value source(Graph graph, String name) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      if (graph.inputs().get(i).name().equals(name)) {
        Value value = graph.entry().parameters().get(i);
        boolean floating =
            value.type().isFloating()
                || value.type() instanceof ArrayType array && array.element().isFloating();
        if (!floating) {
          throw new NotDifferentiableException(
              "cannot differentiate with respect to '" + name + "' of type " + value.type(),
              SourcePosition.UNKNOWN);
        }
        return value;
      }
    }
    throw new NotDifferentiableException(
        graph.name() + " has no input '" + name + "' to differentiate with respect to",
        SourcePosition.UNKNOWN);
  }
}
