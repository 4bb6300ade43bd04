package dev.kiln.type;

import java.util.Map;

/** A growable stack of values that a forward pass saves for its backward pass. */
public record StackType(ValueType element) implements ValueType {
  @Override
  public StackType withSizes(Map<String, Dim> sizes) {
    return new StackType(element.withSizes(sizes));
  }

  @Override
  public String toString() {
    return "stack<" + element + ">";
  }
}
