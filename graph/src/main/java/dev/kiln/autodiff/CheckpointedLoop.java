package dev.kiln.autodiff;

import dev.kiln.graph.Block;
import dev.kiln.graph.Function;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.op.CheckpointOps;
import dev.kiln.type.SourcePosition;
import java.util.List;
import java.util.Optional;

/**
 * A loop that has become two functions, so that its rounds can be run again from any state.
 *
 * @param whole the loop. It takes the values that the loop captures, then the state that the loop
 *     starts with; its results are the state in the end and the number of rounds
 * @param rounds some rounds. It takes what {@code whole} takes, then how many rounds to run; its
 *     results are the state after them
 * @param captured how many values the loop captures
 * @param mark what the user asked for
 */
record CheckpointedLoop(
    Function whole, Function rounds, int captured, Mark mark, SourcePosition position) {

  /**
   * What the user asked for.
   *
   * @param snapshots how many copies of the state may be kept; 0 for recursive halving
   * @param recorded how many rounds are recorded at a time; 0 for as many as seem good
   */
  record Mark(int snapshots, int recorded) {}

  /** How many values the state has. */
  int stateSize() {
    return whole.parameters().size() - captured;
  }

  /** The loop in {@code whole}. */
  Operation.Loop loop() {
    for (Operation operation : whole.body().operations()) {
      if (operation instanceof Operation.Loop loop) {
        return loop;
      }
    }
    throw new IllegalStateException(whole.name() + " has lost its loop");
  }

  /** The value of {@code whole} that stands for a captured value, or one of the state. */
  Value standing(int parameter) {
    return parameter < captured
        ? whole.parameters().get(parameter)
        : loop().condition().parameters().get(parameter - captured);
  }

  /** The mark of a loop; empty where it has none. */
  static Optional<Mark> mark(Operation.Loop loop) {
    return List.of(loop.body(), loop.condition()).stream()
        .flatMap(block -> block.operations().stream())
        .filter(CheckpointedLoop::isMark)
        .map(
            operation -> {
              var attributes = ((Operation.Apply) operation).attributes();
              return new Mark(attributes.integer("snapshots"), attributes.integer("rounds"));
            })
        .findFirst();
  }

  /** Whether a loop of the graph is marked. */
  static boolean anyIn(Graph graph) {
    return anyIn(graph.entry().body())
        || graph.functions().stream().anyMatch(function -> anyIn(function.body()));
  }

  private static boolean anyIn(Block block) {
    return block.operations().stream()
        .anyMatch(
            operation ->
                isMark(operation) || operation.blocks().stream().anyMatch(CheckpointedLoop::anyIn));
  }

  /** Whether the operation does nothing but mark the loop that it stands in. */
  static boolean isMark(Operation operation) {
    return operation instanceof Operation.Apply apply
        && apply.definition() == CheckpointOps.CHECKPOINT;
  }
}
