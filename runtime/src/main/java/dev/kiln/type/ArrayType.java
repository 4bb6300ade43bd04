package dev.kiln.type;

import java.util.Map;

/**
 * A reference to a Java array with Java's identity semantics.
 *
 * @param element the type of the innermost elements: a primitive, an enum or a record
 * @param rank how many pairs of brackets: 1 for {@code double[]}, 2 for {@code double[][]}
 */
public record ArrayType(ValueType element, int rank) implements ValueType {
  public ArrayType {
    if (rank < 1) {
      throw new IllegalArgumentException("the rank of an array is at least 1, not " + rank);
    }
    if (!(element instanceof ScalarType
        || element instanceof CodedType
        || element instanceof RecordType)) {
      throw new IllegalArgumentException("an array cannot hold elements of type " + element);
    }
  }

  /** The type of {@code a[i]}: a row, or an element where the rank is 1. */
  public ValueType component() {
    return rank == 1 ? element : new ArrayType(element, rank - 1);
  }

  @Override
  public ArrayType withSizes(Map<String, Dim> sizes) {
    return new ArrayType(element.withSizes(sizes), rank);
  }

  @Override
  public String toString() {
    return "array<" + element + ", " + rank + ">";
  }
}
