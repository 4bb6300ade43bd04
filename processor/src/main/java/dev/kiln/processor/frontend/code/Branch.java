package dev.kiln.processor.frontend.code;

import dev.kiln.graph.Terminator;
import dev.kiln.graph.Value;
import dev.kiln.processor.frontend.block.OpenBlock;

/**
 * What became of a nested block.
 *
 * @param end how the block ends; null where it completes normally
 * @param value of an expression; null for statements
 */
public record Branch(OpenBlock block, Terminator end, Value value) {
  /** Statements, which end as {@code end} says, or complete normally where it is null. */
  public static Branch ends(OpenBlock block, Terminator end) {
    return new Branch(block, end, null);
  }

  /** Code that completes normally and gives a value. */
  public static Branch of(OpenBlock block, Value value) {
    return new Branch(block, null, value);
  }

  /** Code that completes normally and gives nothing. */
  public static Branch completes(OpenBlock block) {
    return new Branch(block, null, null);
  }

  boolean completes() {
    return end == null;
  }
}
