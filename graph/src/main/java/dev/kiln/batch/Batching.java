package dev.kiln.batch;

import dev.kiln.autodiff.adjoint.AddedNames;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Value;
import dev.kiln.pass.PassRunner;
import dev.kiln.pass.Stage;
import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import dev.kiln.type.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Batching as a graph transformation: from a graph for one example to a graph that computes the
 * same for each example of a batch. Chosen inputs, and all outputs, get one more leading axis: a
 * scalar becomes an array, an array one of a rank higher, a tensor one with a first dimension
 * {@code batch}.
 *
 * <p>The batched graph computes, bit for bit, what a loop over the examples computes, which is what
 * it consists of: so loops inside may run as often as each example needs. Arrays that the graph
 * writes, and that have no leading axis, are written by one example after the other.
 *
 * <p>The derivatives of a graph, such as {@link dev.kiln.autodiff.Gradients#of}, are graphs, too:
 * batched, they compute the derivatives of each example.
 */
public final class Batching {
  private Batching() {}

  /**
   * The batched graph, called {@code fBatch} for a graph {@code f}. It throws an {@link
   * IllegalArgumentException} if its inputs have different numbers of examples.
   *
   * @param graph has no records
   * @param over the names of the inputs with a leading axis
   * @throws UnsizedBatchException if an output is a tensor, but no input with a leading axis is
   * @throws IllegalArgumentException if there is no such input
   */
  public static Graph of(Graph graph, Set<String> over) {
    return of(graph, Batch.of(graph, over), PassRunner.unobserved());
  }

  /** The batched graph that {@code batch} describes. */
  public static Graph of(Graph graph, Batch batch, PassRunner passes) {
    return passes.run(Stage.AFTER_BATCHING, new BatchBuilder(graph, batch).build());
  }

  /** The type of a value of the graph, where it has a leading axis. */
  public static ValueType batchedType(Graph graph, ValueType type) {
    return BatchedTypes.of(type, size(graph));
  }

  /** The number of examples: a name that no size of the graph has. */
  static Dim size(Graph graph) {
    Set<String> taken = new HashSet<>();
    Stream.concat(
            graph.entry().parameters().stream().map(Value::type),
            graph.entry().resultTypes().stream())
        .filter(TensorType.class::isInstance)
        .forEach(type -> ((TensorType) type).dims().forEach(dim -> taken.addAll(dim.names())));
    return Dim.named(AddedNames.unused("batch", List.copyOf(taken)));
  }
}
