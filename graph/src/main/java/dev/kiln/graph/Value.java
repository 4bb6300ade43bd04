package dev.kiln.graph;

import dev.kiln.type.ValueType;

/**
 * A value of a function: defined once, by an operation or as a parameter of a block.
 *
 * @param id unique in its function
 * @param name the user's name for it, or the empty text
 */
public record Value(int id, String name, ValueType type) {
  // What a record makes of itself is linked at run time; passes look values up all the time.

  @Override
  public boolean equals(Object other) {
    return other instanceof Value value
        && id == value.id
        && name.equals(value.name)
        && type.equals(value.type);
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** As graphs print it: {@code %4.sum} or {@code %7}. */
  @Override
  public String toString() {
    return name.isEmpty() ? "%" + id : "%" + id + "." + name;
  }
}
