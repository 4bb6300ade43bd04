package dev.kiln.autodiff.checkpoint;

import dev.kiln.graph.Function;
import dev.kiln.graph.Operation;
import dev.kiln.graph.Value;
import dev.kiln.pass.analysis.loop.CheckpointMark;
import dev.kiln.type.SourcePosition;

/**
 * A loop that has become functions, so that its iterations can be run again from any state.
 *
 * @param whole the loop. It takes the values that the loop captures, then the state that the loop
 *     starts with; its results are the state in the end and the number of iterations
 * @param iterations some iterations. It takes what {@code whole} takes, then how many iterations to
 *     run; its results are the state after them
 * @param segment the loop as in {@code whole}, but at most a number of iterations, which it takes
 *     last; its results are the state and the number of iterations that were run
 * @param captured how many values the loop captures
 * @param mark what the user asked for
 */
record CheckpointedLoop(
    Function whole,
    Function iterations,
    Function segment,
    int captured,
    CheckpointMark mark,
    SourcePosition position) {

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
}
