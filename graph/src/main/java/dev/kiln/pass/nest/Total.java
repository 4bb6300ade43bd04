package dev.kiln.pass.nest;

import dev.kiln.graph.Operation;
import java.util.Optional;

/**
 * A sum or mean of the elements of a nest.
 *
 * @param kind what is summed
 * @param split how many of the first dimensions count rows; -1 where all elements are summed
 * @param isMean whether the sum is divided by how many elements were added
 */
public record Total(Kind kind, int split, boolean isMean) {
  /** What is summed. */
  public enum Kind {
    /** All elements. */
    ALL,
    /** The elements of each row. */
    ROWS,
    /** The rows, element by element. */
    COLUMNS
  }

  /** What an operation sums, where a nest can do it. */
  public static Optional<Total> of(Operation.Apply apply) {
    return Optional.empty();
  }
}
