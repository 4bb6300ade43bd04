package dev.kiln.autodiff.reverse.residual;

import dev.kiln.type.ValueType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The element types of what called functions save: for each there is one stack, which all of them
 * share.
 */
public final class SharedStacks {
  private final Set<ValueType> types = new LinkedHashSet<>();
  private boolean changed;

  /** The element types, in the order of the parameters of called functions. */
  public List<ValueType> types() {
    return List.copyOf(types);
  }

  /** Adds a stack for elements of the type, which is a parameter from the next attempt on. */
  void add(ValueType type) {
    changed |= types.add(type);
  }

  /** Returns whether the last attempt added a stack. */
  public boolean revise() {
    boolean revised = changed;
    changed = false;
    return revised;
  }
}
