package dev.kiln.graph;

import dev.kiln.type.ValueType;

/** Makes the values of one function, each with an id of its own. */
public final class ValueSource {
  private int next;

  /** Starts with id 0. */
  public ValueSource() {
    this(0);
  }

  /** Starts with the given id, to add to a function that has values already. */
  public ValueSource(int next) {
    this.next = next;
  }

  /** A source whose ids are all greater than those in {@code function}. */
  public static ValueSource after(Function function) {
    return new ValueSource(highest(function.body()) + 1);
  }

  /** A new value; {@code name} is the user's name for it, or the empty text. */
  public Value create(String name, ValueType type) {
    return new Value(next++, name, type);
  }

  private static int highest(Block block) {
    int highest = -1;
    for (Value parameter : block.parameters()) {
      highest = Math.max(highest, parameter.id());
    }
    for (Operation operation : block.operations()) {
      for (Value result : operation.results()) {
        highest = Math.max(highest, result.id());
      }
      for (Block nested : operation.blocks()) {
        highest = Math.max(highest, highest(nested));
      }
    }
    return highest;
  }
}
