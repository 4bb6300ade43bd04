package dev.kiln.type;

/** A growable stack of values that a forward pass saves for its backward pass. */
public record StackType(ValueType element) implements ValueType {
  @Override
  public String toString() {
    return "stack<" + element + ">";
  }
}
