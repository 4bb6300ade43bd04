package dev.kiln.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A straight list of operations that ends in a terminator.
 *
 * @param parameters values that the enclosing operation gives the block at entry
 */
public record Block(List<Value> parameters, List<Operation> operations, Terminator terminator) {
  public Block {
    parameters = List.copyOf(parameters);
    operations = List.copyOf(operations);
  }

  /** Whether it breaks out of the loop with a label, or continues it, before its end. */
  public boolean leaves(String label) {
    return terminator instanceof Terminator.Break exit && exit.label().equals(label)
        || terminator instanceof Terminator.Continue next && next.label().equals(label)
        || operations.stream()
            .flatMap(operation -> operation.blocks().stream())
            .anyMatch(nested -> nested.leaves(label));
  }

  /** The values that its operations and its terminator use, in order. */
  public Set<Value> uses() {
    Set<Value> uses = new LinkedHashSet<>();
    addUses(uses);
    return uses;
  }

  /** Adds to a set what {@link #uses} gives. */
  void addUses(Set<Value> uses) {
    operations.forEach(operation -> operation.addUses(uses));
    uses.addAll(terminator.operands());
  }
}
