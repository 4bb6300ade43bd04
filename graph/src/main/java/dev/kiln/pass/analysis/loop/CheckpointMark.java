package dev.kiln.pass.analysis.loop;

import dev.kiln.graph.Block;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.op.control.CheckpointOps;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked for with {@code @Checkpoint} on a loop: an operation in the loop that does
 * nothing but say so.
 *
 * @param snapshots how many copies of the state may be kept; 0 for recursive halving
 * @param recorded how many iterations are recorded at a time; 0 for as many as seem good
 */
public record CheckpointMark(int snapshots, int recorded) {

  /** The mark of a loop; empty where it has none. */
  public static Optional<CheckpointMark> of(Operation.Loop loop) {
    return List.of(loop.body(), loop.condition()).stream()
        .flatMap(block -> block.operations().stream())
        .filter(CheckpointMark::isMark)
        .map(
            operation -> {
              var attributes = ((Operation.Apply) operation).attributes();
              return new CheckpointMark(
                  attributes.integer("snapshots"), attributes.integer("iterations"));
            })
        .findFirst();
  }

  /** Whether a loop of the graph is marked. */
  public static boolean isIn(Graph graph) {
    return isIn(graph.entry().body())
        || graph.functions().stream().anyMatch(function -> isIn(function.body()));
  }

  private static boolean isIn(Block block) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                isMark(operation) || operation.blocks().stream().anyMatch(CheckpointMark::isIn));
  }

  /** Whether the operation does nothing but mark the loop that it stands in. */
  public static boolean isMark(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.definition() == CheckpointOps.CHECKPOINT;
  }
}
