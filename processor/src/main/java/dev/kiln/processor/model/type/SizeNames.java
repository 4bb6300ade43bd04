package dev.kiln.processor.model.type;

import dev.kiln.type.Dim;
import dev.kiln.type.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the names in declared shapes stand for, as far as the types of values tell. */
public final class SizeNames {
  private final Map<String, Dim> sizes;

  /** What is known before. */
  public SizeNames(Map<String, Dim> known) {
    this.sizes = new HashMap<>(known);
  }

  /** The names and what they stand for. */
  public Map<String, Dim> sizes() {
    return sizes;
  }

  /** Whether all of the names are known. */
  public boolean know(Set<String> names) {
    return sizes.keySet().containsAll(names);
  }

  /** Takes new names for the sizes that a value has where they are declared. */
  public void bind(TensorType declared, TensorType actual) {
    if (actual.rank() != declared.rank()) {
      return;
    }
    for (int axis = 0; axis < declared.rank(); axis++) {
      Dim size = actual.dims().get(axis);
      declared.dims().get(axis).name().ifPresent(name -> sizes.putIfAbsent(name, size));
    }
    for (int axis = 0; axis < declared.rank(); axis++) {
      solve(declared.dims().get(axis), actual.dims().get(axis));
    }
  }

  /** From {@code 2*n} and an actual size {@code 2*batch} follows that {@code n} is batch. */
  private void solve(Dim declared, Dim actual) {
    List<String> unknown =
        declared.names().stream().filter(each -> !sizes.containsKey(each)).toList();
    if (unknown.size() == 1) {
      String name = unknown.get(0);
      Dim product = actual.minus(declared.without(name).with(sizes));
      declared
          .factorOf(name)
          .flatMap(factor -> product.dividedBy(factor.with(sizes)))
          .filter(size -> !size.isNegative())
          .ifPresent(size -> sizes.put(name, size));
    }
  }
}
